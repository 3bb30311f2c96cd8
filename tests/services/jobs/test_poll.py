"""Running jobs: progress, ends, deadlines and stops."""

from decimal import Decimal

import pytest

from db.enums import JobState, StopReason
from db.enums import Stage as ShownStage
from services.errors import ConflictError, NotFoundError
from services.jobs.cancel import Cancels
from services.providers.base import Broken, Done, Missing, Waiting, Working
from tests.services.jobs.conftest import Stage
from tests.services.jobs.fakes import UNREACHABLE


async def _running(stage: Stage, **values: object) -> object:
    job_id = await stage.order(**values)
    await stage.engine.submit_tick()
    stage.clock.advance(20)
    return job_id


async def _look(stage: Stage) -> None:
    await stage.engine.poll_tick()
    stage.clock.advance(30)


async def test_progress_never_runs_backwards(stage: Stage) -> None:
    job_id = await _running(stage)
    shown = []
    for lines in (["10"], ["40"], ["20"], []):
        stage.provider.looks["run-1"] = Working(lines)
        await _look(stage)
        shown.append((await stage.job(job_id)).progress)
    assert shown == [10, 40, 40, 40]
    job = await stage.job(job_id)
    assert (job.step, job.total_steps, job.stage) == (400, 1000, ShownStage.TRAINING)


async def test_the_newest_loss_is_kept(stage: Stage) -> None:
    """It goes up and down; a look at lines that tell none leaves it."""
    job_id = await _running(stage)
    shown = []
    for lines in (["10"], ["20 0.4"], ["30 0.5"], ["40"], []):
        stage.provider.looks["run-1"] = Working(lines)
        await _look(stage)
        shown.append((await stage.job(job_id)).loss)
    assert shown == [None, 0.4, 0.5, 0.5, 0.5]


async def test_place_in_the_queue_is_shown(stage: Stage) -> None:
    job_id = await _running(stage)
    stage.provider.looks["run-1"] = Waiting(3)
    await _look(stage)
    job = await stage.job(job_id)
    assert (job.queue_position, job.started_at) == (3, None)


async def test_done_is_fetched_and_ends_once(stage: Stage) -> None:
    job_id = await _running(stage)
    stage.provider.looks["run-1"] = Done({"file": "x"})
    await stage.run(rounds=3)
    assert await stage.state(job_id) is JobState.SUCCEEDED
    assert len(stage.kind.settled) == 1
    assert len(await stage.outbox("training_done")) == 1


async def test_no_answer_changes_nothing(stage: Stage) -> None:
    job_id = await _running(stage)
    stage.provider.looks["run-1"] = UNREACHABLE
    await stage.run(rounds=5)
    assert await stage.state(job_id) is JobState.RUNNING


async def test_a_passing_failure_is_tried_once_more_and_only_once(stage: Stage) -> None:
    job_id = await _running(stage)
    stage.provider.looks |= {
        "run-1": Broken("runner-lost", transient=True),
        "run-2": Broken("runner-lost", transient=True),
    }
    await stage.run(rounds=8)
    job = await stage.job(job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "runner-lost")
    assert len(stage.provider.runs) == 2


async def test_a_lasting_failure_is_not_tried_again(stage: Stage) -> None:
    job_id = await _running(stage)
    stage.provider.looks["run-1"] = Broken("content-policy")
    await stage.run(rounds=4)
    assert await stage.state(job_id) is JobState.FAILED
    assert len(stage.provider.runs) == 1


async def test_a_call_the_provider_does_not_know_fails_after_a_while(stage: Stage) -> None:
    job_id = await _running(stage)
    stage.provider.looks["run-1"] = Missing()
    await stage.run(rounds=3)
    assert await stage.state(job_id) is JobState.RUNNING
    await stage.run(rounds=25)
    assert (await stage.job(job_id)).error_code == "provider-lost"


async def test_training_deadline_counts_from_the_first_sign_of_work(stage: Stage) -> None:
    job_id = await _running(stage)
    stage.provider.looks["run-1"] = Waiting(1)
    await stage.run(rounds=60, seconds=100)
    assert (await stage.job(job_id)).stop_reason is None
    stage.provider.looks["run-1"] = Working()
    await stage.run(rounds=30, seconds=100)
    assert (await stage.job(job_id)).stop_reason is None
    await stage.run(rounds=20, seconds=100)
    assert (await stage.job(job_id)).stop_reason is StopReason.RUN_DEADLINE
    assert "run-1" in stage.provider.cancelled
    stage.provider.looks["run-1"] = Broken("cancelled", cancelled=True)
    await stage.run(rounds=3)
    job = await stage.job(job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "run-deadline")


