"""A process that stalls past its lease finds the job in other hands: what it then says changes nothing any more."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from db.enums import AttemptState, JobState
from db.models import Attempt, Job
from services.errors import InvalidInputError
from services.jobs.kinds import Finalised, NeedsValidation, Prepared, Rejected
from services.providers.base import (
    Broken,
    Done,
    Listed,
    Look,
    PaidCall,
    ProviderRef,
    RefusalReason,
    Refused,
    SubmitAnswer,
    Unknown,
)
from tests.services.jobs.conftest import Stage

Meanwhile = Callable[[], Awaitable[None]]


def _next_look(stage: Stage, meanwhile: Meanwhile, look: Look) -> None:
    """The next look takes so long that `meanwhile` happens before its answer is acted on."""
    original = stage.provider.look

    async def stalled(ref: ProviderRef) -> Look:
        stage.provider.look = original  # type: ignore[method-assign]
        await meanwhile()
        return look

    stage.provider.look = stalled  # type: ignore[method-assign]


def _next_submit(stage: Stage, meanwhile: Meanwhile, answer: SubmitAnswer) -> None:
    original = stage.provider.submit

    async def stalled(call: PaidCall) -> SubmitAnswer:
        stage.provider.submit = original  # type: ignore[method-assign]
        await meanwhile()
        return answer

    stage.provider.submit = stalled  # type: ignore[method-assign]


def _next_prepare(stage: Stage, meanwhile: Meanwhile, error: InvalidInputError | None = None) -> None:
    original = stage.kind.prepare

    async def stalled(job: Job) -> Prepared:
        stage.kind.prepare = original  # type: ignore[method-assign]
        await meanwhile()
        if error is not None:
            raise error
        return await original(job)

    stage.kind.prepare = stalled  # type: ignore[method-assign]


async def test_a_failure_seen_twice_costs_one_second_attempt(stage: Stage) -> None:
    """The second attempt runs and is paid for: the late sight of the first one's end must not throw it away."""
    job_id = await stage.order()
    await stage.engine.submit_tick()
    stage.clock.advance(20)
    failure = Broken("runner-lost", transient=True)

    async def another_replica() -> None:
        stage.provider.looks["run-1"] = failure
        stage.clock.advance(61)
        await stage.engine.poll_tick()
        stage.clock.advance(30)
        await stage.engine.submit_tick()
        assert await stage.state(job_id) is JobState.RUNNING

    _next_look(stage, another_replica, failure)
    await stage.engine.poll_tick()
    assert await stage.state(job_id) is JobState.RUNNING
    assert [attempt.state for attempt in await stage.attempts(job_id)] == [AttemptState.ENDED, AttemptState.ACCEPTED]
    await stage.run(rounds=5)
    assert len(stage.provider.runs) == 2


async def test_a_preparation_that_failed_too_late_does_not_end_a_paid_call(stage: Stage) -> None:
    job_id = await stage.order()

    async def another_replica() -> None:
        stage.clock.advance(stage.parts.rules.submit_lease + 1)
        await stage.engine.submit_tick()
        assert await stage.state(job_id) is JobState.RUNNING

    _next_prepare(stage, another_replica, InvalidInputError("photos-gone"))
    await stage.engine.submit_tick()
    assert await stage.state(job_id) is JobState.RUNNING


async def test_a_result_judged_too_late_does_not_end_a_job_that_waits_for_its_proofs(stage: Stage) -> None:
    job_id = await stage.order()
    stage.provider.looks["run-1"] = Done({"file": "x"})
    await stage.engine.submit_tick()
    stage.clock.advance(20)
    await stage.engine.poll_tick()
    original = stage.kind.finalise

    async def stalled(job: Job, attempt: Attempt, output: Mapping[str, Any]) -> Finalised:
        stage.kind.finalise = original  # type: ignore[method-assign]
        stage.kind.results = [NeedsValidation()]
        stage.clock.advance(91)
        await stage.engine.finalise_tick()
        assert await stage.state(job_id) is JobState.VALIDATING
        return Rejected("weights-broken")

    stage.kind.finalise = stalled  # type: ignore[method-assign]
    await stage.engine.finalise_tick()
    assert await stage.state(job_id) is JobState.VALIDATING


