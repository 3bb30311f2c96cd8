"""After "delete everything" nothing of the person is left, nothing of anybody else is missing, and the books agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select, update

from db.database import Database
from db.enums import JobKind, JobState, OutboxState, PrivacyRequestKind, PrivacyRequestState
from db.models import Account, Attempt, ChatLane, Job, Outbox, PrivacyRequest, RememberedQuota, User
from services import crash_points
from services.billing import ledger
from services.billing.past_use import PastUse
from services.errors import ProviderError
from services.jobs.engine import Engine
from services.jobs.parts import EngineParts
from services.ports import Storage
from services.privacy.erase_all import VIEW, EraseAll
from services.privacy.hosted_models import HostedModels
from services.privacy.requests import PrivacyRequests
from services.privacy.retention import Retention
from services.privacy.uploaded_files import UploadedFiles
from services.privacy.worker import PrivacyWorker
from services.storage.layout import FOLDERS
from tests.services.jobs.fakes import FakeKind, FakeProvider
from tests.services.privacy.whole_person import CREDITS, SPENT, Whole, mentions, rows_left, whole_person
from tests.support.clock import FakeClock
from tests.support.rows import make_job

ROUNDS = 40


class Forgetful(FakeProvider):
    """Removes models and files; out of reach while told so. `asked` are the places and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.is_reachable = True

    async def forget(self, place: str) -> bool:
        self._ask(place)
        return True

    async def discard(self, url: str) -> None:
        self._ask(url)

    def _ask(self, what: str) -> None:
        if not self.is_reachable:
            raise ProviderError("provider-unreachable")
        self.asked.append(what)


@dataclass
class Office:
    """Everything that an erasure needs, and a sender that sends at once."""

    db: Database
    clock: FakeClock
    storage: Storage
    provider: Forgetful
    kind: FakeKind
    engine: Engine
    requests: PrivacyRequests
    worker: PrivacyWorker

    async def run(self, rounds: int = ROUNDS) -> None:
        """Works until it is done, or for that long, with everything that is sent arriving."""
        for _ in range(rounds):
            while await self.worker.tick():
                pass
            await self.arrive()
            await self.engine.submit_tick()
            await self.engine.poll_tick()
            await self.engine.finalise_tick()
            self.clock.advance(130)
            if (await self.request()).state is PrivacyRequestState.DONE:
                return

    async def arrive(self) -> None:
        async with self.db.write() as session:
            sent = update(Outbox).where(Outbox.state == OutboxState.PENDING).values(state=OutboxState.SENT)
            await session.execute(sent)

    async def asked(self, whole: Whole) -> None:
        await self.requests.ask_erase_all(whole.user.id, whole.user.language)

    async def request(self) -> PrivacyRequest:
        async with self.db.read() as session:
            wanted = select(PrivacyRequest).where(PrivacyRequest.kind == PrivacyRequestKind.ERASE_ALL)
            return (await session.scalars(wanted)).one()

    async def files(self) -> set[str]:
        return {file.key for folder in FOLDERS async for page in self.storage.listed(folder) for file in page}

    async def message(self) -> dict[str, Any] | None:
        async with self.db.read() as session:
            return await session.scalar(select(Outbox.params).where(Outbox.view == VIEW))


@pytest.fixture
def office(db: Database, clock: FakeClock, storage: Storage) -> Office:
    """One provider, which forgets at once."""
    return office_of(db, clock, storage)


def office_of(db: Database, clock: FakeClock, storage: Storage, erasing_kind: type[EraseAll] = EraseAll) -> Office:
    """The same with another way to erase."""
    provider, kind = Forgetful(), FakeKind(clock)
    providers = {"fal": provider}
    parts = EngineParts(db=db, clock=clock, providers=providers, kinds={JobKind.TRAINING: kind}, owner="test")
    erasing = erasing_kind(
        parts,
        storage,
        Retention(db, clock, storage),
        HostedModels(db, clock, providers),
        UploadedFiles(db, clock, providers),
        PastUse(bytes(32)),
    )
    worker = PrivacyWorker(db, clock, {PrivacyRequestKind.ERASE_ALL: erasing.steps()})
    return Office(db, clock, storage, provider, kind, Engine(parts), PrivacyRequests(db, clock), worker)


