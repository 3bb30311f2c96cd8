"""How often a provider is asked about running calls: by its own budget, over all replicas together."""

import asyncio
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from db.enums import JobState, StopReason
from db.repositories import jobs as rows
from services.jobs.cancel import Cancels
from services.jobs.engine import Engine
from services.jobs.look_load import LookLoad
from services.jobs.rules import EngineRules, first_delay, is_crowded, poll_delay, rows_in_a_claim
from services.providers.base import Look, ProviderRef, Waiting, Working
from tests.services.jobs.conftest import Stage
from tests.services.jobs.fakes import FakeProvider
from tests.support.rows import make_attempt, make_job, make_user

RULES = EngineRules()


async def _running(stage: Stage, count: int, **values: object) -> list[UUID]:
    user = await make_user(stage.db)
    jobs = []
    for number in range(count):
        job = await make_job(stage.db, user, state=JobState.RUNNING, endpoint="fal-ai/trainer", **values)
        await make_attempt(stage.db, job, provider_ref=f"many-{number}")
        stage.provider.looks[f"many-{number}"] = Working()
        jobs.append(job.id)
    return jobs


async def _seconds_to_next_look(stage: Stage, job_id: UUID, since: datetime | None = None) -> float:
    return ((await stage.job(job_id)).next_at - (since or stage.clock.now())).total_seconds()


@pytest.mark.parametrize(
    ("left", "spacing", "least", "most"),
    [(600, 0, 12, 18), (100, 0, 4, 6), (10, 0, 1.6, 2.4), (-100, 0, 4, 6), (600, 125, 100, 150), (10, 10, 8, 12)],
)
def test_the_longer_of_table_and_budget_counts(left: float, spacing: float, least: float, most: float) -> None:
    """A card moves every fifteen seconds while there is time to look; then the budget says how often."""
    for _ in range(50):
        assert least <= poll_delay(RULES, left, spacing) <= most


def test_the_first_look_waits_only_where_it_is_crowded() -> None:
    """Three tenths of the usual length, counted from the call; one that was found late is looked at soon."""
    assert not is_crowded(RULES, 15.0)
    assert is_crowded(RULES, 15.1)
    for _ in range(50):
        assert 144 <= first_delay(RULES, usual=600, age=0) <= 216
    assert first_delay(RULES, usual=600, age=1000) == RULES.pace


@pytest.mark.parametrize(("budget", "taken"), [(8.0, 16), (40.0, 80), (0.5, 10), (1000.0, 200)])
def test_a_claim_takes_what_its_lease_has_time_for(budget: float, taken: int) -> None:
    """Two seconds' worth of looks, within bounds: so long one provider waits for the other at most."""
    assert rows_in_a_claim(RULES, budget) == taken


async def test_calls_share_the_budget_of_their_provider(stage: Stage) -> None:
    """Thirty calls and six looks in ten seconds: each call is looked at in fifty seconds, not in fifteen."""
    stage.provider.looks_per_second = 0.6
    jobs = await _running(stage, 30)
    load = stage.parts.look_load
    await load.renew(stage.db, stage.clock)
    assert load.spacing(stage.provider) == pytest.approx(50)
    stage.provider.looks_per_second = 1000.0  # this process may look at once; the count stays
    crowded, began = Engine(replace(stage.parts, look_load=_Fixed(50.0))), stage.clock.now()
    await crowded.poll_tick()
    assert min([await _seconds_to_next_look(stage, job_id, began) for job_id in jobs]) >= 40


class _Fixed(LookLoad):
    """A load that is known."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def spacing(self, provider: object) -> float:
        return self._seconds


async def test_few_calls_are_looked_at_as_often_as_people_watch(stage: Stage) -> None:
    """The budget is no reason to be slow while there is enough of it."""
    stage.provider.looks_per_second = 8.0
    [job_id] = await _running(stage, 1)
    await stage.engine.poll_tick()
    assert await _seconds_to_next_look(stage, job_id) <= 18


async def test_calls_are_counted_every_few_seconds_and_not_for_every_look(stage: Stage) -> None:
    """A count that is a moment old is good enough; other replicas' calls are in it."""
    load = stage.parts.look_load
    await load.renew(stage.db, stage.clock)
    await _running(stage, 3)
    stage.provider.looks_per_second = 1.0
    await load.renew(stage.db, stage.clock)
    assert load.spacing(stage.provider) == 0
    stage.clock.advance(6)
    await load.renew(stage.db, stage.clock)
    assert load.spacing(stage.provider) == 3.0


