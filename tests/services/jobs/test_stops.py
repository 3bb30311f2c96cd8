"""A wish to stop reaches the provider, however late, and a job that nobody answers for still ends."""

import pytest

from db.enums import JobState
from services.jobs.cancel import Cancels
from services.providers.base import Broken, PaidCall, RefusalReason, Refused, SubmitAnswer, Unknown
from tests.services.jobs.conftest import Stage
from tests.services.jobs.fakes import UNREACHABLE


async def test_a_call_found_long_after_the_wish_is_asked_to_stop_before_it_is_given_up(stage: Stage) -> None:
    def lost(call: PaidCall) -> SubmitAnswer:
        stage.provider.take(call)
        return Unknown("reset")

    stage.provider.answers = [lost]
    stage.provider.lists_running = False
    job_id = await stage.order()
    await stage.engine.submit_tick()
    await Cancels(stage.parts).request(stage.user_id, job_id)
    await stage.run(rounds=80)
    assert await stage.state(job_id) is JobState.UNCERTAIN
    stage.provider.lists_running = True
    await stage.run(rounds=2)
    assert stage.provider.cancelled == ["run-1"]
    assert await stage.state(job_id) is JobState.RUNNING
    stage.provider.looks["run-1"] = Broken("cancelled", cancelled=True)
    await stage.run(rounds=2)
    assert await stage.state(job_id) is JobState.CANCELLED
    assert await stage.outbox("admin_alert") == []


async def test_a_wish_to_stop_is_honoured_while_the_provider_answers_nothing(stage: Stage) -> None:
    job_id = await stage.order()
    await stage.engine.submit_tick()
    stage.provider.looks["run-1"] = UNREACHABLE
    await Cancels(stage.parts).request(stage.user_id, job_id)
    await stage.run(rounds=3)
    assert stage.provider.cancelled[:1] == ["run-1"]
    assert await stage.state(job_id) is JobState.RUNNING
    await stage.run(rounds=70)
    assert await stage.state(job_id) is JobState.CANCELLED
    assert [row.params["code"] for row in await stage.outbox("admin_alert")] == ["cancel-unconfirmed"]


@pytest.mark.parametrize("reason", [RefusalReason.NO_CREDIT, RefusalReason.UNAVAILABLE])
async def test_a_wish_to_stop_that_meets_a_refusal_ends_the_job_at_once(stage: Stage, reason: RefusalReason) -> None:
    """Nothing runs and nobody is told that the order is kept."""
    original = stage.provider.submit

    async def refuse(call: PaidCall) -> SubmitAnswer:
        stage.provider.submit = original  # type: ignore[method-assign]
        await Cancels(stage.parts).request(stage.user_id, job_id)
        return Refused(reason)

    job_id = await stage.order()
    stage.provider.submit = refuse  # type: ignore[method-assign]
    await stage.engine.submit_tick()
    assert await stage.state(job_id) is JobState.CANCELLED
    assert await stage.outbox("job_held") == []


async def test_a_wish_from_before_a_long_silence_of_ours_is_sent_before_it_is_given_up(stage: Stage) -> None:
    """No process ran for longer than the grace."""
    job_id = await stage.order()
    await stage.engine.submit_tick()
    await Cancels(stage.parts).request(stage.user_id, job_id)
    stage.clock.advance(7200)
    await stage.engine.poll_tick()
    assert stage.provider.cancelled == ["run-1"]
    assert await stage.state(job_id) is JobState.RUNNING
    stage.clock.advance(10)
    await stage.engine.poll_tick()
    assert await stage.state(job_id) is JobState.CANCELLED
