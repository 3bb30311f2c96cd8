"""A model in training goes after its orders have ended, can be brought back for a day, and is told of once."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select

from db.database import Database
from db.enums import JobKind, JobState, Language, PrivacyRequestKind, PrivacyRequestState
from db.models import Generation, Job, Lora, Outbox, PrivacyRequest, User
from services import crash_points
from services.errors import NotFoundError
from services.jobs.engine import Engine
from services.jobs.parts import EngineParts
from services.loras.library import UNDO_FOR, Loras
from services.privacy.erase_model import VIEW, EraseModel
from services.privacy.requests import PrivacyRequests
from services.privacy.worker import PrivacyWorker
from tests.services.jobs.fakes import FakeKind, FakeProvider
from tests.support.clock import FakeClock
from tests.support.rows import make_dataset, make_generation, make_job, make_lora, make_user, make_version

ROUNDS = 60


@dataclass
class Model:
    """A model at work: a training, and pictures that were ordered with what it was before."""

    user: User
    lora: Lora
    training: Job
    pictures: Job


@dataclass
class Office:
    """Everything that such an erasure needs."""

    db: Database
    clock: FakeClock
    provider: FakeProvider
    engine: Engine
    loras: Loras
    requests: PrivacyRequests
    worker: PrivacyWorker

    async def model(self, user: User | None = None) -> Model:
        user = user or await make_user(self.db)
        lora = await make_lora(self.db, user)
        version = await make_version(self.db, lora, await make_dataset(self.db, user, lora))
        generation = await make_generation(self.db, version, user)
        training = await make_job(self.db, user, subject_id=version.id)
        pictures = await make_job(self.db, user, kind=JobKind.GENERATION, subject_id=generation.id)
        async with self.db.write() as session:
            (await session.get_one(Generation, generation.id)).job_id = pictures.id
        return Model(user, lora, training, pictures)

    async def ask(self, model: Model) -> None:
        await self.requests.ask_erase_model(model.user.id, model.lora.id, Language.EN)

    async def round(self) -> None:
        while await self.worker.tick():
            pass
        await self.engine.submit_tick()
        await self.engine.poll_tick()
        await self.engine.finalise_tick()
        self.clock.advance(130)

    async def run(self) -> None:
        for _ in range(ROUNDS):
            await self.round()
            if (await self.request()).state is PrivacyRequestState.DONE:
                return
        raise AssertionError("the request does not end")

    async def request(self) -> PrivacyRequest:
        async with self.db.read() as session:
            return (await session.scalars(select(PrivacyRequest))).one()

    async def lora(self, lora_id: UUID) -> Lora:
        async with self.db.read() as session:
            return await session.get_one(Lora, lora_id)

    async def state(self, job: Job) -> JobState:
        async with self.db.read() as session:
            return (await session.get_one(Job, job.id)).state

    async def messages(self) -> list[Outbox]:
        async with self.db.read() as session:
            return list(await session.scalars(select(Outbox).where(Outbox.view == VIEW)))


@pytest.fixture
def office(db: Database, clock: FakeClock) -> Office:
    """One provider, which goes on working until it is told to stop."""
    provider = FakeProvider()
    training, pictures = FakeKind(clock), FakeKind(clock)
    kinds = {JobKind.TRAINING: training, JobKind.GENERATION: pictures}
    parts = EngineParts(db=db, clock=clock, providers={"fal": provider}, kinds=kinds, owner="test")
    loras = Loras(db, clock)
    worker = PrivacyWorker(db, clock, {PrivacyRequestKind.ERASE_MODEL: EraseModel(parts, loras).steps()})
    return Office(db, clock, provider, Engine(parts), loras, PrivacyRequests(db, clock), worker)


async def test_it_waits_for_its_orders_and_can_be_undone(office: Office) -> None:
    """A call that was made may still bring weights, so the model goes when the calls have ended; another model of the
    same person is left at work."""
    model = await office.model()
    other = await office.model(model.user)
    await office.engine.submit_tick()
    await office.ask(model)
    await office.worker.tick()
    assert (await office.request()).state is PrivacyRequestState.WAITING
    assert (await office.lora(model.lora.id)).deleted_at is None
    assert await office.messages() == []
    await office.run()
    deleted = await office.lora(model.lora.id)
    assert deleted.deleted_at is not None
    assert deleted.erase_at == deleted.deleted_at + UNDO_FOR
    ended = {await office.state(model.training), await office.state(model.pictures)}
    assert ended == {JobState.CANCELLED}
    assert (await office.request()).steps == {"stop": {"orders": 2}, "deleted": {"models": 1}, "told": {}}
    [message] = await office.messages()
    assert (message.chat_id, message.params) == (model.user.id, {"lora_id": str(model.lora.id)})
    assert (await office.lora(other.lora.id)).deleted_at is None
    assert JobState.CANCELLED not in {await office.state(other.training), await office.state(other.pictures)}
    assert (await office.loras.undo_delete(model.user.id, model.lora.id)).deleted_at is None


async def test_a_training_that_is_begun_meanwhile_is_stopped_too(office: Office) -> None:
    """The message about the cancelled training offers to start again; that must not keep the model."""
    model = await office.model()
    await office.engine.submit_tick()
    await office.ask(model)
    await office.worker.tick()
    again = await make_job(office.db, model.user, subject_id=model.training.subject_id)
    await office.run()
    assert await office.state(again) is JobState.CANCELLED
    assert (await office.lora(model.lora.id)).deleted_at is not None


async def test_asking_twice_is_asking_once(office: Office) -> None:
    """A second tap finds the first one's request, and one on a deleted model has nothing to do."""
    model = await office.model()
    asks = [await office.requests.ask_erase_model(model.user.id, model.lora.id, Language.EN) for _ in range(2)]
    assert [ask is not None and ask.is_new for ask in asks] == [True, False]
    await office.run()
    assert await office.requests.ask_erase_model(model.user.id, model.lora.id, Language.EN) is None
    assert len(await office.messages()) == 1


