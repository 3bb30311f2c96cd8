"""An admin's verdicts: asked about before anything changes, written down with what they did, and only where needed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from db.columns import new_id
from db.enums import AttemptState, JobState, StopReason
from db.models import Attempt, Audit
from services.errors import ConflictError, InvalidInputError, NotFoundError, ProviderError
from services.jobs.verdicts import Verdicts, provider_link
from services.providers.base import Done, PaidCall
from tests.services.jobs.conftest import Stage
from tests.services.jobs.fakes import UNREACHABLE

ADMIN = 7


async def _audited(stage: Stage) -> list[tuple[int | None, str, str]]:
    async with stage.db.read() as session:
        found = (await session.execute(select(Audit).order_by(Audit.at))).scalars()
        return [(row.actor_id, row.action, row.data["job_id"]) for row in found]


async def test_an_adopted_call_is_delivered(stage: Stage) -> None:
    """The admin found it where the list did not show it."""
    job_id = await stage.into_review()
    job = await Verdicts(stage.parts).adopt(ADMIN, job_id, " run-1 ")
    assert job.state is JobState.RUNNING
    stage.provider.looks["run-1"] = Done({"file": "x"})
    await stage.run(rounds=3)
    assert await stage.state(job_id) is JobState.SUCCEEDED
    assert await _audited(stage) == [(ADMIN, "job.adopt", str(job_id))]


async def test_a_call_is_adopted_before_the_review_too(stage: Stage) -> None:
    """Nobody has to wait for two hours with a known answer."""
    job_id = await stage.lose()
    assert (await Verdicts(stage.parts).adopt(ADMIN, job_id, "run-1")).state is JobState.RUNNING


@pytest.mark.parametrize("ref", ["run-99", "", "../keys", "a b"])
async def test_a_call_that_the_provider_does_not_know_is_refused(stage: Stage, ref: str) -> None:
    """A slip of the pen must not make a job wait for a call that is none."""
    job_id = await stage.into_review()
    with pytest.raises(InvalidInputError, match="verdict-ref-unknown"):
        await Verdicts(stage.parts).adopt(ADMIN, job_id, ref)
    assert await stage.state(job_id) is JobState.REVIEW
    assert await _audited(stage) == []


async def test_another_jobs_call_is_refused(stage: Stage) -> None:
    """One call never serves two jobs."""
    job_id = await stage.into_review()
    await stage.order()
    await stage.engine.submit_tick()
    with pytest.raises(ConflictError, match="verdict-ref-taken"):
        await Verdicts(stage.parts).adopt(ADMIN, job_id, "run-2")


async def test_a_call_with_other_photos_is_refused(stage: Stage) -> None:
    """Two calls are lost at once: mixing them up would give one person the other's face."""
    mine, other = await stage.lose(), await stage.lose()
    await stage.run(rounds=6, seconds=1800)
    stage.provider.lists_running = True
    verdicts = Verdicts(stage.parts)
    with pytest.raises(ConflictError, match="verdict-ref-other"):
        await verdicts.adopt(ADMIN, mine, "run-2")
    assert (await verdicts.adopt(ADMIN, other, "run-2")).state is JobState.RUNNING


async def test_a_silent_provider_changes_nothing(stage: Stage) -> None:
    """Without its word nothing is adopted."""
    job_id = await stage.into_review()
    stage.provider.looks["run-1"] = UNREACHABLE
    with pytest.raises(ProviderError):
        await Verdicts(stage.parts).adopt(ADMIN, job_id, "run-1")
    assert await stage.state(job_id) is JobState.REVIEW


async def test_a_job_that_is_decided_meanwhile_stays_decided(stage: Stage) -> None:
    """The review ends while the provider is asked: the call is not taken for a job that is over."""
    job_id = await stage.into_review()
    verdicts, original = Verdicts(stage.parts), stage.provider.listed

    async def slow(*asked: object) -> object:
        stage.provider.listed = original  # type: ignore[method-assign]
        await verdicts.mark_failed(ADMIN, job_id)
        return []

    stage.provider.listed = slow  # type: ignore[method-assign, assignment]
    with pytest.raises(ConflictError, match="verdict-too-late"):
        await verdicts.adopt(ADMIN, job_id, "run-1")
    assert [one.state for one in await stage.attempts(job_id)] == [AttemptState.LOST]
    assert await _audited(stage) == [(ADMIN, "job.mark_failed", str(job_id))]


