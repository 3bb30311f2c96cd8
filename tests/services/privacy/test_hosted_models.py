"""Models that are erased here are erased at their providers: asked about until they are gone, never in the way."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.texts import Texts
from db.database import Database
from db.enums import JobKind, JobState, Language, LoraStatus
from db.models import HostedModel, Lora, Outbox
from db.repositories.hosted_models import note_hosted
from db.sessions import assert_no_unit_of_work
from services.errors import ProviderError
from services.loras.hosted_name import hosted_name
from services.ports import Storage
from services.privacy.hosted_models import HostedModels
from services.privacy.retention import Retention
from tests.services.jobs.fakes import FakeProvider
from tests.support.clock import FakeClock
from tests.support.rows import make_dataset, make_job, make_lora, make_user, make_version

ADMIN = 77
HOUR = 3600.0


class Keeper(FakeProvider):
    """Forgets at once unless told otherwise: False needs time, an exception is raised, None never answers."""

    def __init__(self, name: str = "replicate") -> None:
        super().__init__()
        self.name = name
        self.says: dict[str, bool | Exception | None] = {}
        self.usually: bool | Exception | None = True
        self.asked: list[str] = []

    async def forget(self, place: str) -> bool:
        assert_no_unit_of_work()
        self.asked.append(place)
        answer = self.says.get(place, self.usually)
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            await asyncio.Event().wait()
        return bool(answer)


class House:
    """Models, their providers, and the clean-up of every hour."""

    def __init__(self, db: Database, clock: FakeClock) -> None:
        self.db = db
        self.clock = clock
        self.keeper = Keeper()
        self.fal = Keeper("fal")
        self.providers = {"fal": self.fal, "replicate": self.keeper}

    def hosted(self, **how: Any) -> HostedModels:
        return HostedModels(self.db, self.clock, self.providers, (ADMIN,), **how)

    async def clean_up(self) -> int:
        """An hour later."""
        self.clock.advance(HOUR)
        return await self.hosted().forget_due()

    async def model(self, *providers: str, **values: Any) -> str:
        """A model that is due to be erased, or is what `values` say; its place at the providers."""
        user = await make_user(self.db)
        now = self.clock.now()
        lora = await make_lora(self.db, user, **({"deleted_at": now, "erase_at": now} | values))
        version = await make_version(self.db, lora, await make_dataset(self.db, user, lora))
        await make_job(self.db, user, kind=JobKind.TRAINING, state=JobState.SUCCEEDED, subject_id=version.id)
        await self.note(lora, *providers)
        return f"acme/{hosted_name(lora.id)}"

    async def note(self, lora: Lora, *providers: str) -> None:
        for provider in providers or ("replicate",):
            async with self.db.write() as session:
                assert await note_hosted(session, lora.id, provider, f"acme/{hosted_name(lora.id)}", self.clock)

    async def erased(self, *providers: str) -> str:
        """A model that is erased at our side."""
        return await self.model(*providers, erased_at=self.clock.now())

    async def kept(self) -> list[HostedModel]:
        async with self.db.read() as session:
            return list((await session.scalars(select(HostedModel))).all())

    async def alerts(self) -> list[dict[str, Any]]:
        async with self.db.read() as session:
            found = await session.scalars(select(Outbox).where(Outbox.view == "admin_alert").order_by(Outbox.id))
            return [row.params for row in found]


@pytest.fixture
def house(db: Database, clock: FakeClock) -> House:
    """On a fresh database of each kind."""
    return House(db, clock)


async def test_an_erased_model_is_forgotten_by_every_provider_that_may_keep_it(house: House, storage: Storage) -> None:
    """Also by one that took part without success; nobody is asked about it again, and no other model is named."""
    name = await house.model("fal", "replicate")
    await house.model(deleted_at=None, erase_at=None)
    assert await house.hosted().forget_due() == 0, "it is not erased here yet"
    await Retention(house.db, house.clock, storage).erase_due()
    assert await house.hosted().forget_due() == 2
    assert await house.clean_up() == 0
    assert (house.keeper.asked, house.fal.asked) == ([name], [name])
    assert len(await house.kept()) == 1


async def test_a_provider_that_needs_time_is_asked_again(house: House) -> None:
    """At the next clean-ups, after a restart too: nothing is kept in memory."""
    name = await house.erased()
    house.keeper.usually = False
    assert [await house.clean_up() for _ in range(2)] == [0, 0]
    house.keeper.usually = True
    assert await house.clean_up() == 1
    assert house.keeper.asked == [name] * 3
    assert await house.kept() == []


async def test_a_failure_is_tried_again_and_holds_up_no_other_model(house: House) -> None:
    """It is noted, not raised."""
    bad, good = await house.erased(), await house.erased()
    house.keeper.says[bad] = ProviderError("provider-answer")
    assert await house.clean_up() == 1
    (row,) = await house.kept()
    assert (row.place, row.error, row.lease_until) == (bad, "provider-answer", None)
    house.keeper.says[bad] = False
    assert await house.clean_up() == 0
    (row,) = await house.kept()
    assert row.error is None
    assert house.keeper.asked == [bad, good, bad]


@pytest.mark.parametrize("code", ["provider-unreachable", "provider-key"])
async def test_a_provider_out_of_reach_is_left_alone_until_the_next_clean_up(house: House, code: str) -> None:
    """The other provider is asked all the same."""
    for _ in range(3):
        await house.erased("fal", "replicate")
    house.fal.usually = ProviderError(code)
    assert await house.clean_up() == 3
    assert (len(house.fal.asked), len(house.keeper.asked)) == (1, 3)
    house.fal.usually = True
    assert await house.clean_up() == 3


async def test_a_provider_that_never_answers_is_given_up_on(house: House) -> None:
    """And counts as out of reach."""
    await house.erased()
    house.keeper.usually = None
    assert await house.hosted(answer_seconds=0.05).forget_due() == 0
    (row,) = await house.kept()
    assert (row.error, row.lease_until) == ("provider-unreachable", None)


async def test_a_run_that_died_is_finished_by_a_later_one(house: House) -> None:
    """Whether the provider had done it or not: asking is repeatable."""
    name = await house.erased()
    house.keeper.usually = RuntimeError("the process died here")
    with pytest.raises(RuntimeError):
        await house.clean_up()
    house.keeper.usually = True
    assert await house.hosted().forget_due() == 0, "its lease is not over"
    assert await house.clean_up() == 1
    assert house.keeper.asked == [name] * 2


async def test_without_a_key_it_waits_and_is_in_nobodys_way(house: House, storage: Storage) -> None:
    """Erased here at once, there when the key is back."""
    name = await house.model()
    del house.providers["replicate"]
    assert (await Retention(house.db, house.clock, storage).erase_due()).models == 1
    assert [await house.clean_up() for _ in range(2)] == [0, 0]
    house.providers["replicate"] = house.keeper
    assert await house.clean_up() == 1
    assert house.keeper.asked == [name]


@pytest.mark.parametrize("status", [LoraStatus.FAILED, LoraStatus.CANCELLED])
async def test_a_model_that_never_became_one_goes_after_a_day(house: House, status: LoraStatus) -> None:
    """Nobody deletes it, since it was never theirs; a training of it that begins meanwhile keeps it."""
    values = {"status": status, "deleted_at": None, "erase_at": None, "updated_at": house.clock.now()}
    first = await house.model(**values)
    second = await house.model(**values)
    assert await house.clean_up() == 0
    house.clock.advance(23 * HOUR)
    house.keeper.usually = False
    await house.hosted().forget_due()
    assert sorted(house.keeper.asked) == sorted([first, second])
    async with house.db.write() as session:
        (row,) = [row for row in await house.kept() if row.place == second]
        (await session.get_one(Lora, row.lora_id)).status = LoraStatus.TRAINING
        assert await note_hosted(session, row.lora_id, "replicate", row.place, house.clock)
    house.keeper.usually = True
    house.keeper.asked.clear()
    assert await house.clean_up() == 1
    assert house.keeper.asked == [first]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (ProviderError("provider-key"), "provider-key"),
        (ProviderError("provider-answer"), "provider-answer"),
        (ProviderError("provider-account"), "provider-account"),
        (False, "slow"),
        (None, "no-key"),
    ],
)
async def test_after_a_week_admins_are_told_once(house: House, answer: bool | Exception | None, reason: str) -> None:
    """Whatever the reason: they may have to do it by hand, so the models are named."""
    names = [await house.erased() for _ in range(2)]
    house.keeper.usually = answer
    if answer is None:
        del house.providers["replicate"]
    await house.clean_up()
    since = house.clock.now()
    house.clock.advance(days=6.9)
    await house.clean_up()
    assert await house.alerts() == []
    house.clock.advance(days=0.2)
    for _ in range(3):
        await house.clean_up()
    (alert,) = await house.alerts()
    assert alert == {
        "code": "models-kept",
        "provider": "replicate",
        "count": 2,
        "since": f"{since:%Y-%m-%d}",
        "reason": reason,
        "names": "\n".join(names),
    }
    params = {name: str(value) for name, value in alert.items() if name != "code"}
    shown = [Texts(strict=True).plain(language, "alert-models-kept", **params) for language in Language]
    assert all(names[0] in text and "replicate" in text for text in shown)
    assert len({*shown}) == len(Language)


async def test_a_model_trained_in_two_accounts_is_asked_about_in_both(house: House) -> None:
    """The token was changed between its trainings. What only the earlier account can tell stays noted until admins
    are told, with that account's name."""
    new = await house.erased()
    (row,) = await house.kept()
    old = new.replace("acme", "earlier")
    async with house.db.write() as session:
        assert await note_hosted(session, row.lora_id, "replicate", old, house.clock)
    house.keeper.says[old] = ProviderError("provider-account")
    assert await house.clean_up() == 1
    assert sorted(house.keeper.asked) == [new, old]
    assert [(row.place, row.error) for row in await house.kept()] == [(old, "provider-account")]
    house.clock.advance(days=8)
    await house.clean_up()
    (alert,) = await house.alerts()
    assert (alert["reason"], alert["count"], alert["names"]) == ("provider-account", 1, old)


async def test_what_went_in_time_alarms_nobody(house: House) -> None:
    """Also when it goes on the very day."""
    await house.erased()
    house.keeper.usually = False
    await house.clean_up()
    house.clock.advance(days=8)
    house.keeper.usually = True
    assert await house.clean_up() == 1
    assert await house.alerts() == []