async def test_the_paid_call_begins_with_a_whole_lease(stage: Stage) -> None:
    """A long upload must not leave the call so little time that others take it for lost."""
    job_id = await stage.order()

    async def long_upload() -> None:
        stage.clock.advance(100)

    async def slow_answer() -> None:
        stage.clock.advance(80)
        await stage.engine.uncertain_tick()
        assert await stage.state(job_id) is JobState.SUBMITTING

    _next_prepare(stage, long_upload)
    _next_submit(stage, slow_answer, Unknown("reset"))
    await stage.engine.submit_tick()


async def test_a_refusal_that_comes_late_still_sends_the_job_back(stage: Stage) -> None:
    job_id = await stage.order()

    async def taken_for_lost() -> None:
        stage.clock.advance(stage.parts.rules.submit_lease + 1)
        await stage.engine.uncertain_tick()
        assert await stage.state(job_id) is JobState.UNCERTAIN

    _next_submit(stage, taken_for_lost, Refused(RefusalReason.UNAVAILABLE))
    await stage.engine.submit_tick()
    assert await stage.state(job_id) is JobState.QUEUED
    await stage.run(rounds=4)
    assert await stage.state(job_id) is JobState.RUNNING


async def test_a_refusal_of_an_earlier_call_does_not_end_the_present_one(stage: Stage) -> None:
    stage.provider.absence_is_proof = True
    job_id = await stage.order()

    async def called_again() -> None:
        stage.clock.advance(stage.parts.rules.submit_lease + 1)
        await stage.engine.uncertain_tick()
        await stage.engine.submit_tick()
        assert await stage.state(job_id) is JobState.RUNNING

    _next_submit(stage, called_again, Refused(RefusalReason.INVALID))
    await stage.engine.submit_tick()
    assert await stage.state(job_id) is JobState.RUNNING
    assert [attempt.state for attempt in await stage.attempts(job_id)] == [AttemptState.VOID, AttemptState.ACCEPTED]


async def test_a_refusal_of_a_call_that_is_known_to_run_changes_nothing(stage: Stage) -> None:
    """The provider's own door refused what had been taken behind it; its webhook told us first."""

    async def webhook() -> None:
        stage.provider.take(stage.provider.calls[-1])
        await stage.hints.receive("fal", stage.token(), {"signature": "good"}, b"run-1")
        await stage.engine.hint_tick()

    job_id = await stage.order()
    stage.provider.answers = [Refused(RefusalReason.UNAVAILABLE)]
    original = stage.provider.submit

    async def submit(call: PaidCall) -> SubmitAnswer:
        answer = await original(call)
        await webhook()
        return answer

    stage.provider.submit = submit  # type: ignore[method-assign]
    await stage.engine.submit_tick()
    assert await stage.state(job_id) is JobState.RUNNING
    assert [attempt.state for attempt in await stage.attempts(job_id)] == [AttemptState.ACCEPTED]


async def test_a_call_found_after_it_was_given_up_is_stopped(stage: Stage) -> None:
    """The list took so long that another replica gave the money back meanwhile."""

    def lost(call: PaidCall) -> SubmitAnswer:
        stage.provider.take(call)
        return Unknown("reset")

    stage.provider.answers = [lost]
    job_id = await stage.order()
    await stage.engine.submit_tick()
    stage.clock.advance(20)
    original = stage.provider.listed

    async def slow(endpoint: str, since: datetime, until: datetime) -> Sequence[Listed]:
        stage.provider.listed = original  # type: ignore[method-assign]
        stage.provider.lists_running = False
        stage.clock.advance(3 * 3600)
        await stage.give_up()
        assert await stage.state(job_id) is JobState.FAILED
        stage.provider.lists_running = True
        return await original(endpoint, since, until)

    stage.provider.listed = slow  # type: ignore[method-assign]
    await stage.engine.uncertain_tick()
    assert [attempt.state for attempt in await stage.attempts(job_id)] == [AttemptState.DUPLICATE]
    assert stage.provider.cancelled == ["run-1"]
