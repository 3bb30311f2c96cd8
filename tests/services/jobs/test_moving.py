"""Failover: what was definitely not taken goes to the next provider that can do it; what may have been taken stays."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from db.enums import AttemptState, JobState, StopReason
from db.models import Job
from services.errors import ProviderError
from services.jobs.engine import Engine
from services.jobs.kinds import Move
from services.providers.base import PaidCall, RefusalReason, Refused, SubmitAnswer, Unknown
from tests.services.jobs.conftest import Stage
from tests.services.jobs.fakes import FakeProvider

FAL = Move("fal", "fal-ai/trainer", Decimal(2))
REPLICATE = Move("replicate", "ostris/flux-dev-lora-trainer", Decimal("1.5"))
DEFINITE = [RefusalReason.INVALID, RefusalReason.NO_CREDIT, RefusalReason.BAD_KEY, RefusalReason.UNAVAILABLE]


class Replicate(FakeProvider):
    """The second provider."""

    name = "replicate"


@pytest.fixture
def second(stage: Stage) -> FakeProvider:
    """Puts another provider beside the first; the kind of work can be done by both."""
    other = Replicate()
    stage.parts = replace(stage.parts, providers={"fal": stage.provider, "replicate": other})
    stage.engine = Engine(stage.parts)
    stage.kind.others = [FAL, REPLICATE]
    return other


async def check_moved(stage: Stage, second: FakeProvider, job_id: UUID) -> Job:
    """The job runs at the second provider, once, and the person has been told once."""
    job = await stage.job(job_id)
    assert (job.provider, job.endpoint, job.estimated_cost) == ("replicate", REPLICATE.endpoint, Decimal("1.5"))
    assert job.state is JobState.RUNNING
    assert (len(stage.provider.runs), len(second.runs)) == (0, 1)
    [told] = await stage.outbox("job_moved")
    assert told.params == {"job_id": str(job_id), "before": "fal", "after": "replicate"}
    return job


@pytest.mark.parametrize("reason", DEFINITE)
async def test_a_definite_refusal_moves_the_job(stage: Stage, second: FakeProvider, reason: RefusalReason) -> None:
    """Whatever the reason: nothing was taken, so nothing is paid twice."""
    stage.provider.answers = [Refused(reason)] * 5
    job_id = await stage.order()
    await stage.run(rounds=2)
    await check_moved(stage, second, job_id)
    assert [one.state for one in await stage.attempts(job_id)] == [AttemptState.VOID, AttemptState.ACCEPTED]
    assert len(stage.provider.calls) == 1


async def test_an_unknown_never_moves(stage: Stage, second: FakeProvider) -> None:
    """It may be running; asking another provider could be paid twice."""

    def lost(call: PaidCall) -> SubmitAnswer:
        stage.provider.take(call)
        return Unknown("read timeout")

    stage.provider.answers = [lost]
    stage.provider.lists_running = False
    job_id = await stage.order()
    await stage.run(rounds=400, seconds=60)
    assert (await stage.job(job_id)).provider == "fal"
    assert second.calls == []
    assert await stage.outbox("job_moved") == []


async def test_orders_for_a_paused_provider_go_on_at_once(stage: Stage, second: FakeProvider) -> None:
    """One order meets the empty account; those after it are not even tried there before it is time to probe."""
    stage.provider.answers = [Refused(RefusalReason.NO_CREDIT)] * 50
    first = await stage.order()
    await stage.engine.submit_tick()
    later = await stage.order()
    await stage.engine.submit_tick()
    await stage.engine.submit_tick()
    assert {(await stage.job(one)).state for one in (first, later)} == {JobState.RUNNING}
    assert (len(stage.provider.calls), len(second.calls)) == (1, 2)


async def test_an_upload_that_fails_moves_the_job(stage: Stage, second: FakeProvider) -> None:
    """The provider is not to be reached before the paid call: nothing has been taken."""
    stage.kind.prepare_errors = [ProviderError("provider-unreachable")]
    job_id = await stage.order()
    await stage.run(rounds=2)
    await check_moved(stage, second, job_id)


async def test_a_provider_without_a_key_gives_its_orders_away(stage: Stage, second: FakeProvider) -> None:
    """The operator took the key out while orders waited."""
    stage.parts = replace(stage.parts, providers={"replicate": second})
    stage.engine = Engine(stage.parts)
    job_id = await stage.order()
    await stage.run(rounds=2)
    await check_moved(stage, second, job_id)


async def test_two_that_are_not_to_be_reached_are_each_asked_once_a_round(stage: Stage, second: FakeProvider) -> None:
    """No ping-pong: after both the job waits, longer each time, and fails after the usual number of rounds."""
    stage.provider.answers = [Refused(RefusalReason.UNAVAILABLE)] * 100
    second.answers = [Refused(RefusalReason.UNAVAILABLE)] * 100
    job_id = await stage.order()
    for _ in range(5):
        await stage.engine.submit_tick()
    assert (len(stage.provider.calls), len(second.calls)) == (1, 1)
    await stage.run(rounds=60, seconds=700)
    job = await stage.job(job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "provider-unavailable")
    rounds = stage.parts.rules.max_refusals + 1
    assert (len(stage.provider.calls), len(second.calls)) == (rounds, rounds)


async def test_a_request_that_both_call_wrong_fails(stage: Stage, second: FakeProvider) -> None:
    """Each is asked once; a wrong request does not get better by waiting."""
    stage.provider.answers = [Refused(RefusalReason.INVALID)] * 9
    second.answers = [Refused(RefusalReason.INVALID)] * 9
    job_id = await stage.order()
    await stage.run(rounds=10, seconds=700)
    job = await stage.job(job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "provider-refused")
    assert (len(stage.provider.calls), len(second.calls)) == (1, 1)


async def test_a_stopped_order_ends_instead_of_moving(stage: Stage, second: FakeProvider) -> None:
    """The person stopped it while the call was under way, and the call was then refused."""
    job_id = await stage.order()

    def stopped(call: PaidCall) -> SubmitAnswer:
        return Refused(RefusalReason.UNAVAILABLE)

    original = stage.provider.submit

    async def submit(call: PaidCall) -> SubmitAnswer:
        async with stage.db.write() as session:
            job = await session.get_one(Job, job_id)
            job.stop_reason, job.stop_requested_at = StopReason.USER, stage.clock.now()
        return await original(call)

    stage.provider.submit = submit  # type: ignore[method-assign]
    stage.provider.answers = [stopped]
    await stage.run(rounds=3)
    assert await stage.state(job_id) is JobState.CANCELLED
    assert second.calls == []


async def test_nobody_else_can_do_it_so_it_is_held(stage: Stage, second: FakeProvider) -> None:
    """The order is kept for the provider that it was made for."""
    stage.kind.others = [FAL]
    stage.provider.answers = [Refused(RefusalReason.NO_CREDIT)] * 2
    job_id = await stage.order()
    await stage.engine.submit_tick()
    job = await stage.job(job_id)
    assert (job.state, job.provider, job.held_reason) == (JobState.QUEUED, "fal", "no_credit")
    assert len(await stage.outbox("job_held")) == 1


async def test_one_that_was_away_for_a_moment_is_asked_again_when_the_other_is_out_of_credit(
    stage: Stage, second: FakeProvider
) -> None:
    """A healthy provider is never left aside for good because it once said "not now"."""
    stage.provider.answers = [Refused(RefusalReason.UNAVAILABLE)]
    second.answers = [Refused(RefusalReason.NO_CREDIT)] * 50
    job_id = await stage.order()
    await stage.run(rounds=6, seconds=700)
    job = await stage.job(job_id)
    assert (job.state, job.provider) == (JobState.RUNNING, "fal")
    assert len(stage.provider.runs) == 1


async def test_a_target_that_is_gone_is_told_to_the_kind(stage: Stage, second: FakeProvider) -> None:
    """The kind may do the same in another way at the same provider; it is the only one that knows."""
    stage.provider.answers = [Refused(RefusalReason.GONE)]
    stage.kind.others = [FAL]
    stage.kind.another_way = True
    job_id = await stage.order()
    await stage.run(rounds=2)
    job = await stage.job(job_id)
    assert (job.state, job.provider) == (JobState.RUNNING, "fal")
    assert stage.kind.reasons == ["gone"]


async def test_a_wish_to_stop_beats_a_wrong_request(stage: Stage, second: FakeProvider) -> None:
    """The person stopped it: that it would have failed is nothing they have to read."""
    job_id = await stage.order()
    original = stage.provider.submit

    async def submit(call: PaidCall) -> SubmitAnswer:
        async with stage.db.write() as session:
            job = await session.get_one(Job, job_id)
            job.stop_reason, job.stop_requested_at = StopReason.USER, stage.clock.now()
        return await original(call)

    stage.provider.submit = submit  # type: ignore[method-assign]
    stage.provider.answers = [Refused(RefusalReason.INVALID)]
    await stage.run(rounds=2)
    assert await stage.state(job_id) is JobState.CANCELLED


async def test_a_provider_cannot_put_an_order_off_for_days(stage: Stage) -> None:
    """Whatever it writes into its header, we ask again after ten minutes."""
    stage.provider.answers = [Refused(RefusalReason.UNAVAILABLE, retry_after=999_999)]
    job_id = await stage.order()
    await stage.engine.submit_tick()
    wait = ((await stage.job(job_id)).next_at - stage.clock.now()).total_seconds()
    assert 0 < wait <= 600