async def test_a_call_of_an_attempt_that_was_given_up_meanwhile_is_not_adopted(stage: Stage) -> None:
    """An admin is not told that a job runs on which goes on being lost."""
    job_id = await stage.into_review()
    [attempt] = await stage.attempts(job_id)
    original = stage.provider.listed

    async def slow(*asked: object) -> object:
        stage.provider.listed = original  # type: ignore[method-assign]
        async with stage.db.write() as session:
            await session.execute(update(Attempt).where(Attempt.id == attempt.id).values(state=AttemptState.VOID))
        return []

    stage.provider.listed = slow  # type: ignore[method-assign, assignment]
    with pytest.raises(ConflictError, match="verdict-too-late"):
        await Verdicts(stage.parts).adopt(ADMIN, job_id, "run-1")
    assert await stage.state(job_id) is JobState.REVIEW
    assert [one.state for one in await stage.attempts(job_id)] == [AttemptState.VOID]
    assert await _audited(stage) == []


async def test_a_job_is_marked_as_failed_once(stage: Stage) -> None:
    """A second tap finds it decided and leaves no second line."""
    job_id = await stage.into_review()
    verdicts = Verdicts(stage.parts)
    job = await verdicts.mark_failed(ADMIN, job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "outcome-unknown")
    for verdict in (verdicts.mark_failed(ADMIN, job_id), verdicts.adopt(ADMIN, job_id, "run-1")):
        with pytest.raises(ConflictError, match="verdict-too-late"):
            await verdict
    assert len(await _audited(stage)) == 1


async def test_a_running_job_is_nobodys_to_decide_but_may_be_stopped(stage: Stage) -> None:
    """Stopping asks the provider, as it does for the person."""
    job_id = await stage.order()
    await stage.engine.submit_tick()
    verdicts = Verdicts(stage.parts)
    with pytest.raises(ConflictError, match="verdict-too-late"):
        await verdicts.mark_failed(ADMIN, job_id)
    job = await verdicts.cancel(ADMIN, job_id)
    assert (job.state, job.stop_reason) == (JobState.RUNNING, StopReason.USER)
    stage.clock.advance(5)
    await stage.engine.poll_tick()
    assert stage.provider.cancelled == ["run-1"]
    assert await _audited(stage) == [(ADMIN, "job.cancel", str(job_id))]


async def test_a_job_in_review_is_cancelled_at_once(stage: Stage) -> None:
    """Nothing is known that could be asked to stop."""
    job_id = await stage.into_review()
    assert (await Verdicts(stage.parts).cancel(ADMIN, job_id)).state is JobState.CANCELLED


async def test_no_job_is_an_answer(stage: Stage) -> None:
    """An old button may name what was erased."""
    verdicts, nothing = Verdicts(stage.parts), new_id()
    for verdict in (
        verdicts.adopt(ADMIN, nothing, "run-1"),
        verdicts.mark_failed(ADMIN, nothing),
        verdicts.cancel(ADMIN, nothing),
    ):
        with pytest.raises(NotFoundError):
            await verdict


async def test_open_cases_show_what_is_lost_and_until_when(stage: Stage) -> None:
    """The one that is lost for the longest comes first; what runs is no case."""
    reviewed = await stage.into_review()
    lost = await stage.lose()
    await stage.order()
    await stage.engine.submit_tick()
    first, second = await Verdicts(stage.parts).open_cases()
    assert [(one.job_id, one.state) for one in (first, second)] == [
        (reviewed, JobState.REVIEW),
        (lost, JobState.UNCERTAIN),
    ]
    review_since = (await stage.job(reviewed)).review_since
    assert review_since is not None
    assert first.until == review_since + timedelta(hours=24)
    assert second.until == second.since + timedelta(hours=2)
    assert (first.user_id, first.first_name, first.link) == (stage.user_id, "Ann", "https://provider.example/calls")


async def test_a_link_needs_a_provider_with_a_key(stage: Stage) -> None:
    """One that has no key any more is named without a link."""
    call = PaidCall("fal-ai/trainer", {})
    known = provider_link(stage.parts.providers, "fal", call.endpoint, "run-1")
    assert known == "https://provider.example/run-1"
    assert provider_link(stage.parts.providers, "other", call.endpoint) is None