async def test_nothing_is_left(office: Office, db: Database, clock: FakeClock) -> None:
    """No row names the person in any column of any table, no file is left, and the provider was asked to forget."""
    whole = await whole_person(db, clock, office.storage, first_name="Zqvera")
    assert await mentions(db, whole.user.id)
    await office.asked(whole)
    await office.run()
    assert await rows_left(db, whole.user.id) == {}
    assert await mentions(db, whole.user.id) == {}
    assert await office.files() == set()
    assert sorted(each.partition("/")[0] for each in office.provider.asked) == ["ann", "https:"]
    request = await office.request()
    assert (request.user_id, request.state) == (0, PrivacyRequestState.DONE)


async def test_everybody_else_keeps_everything(office: Office, db: Database, clock: FakeClock) -> None:
    """Neither a row nor a file of another person goes with it."""
    other = await whole_person(db, clock, office.storage)
    before = await rows_left(db, other.user.id)
    before.pop("uploaded_file")  # it goes because its job is over, whoever leaves
    whole = await whole_person(db, clock, office.storage)
    await office.asked(whole)
    await office.run()
    assert await rows_left(db, other.user.id) == before
    assert await office.files() == set(other.files)


async def test_the_books_agree_afterwards(office: Office, db: Database, clock: FakeClock) -> None:
    """Movements still sum to zero, accounts to their entries, and what is lost lies with nobody."""
    whole = await whole_person(db, clock, office.storage)
    await office.asked(whole)
    await office.run()
    async with db.read() as session:
        assert await ledger.audit(session) == []
        wallets = (await session.execute(select(Account.owner, Account.balance))).all()
    assert (0, CREDITS - SPENT) in wallets
    assert {owner for owner, _ in wallets} == {0}


async def test_what_calls_cost_still_counts_and_says_nothing_else(
    office: Office, db: Database, clock: FakeClock
) -> None:
    """The month's budget must not grow because somebody left; a month later the calls go, too."""
    whole = await whole_person(db, clock, office.storage)
    await office.asked(whole)
    await office.run()
    async with db.read() as session:
        calls = (await session.scalars(select(Attempt))).all()
        assert {job.user_id for job in await session.scalars(select(Job))} == {0}
    assert calls
    assert {(call.output is None, call.data_url, call.fingerprint, bool(call.urls)) for call in calls} == {
        (True, None, None, False)
    }
    clock.advance(days=40)
    await Retention(db, clock, office.storage).erase_due()
    async with db.read() as session:
        for table in (Attempt, Job, User, RememberedQuota):
            assert (await session.scalars(select(table))).all() == []


async def test_the_person_is_told_before_the_chat_goes(office: Office, db: Database, clock: FakeClock) -> None:
    """What was done and what is lost; the rest goes only when the message has been sent."""
    whole = await whole_person(db, clock, office.storage)
    await office.asked(whole)
    for _ in range(3):
        await office.worker.tick()
    told = await office.message()
    assert told is not None
    assert (told["photos"], told["models"], told["pictures"], told["credits"]) == (3, 1, 1, CREDITS - SPENT)
    assert (told["kept"], told["recent"]) == ([], ["fal"])
    assert "user" in await rows_left(db, whole.user.id)
    await office.run()
    assert await office.message() is None


async def test_what_runs_is_stopped_first(office: Office, db: Database, clock: FakeClock) -> None:
    """A call that was made may still bring pictures or weights, so the rest waits for its end; photos do not."""
    whole = await whole_person(db, clock, office.storage)
    job = await make_job(db, whole.user)
    await office.engine.submit_tick()
    await office.asked(whole)
    await office.worker.tick()
    request = await office.request()
    assert request.state is PrivacyRequestState.WAITING
    assert list(request.steps) == ["stop", "photos"]
    assert "photo" not in await rows_left(db, whole.user.id)
    async with db.read() as session:
        assert (await session.get_one(Job, job.id)).stop_requested_at is not None
    assert office.provider.asked == []
    await office.run(rounds=90)
    assert await mentions(db, whole.user.id) == {}


