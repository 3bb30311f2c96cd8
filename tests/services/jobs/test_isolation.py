"""One job, hint or row that always fails holds up nobody else, and somebody is told."""

from uuid import UUID

import pytest

from db.enums import AttemptState, JobState
from db.models import Job
from db.sessions import WriteSession
from services.errors import ProviderError
from services.jobs.kinds import Prepared
from services.providers.base import Done, Look, PaidCall, ProviderRef, SubmitAnswer, Unknown, Working
from tests.services.jobs.conftest import Stage

GOOD = {"signature": "good"}


def _poison(stage: Stage, job_id: UUID) -> None:
    original = stage.kind.prepare

    async def prepare(job: Job) -> Prepared:
        if job.id == job_id:
            raise RuntimeError("a mistake of ours")
        return await original(job)

    stage.kind.prepare = prepare  # type: ignore[method-assign]


async def test_a_job_that_always_fails_does_not_hold_up_those_behind_it(stage: Stage) -> None:
    poison, other = await stage.order(), await stage.order()
    _poison(stage, poison)
    with pytest.raises(RuntimeError):
        await stage.engine.submit_tick()
    assert await stage.state(other) is JobState.RUNNING


async def test_a_look_that_always_fails_does_not_hold_up_those_behind_it(stage: Stage) -> None:
    await stage.order()
    other = await stage.order()
    await stage.engine.submit_tick()
    original = stage.provider.look

    async def look(ref: ProviderRef) -> Look:
        if ref.id == "run-1":
            raise RuntimeError("a mistake of ours")
        return await original(ref)

    stage.provider.look = look  # type: ignore[method-assign]
    stage.provider.looks["run-2"] = Done({})
    stage.clock.advance(20)
    with pytest.raises(RuntimeError):
        await stage.engine.poll_tick()
    assert await stage.state(other) is JobState.FINALISING


async def test_a_job_that_fails_at_every_look_is_reported_though_it_is_claimed_again_and_again(stage: Stage) -> None:
    poison = await stage.order()
    _poison(stage, poison)
    for _ in range(20):
        with pytest.raises(RuntimeError):
            await stage.engine.submit_tick()
        stage.clock.advance(stage.parts.rules.submit_lease + 1)
    with pytest.raises(RuntimeError):
        await stage.engine.submit_tick()
    await stage.engine.deadline_tick()
    assert [row.params["code"] for row in await stage.outbox("admin_alert")] == ["job-overdue"]


async def test_a_call_of_which_the_provider_says_nothing_for_half_a_day_is_reported(stage: Stage) -> None:
    """It may still deliver, so it is not given up; but it must not wait in silence."""
    await stage.order()
    await stage.engine.submit_tick()
    stage.provider.looks["run-1"] = ProviderError("provider-key")
    for _ in range(26):
        stage.clock.advance(1800)
        await stage.engine.poll_tick()
        await stage.engine.deadline_tick()
    assert [row.params["code"] for row in await stage.outbox("admin_alert")] == ["job-overdue"]


async def test_a_job_that_fails_at_every_look_for_a_day_ends(stage: Stage) -> None:
    """Nothing is stuck for ever, not even by a mistake of ours."""
    poison = await stage.order()
    _poison(stage, poison)
    for _ in range(100):
        with pytest.raises(RuntimeError):
            await stage.engine.submit_tick()
        await stage.engine.deadline_tick()
        stage.clock.advance(900)
        if await stage.state(poison) is JobState.FAILED:
            break
    assert (await stage.job(poison)).error_code == "gave-up"


async def test_jobs_that_waited_while_no_process_ran_are_not_given_up(stage: Stage) -> None:
    """The first deadline tick after days of downtime may come before the first look."""
    queued = await stage.order()
    await stage.engine.submit_tick()
    running, waiting = queued, await stage.order()
    stage.clock.advance(days=5)
    await stage.engine.deadline_tick()
    assert await stage.state(running) is JobState.RUNNING
    assert await stage.state(waiting) is JobState.QUEUED


async def test_a_call_of_which_the_provider_says_nothing_for_days_ends(stage: Stage) -> None:
    job_id = await stage.order()
    await stage.engine.submit_tick()
    stage.provider.looks["run-1"] = ProviderError("provider-key")
    for _ in range(80):
        stage.clock.advance(1800)
        await stage.engine.poll_tick()
        await stage.engine.deadline_tick()
    assert (await stage.job(job_id)).error_code == "gave-up"


async def test_hints_that_cannot_be_acted_on_do_not_hold_up_later_ones(stage: Stage) -> None:
    """A run for which the provider has no usable answer, ever."""
    for number in range(25):
        stage.provider.answers = [Unknown("reset")]
        await stage.order()
        await stage.engine.submit_tick()
        stage.provider.looks[f"odd-{number}"] = ProviderError("provider-answer")
        await stage.hints.receive("fal", stage.token(), GOOD, f"odd-{number}".encode())
    stage.clock.advance(1)

    def lost(call: PaidCall) -> SubmitAnswer:
        stage.provider.take(call)
        return Unknown("reset")

    stage.provider.answers = [lost]
    job_id = await stage.order()
    await stage.engine.submit_tick()
    await stage.hints.receive("fal", stage.token(), GOOD, b"run-1")
    await stage.engine.hint_tick()
    assert await stage.state(job_id) is JobState.RUNNING


async def test_a_webhook_cannot_make_a_given_up_call_take_another_jobs_run(stage: Stage) -> None:
    """Its token is genuine, but the run it names belongs to another job: nothing is overwritten or stopped."""
    stage.provider.answers = [Unknown("reset")]
    given_up = await stage.order()
    await stage.give_up()
    token = stage.token()
    assert await stage.state(given_up) is JobState.FAILED
    other = await stage.order()
    await stage.engine.submit_tick()
    assert await stage.hints.receive("fal", token, GOOD, b"run-1") is not None
    stage.provider.looks["run-1"] = Working()
    await stage.engine.hint_tick()
    assert [attempt.state for attempt in await stage.attempts(given_up)] == [AttemptState.LOST]
    assert stage.provider.cancelled == []
    assert await stage.state(other) is JobState.RUNNING


async def test_a_look_that_cannot_be_written_does_not_hold_up_those_written_with_it(stage: Stage) -> None:
    """Calls that go on are written together: one that fails is left out, and somebody is told."""
    poison, other = await stage.order(), await stage.order()
    await stage.engine.submit_tick()
    announced = stage.kind.announce

    async def announce(session: WriteSession, job: Job) -> None:
        if job.id == poison:
            raise RuntimeError("a mistake of ours")
        await announced(session, job)

    stage.kind.announce = announce  # type: ignore[method-assign]
    stage.provider.looks |= {"run-1": Working(["10"]), "run-2": Working(["40"])}
    stage.clock.advance(20)
    with pytest.raises(RuntimeError):
        await stage.engine.poll_tick()
    assert ((await stage.job(poison)).progress, (await stage.job(other)).progress) == (0, 40)