async def test_queue_deadline_stops_a_call_that_never_starts(stage: Stage) -> None:
    job_id = await _running(stage)
    assert stage.provider.calls[0].start_timeout == 7200
    stage.provider.looks["run-1"] = Waiting(9)
    await stage.run(rounds=80, seconds=100)
    assert (await stage.job(job_id)).stop_reason is StopReason.QUEUE_DEADLINE
    stage.provider.looks["run-1"] = Broken("cancelled", cancelled=True)
    await stage.run(rounds=3)
    assert (await stage.job(job_id)).error_code == "queue-deadline"


async def test_cancel_is_a_request_until_the_provider_confirms(stage: Stage) -> None:
    job_id = await _running(stage)
    await Cancels(stage.parts).request(stage.user_id, job_id)
    await stage.run(rounds=2, seconds=5)
    assert await stage.state(job_id) is JobState.RUNNING
    assert stage.provider.cancelled == ["run-1"]
    stage.provider.looks["run-1"] = Broken("cancelled", cancelled=True)
    await stage.run(rounds=2)
    assert await stage.state(job_id) is JobState.CANCELLED


async def test_a_result_that_comes_after_the_cancel_is_delivered(stage: Stage) -> None:
    job_id = await _running(stage)
    await Cancels(stage.parts).request(stage.user_id, job_id)
    stage.provider.looks["run-1"] = Done({"file": "x"})
    await stage.run(rounds=3)
    assert await stage.state(job_id) is JobState.SUCCEEDED


async def test_cancel_that_is_never_confirmed_ends_after_the_grace_and_is_reported(stage: Stage) -> None:
    job_id = await _running(stage)
    await Cancels(stage.parts).request(stage.user_id, job_id)
    await stage.run(rounds=70, seconds=30)
    assert await stage.state(job_id) is JobState.CANCELLED
    assert [row.params["code"] for row in await stage.outbox("admin_alert")] == ["cancel-unconfirmed"]


async def test_cancel_before_the_call_costs_nothing(stage: Stage) -> None:
    job_id = await stage.order()
    await Cancels(stage.parts).request(stage.user_id, job_id)
    await stage.run(rounds=2)
    assert await stage.state(job_id) is JobState.CANCELLED
    assert stage.provider.calls == []


async def test_cancel_refuses_what_it_cannot_stop(stage: Stage) -> None:
    job_id = await _running(stage)
    cancels = Cancels(stage.parts)
    with pytest.raises(NotFoundError):
        await cancels.request(stage.user_id + 1, job_id)
    stage.provider.looks["run-1"] = Done({"file": "x"})
    await stage.engine.poll_tick()
    with pytest.raises(ConflictError, match="job-too-late"):
        await cancels.request(stage.user_id, job_id)
    await stage.engine.finalise_tick()
    with pytest.raises(ConflictError, match="job-finished"):
        await cancels.request(stage.user_id, job_id)


async def test_a_call_the_provider_dropped_from_its_own_queue_is_not_made_again(stage: Stage) -> None:
    """The queue limit is sent along: the provider may end the wait a moment before we do."""
    job_id = await _running(stage)
    stage.provider.looks["run-1"] = UNREACHABLE
    await stage.run(rounds=75, seconds=100)
    stage.provider.looks["run-1"] = Broken("provider-timeout", transient=True)
    await stage.run(rounds=3)
    assert (await stage.job(job_id)).error_code == "queue-deadline"
    assert len(stage.provider.runs) == 1


async def test_the_cost_is_recorded_with_the_attempt(stage: Stage) -> None:
    job_id = await _running(stage, estimated_cost=Decimal("2.0"))
    stage.provider.looks["run-1"] = Done({})
    await stage.run(rounds=2)
    [attempt] = await stage.attempts(job_id)
    assert attempt.cost == Decimal("2.0")


async def test_a_second_attempt_starts_its_progress_anew(stage: Stage) -> None:
    """What the first one reached says nothing about the second: neither its percent nor the time left."""
    job_id = await _running(stage)
    stage.provider.looks["run-1"] = Working(["90 0.3"])
    await _look(stage)
    stage.provider.looks["run-1"] = Broken("runner-lost", transient=True)
    await _look(stage)
    await stage.engine.submit_tick()
    stage.clock.advance(20)
    stage.provider.looks["run-2"] = Working(["10"])
    await _look(stage)
    job = await stage.job(job_id)
    assert (job.progress, job.step, job.total_steps, job.loss) == (10, 100, 1000, None)