async def test_another_persons_model_does_not_exist(office: Office, db: Database) -> None:
    """Ids in buttons are no keys."""
    model, stranger = await office.model(), await make_user(db)
    with pytest.raises(NotFoundError, match="model-gone"):
        await office.requests.ask_erase_model(stranger.id, model.lora.id, Language.EN)
    async with db.read() as session:
        assert (await session.scalars(select(PrivacyRequest))).all() == []
    assert await office.loras.running_training(stranger.id, model.lora.id) is None
    running = await office.loras.running_training(model.user.id, model.lora.id)
    assert running is not None
    assert running.id == model.training.id


async def test_a_model_that_is_gone_meanwhile_is_fine(office: Office, db: Database, clock: FakeClock) -> None:
    """Whoever else has erased it: the request ends, and nobody is told of what cannot be undone."""
    model = await office.model()
    await office.ask(model)
    async with db.write() as session:
        lora = await session.get_one(Lora, model.lora.id)
        lora.deleted_at = lora.erase_at = lora.erased_at = clock.now()
    await office.run()
    assert (await office.request()).steps["deleted"] == {"models": 0}
    assert await office.messages() == []


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


async def test_death_at_every_step_heals(office: Office, dies_at: list[str]) -> None:
    """Behind the work of each step and behind its note: another process finishes it, and tells once."""
    model = await office.model()
    await office.engine.submit_tick()
    await office.ask(model)
    dies_at += ["privacy-worked", "privacy-noted"] * 3
    deaths = 0
    for _ in range(ROUNDS):
        try:
            await office.round()
        except Died:
            deaths += 1
            office.clock.advance(700)  # the lease of the dead runs out
        if not dies_at:
            break
    await office.run()
    assert deaths == 6
    assert (await office.lora(model.lora.id)).deleted_at is not None
    assert len(await office.messages()) == 1