async def test_a_silent_provider_is_named_and_asked_on(office: Office, db: Database, clock: FakeClock) -> None:
    """It is waited for an hour; then the person is told, and the rows that remember it name no person."""
    whole = await whole_person(db, clock, office.storage)
    office.provider.is_reachable = False
    await office.asked(whole)
    told = None
    while told is None:
        await office.worker.tick()
        told = await office.message()
        clock.advance(130)
    assert told["kept"] == ["fal"]
    await office.run()
    assert await mentions(db, whole.user.id) == {}
    office.provider.is_reachable = True
    hosted = HostedModels(db, clock, {"fal": office.provider})
    assert await hosted.forget_due() == 1


async def test_an_answer_in_hand_is_waited_for(office: Office, db: Database, clock: FakeClock) -> None:
    """The handler of the tap may still be writing in the chat."""
    whole = await whole_person(db, clock, office.storage)
    async with db.write() as session:
        await session.execute(update(ChatLane).where(ChatLane.lane == whole.user.id).values(due_at=clock.now()))
    await office.asked(whole)
    await office.run(rounds=5)
    assert "user" in await rows_left(db, whole.user.id)
    async with db.write() as session:
        await session.execute(update(ChatLane).where(ChatLane.lane == whole.user.id).values(due_at=None))
    await office.run(rounds=5)
    assert await mentions(db, whole.user.id) == {}


async def test_who_is_banned_stays_banned(office: Office, db: Database, clock: FakeClock) -> None:
    """Having everything deleted is no way back in: the id alone is kept."""
    whole = await whole_person(db, clock, office.storage, banned_at=clock.now(), username="zqvera")
    await office.asked(whole)
    await office.run()
    assert await rows_left(db, whole.user.id) == {"user": 1}
    async with db.read() as session:
        user = await session.get_one(User, whole.user.id)
    assert (user.first_name, user.username, user.banned_at is None) == ("", None, False)


async def test_asking_twice_is_asking_once(office: Office, db: Database, clock: FakeClock) -> None:
    """A second tap finds the first one's request."""
    whole = await whole_person(db, clock, office.storage)
    first = await office.requests.ask_erase_all(whole.user.id, whole.user.language)
    second = await office.requests.ask_erase_all(whole.user.id, whole.user.language)
    assert (first.is_new, second.is_new, first.id == second.id) == (True, False, True)
    assert await office.requests.is_leaving(whole.user.id)


class Died(BaseException):
    """Stands for a process that is gone."""


@pytest.fixture
def dies_at() -> Iterator[list[str]]:
    """Crash points at which the next passage kills, in turn."""
    names: list[str] = []

    def observer(name: str) -> None:
        if names and names[0] == name:
            names.pop(0)
            raise Died(name)

    crash_points.observe_crash_points(observer)
    yield names
    crash_points._observers.remove(observer)


async def test_death_at_every_step_heals(office: Office, db: Database, clock: FakeClock, dies_at: list[str]) -> None:
    """Behind the work of each step, behind its note, and before the last rows: another process finishes it."""
    whole = await whole_person(db, clock, office.storage)
    await office.asked(whole)
    dies_at += [name for _ in range(6) for name in ("privacy-worked", "privacy-noted")] + ["privacy-person"]
    deaths = 0
    while dies_at:
        try:
            await office.run(rounds=1)
        except Died:
            deaths += 1
            clock.advance(700)  # the lease of the dead runs out
    await office.run()
    assert deaths == 13
    assert await mentions(db, whole.user.id) == {}
    assert await office.files() == set()
    async with db.read() as session:
        assert await ledger.audit(session) == []


async def test_a_wish_to_stop_ends_an_order_in_review(office: Office, db: Database, clock: FakeClock) -> None:
    """Nobody can say whether it was taken; that must not keep a person's data for a day."""
    whole = await whole_person(db, clock, office.storage)
    await make_job(db, whole.user, state=JobState.REVIEW, review_since=clock.now())
    await office.asked(whole)
    await office.run(rounds=10)
    assert await mentions(db, whole.user.id) == {}