async def test_a_new_call_among_too_many_is_first_looked_at_later(stage: Stage) -> None:
    """Looks are not spent on what has hardly begun; without the crowd it is looked at at once."""
    quick = await stage.order()
    await stage.engine.submit_tick()
    assert await _seconds_to_next_look(stage, quick) <= 1
    crowded = Engine(replace(stage.parts, look_load=_Fixed(100.0)))
    slow, began = await stage.order(), stage.clock.now()
    await crowded.submit_tick()
    assert await _seconds_to_next_look(stage, slow, began) >= 144


async def test_a_webhook_makes_the_first_look_come_at_once(stage: Stage) -> None:
    """The hint says that something has happened."""
    crowded = Engine(replace(stage.parts, look_load=_Fixed(100.0)))
    job_id = await stage.order()
    await crowded.submit_tick()
    await stage.hints.receive("fal", stage.token(), {"signature": "good"}, b"run-1")
    await crowded.hint_tick()
    assert await _seconds_to_next_look(stage, job_id) <= 0


async def test_looks_of_one_claim_wait_for_each_other_only_so_far(stage: Stage) -> None:
    """A provider that answers slowly is asked about several calls at once, and about no more than the rules say."""
    await _running(stage, 12)
    under_way, most = 0, 0
    enough = asyncio.Event()

    async def look(ref: ProviderRef) -> Look:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == 4:
            enough.set()
        await enough.wait()
        under_way -= 1
        return Waiting(1)

    stage.provider.look = look  # type: ignore[method-assign]
    few = Engine(replace(stage.parts, rules=replace(RULES, looks_at_once=4)))
    async with asyncio.timeout(60):
        assert await few.poll_tick() == 12
    assert most == 4


async def test_a_slow_provider_holds_up_no_other(stage: Stage) -> None:
    """Each has its own claims: the calls of one are looked at while the other is silent."""
    other = FakeProvider()
    other.name = "other"
    user = await make_user(stage.db)
    theirs = await make_job(stage.db, user, state=JobState.RUNNING, provider="other")
    await make_attempt(stage.db, theirs, provider_ref="theirs")
    await _running(stage, 1)
    asked = asyncio.Event()

    async def look_at_other(_ref: ProviderRef) -> Look:
        asked.set()
        return Waiting(7)

    async def silent(_ref: ProviderRef) -> Look:
        await asked.wait()
        return Waiting(1)

    other.look = look_at_other  # type: ignore[method-assign]
    stage.provider.look = silent  # type: ignore[method-assign]
    both = Engine(replace(stage.parts, providers={"fal": stage.provider, "other": other}))
    async with asyncio.timeout(60):
        assert await both.poll_tick() == 2


async def test_a_wish_that_comes_during_a_look_is_not_put_off_by_it(stage: Stage) -> None:
    """Among many calls the next look may be minutes away; the wish is heard by the next tick."""
    [job_id] = await _running(stage, 1)
    user_id = (await stage.job(job_id)).user_id

    async def look(_ref: ProviderRef) -> Look:
        await Cancels(stage.parts).request(user_id, job_id)
        return Working()

    original = stage.provider.look
    stage.provider.look = look  # type: ignore[method-assign]
    crowded = Engine(replace(stage.parts, look_load=_Fixed(1000.0)))
    await crowded.poll_tick()
    stage.provider.look = original  # type: ignore[method-assign]
    stage.clock.advance(1)
    await crowded.poll_tick()
    assert stage.provider.cancelled == ["many-0"]
    assert (await stage.job(job_id)).stop_reason is StopReason.USER


async def test_a_call_of_a_provider_without_a_key_waits_and_costs_no_look(stage: Stage) -> None:
    """It goes on when the key is back."""
    [job_id] = await _running(stage, 1, provider="gone")
    assert await stage.engine.poll_tick() == 1
    assert await stage.state(job_id) is JobState.RUNNING
    assert await _seconds_to_next_look(stage, job_id) > 30
    async with stage.db.read() as session:
        assert await rows.running_by_provider(session) == {"gone": 1}
