"""The finalise tick: fetches what the provider made, and ends the job when it has been validated."""

from functools import partial

from db.enums import JobState, Stage
from db.models import Attempt, Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.crash_points import crash_point
from services.error_codes import RetryClass
from services.errors import LoragramError
from services.jobs.calls import claim, each_job, fail_or_retry, put_back
from services.jobs.keeper import under_lease
from services.jobs.kinds import Delivered, Finalised, NeedsValidation, Outcome, Rejected
from services.jobs.parts import EngineParts
from services.jobs.rules import backoff, seconds
from services.jobs.terminal import finish

VALIDATION_LOOK = 60.0


async def finalise_tick(parts: EngineParts) -> int:
    """Works on results that have arrived and on jobs that wait for their proofs; returns how many."""
    states = [JobState.FINALISING, JobState.VALIDATING]
    jobs = await claim(parts, states, parts.rules.finalise_lease, parts.rules.finalise_rows)
    await each_job(parts, jobs, partial(_take, parts))
    return len(jobs)


async def _take(parts: EngineParts, job: Job) -> None:
    if job.state is JobState.FINALISING:
        await _finalise(parts, job)
    else:
        await _validate(parts, job)


async def _finalise(parts: EngineParts, job: Job) -> None:
    async with parts.db.read() as session:
        attempt = await rows.latest_attempt(session, job.id)
    assert attempt is not None
    work = parts.kinds[job.kind].finalise(job, attempt, attempt.output or {})
    result = await under_lease(parts, job, parts.rules.finalise_lease, work)
    crash_point("finalise-stored")
    async with parts.db.write(joins_update=False) as session:
        if isinstance(result, LoragramError):
            await _not_fetched(session, parts, job, attempt, result)
        else:
            await _apply(session, parts, job, result)
    crash_point("terminal-committed")


async def _apply(session: WriteSession, parts: EngineParts, job: Job, result: Finalised) -> None:
    match result:
        case Delivered():
            await finish(session, parts, job.id, outcome_of(job, result), lease_no=job.lease_no)
        case NeedsValidation():
            changes = {"state": JobState.VALIDATING, "stage": Stage.VALIDATING}
            await put_back(session, parts, job, VALIDATION_LOOK * parts.rules.pace, **changes)
            # A child may have ended before the parent began to wait: look once without delay.
            await rows.move_job(session, job.id, {JobState.VALIDATING}, {"next_at": parts.clock.now()})
            session.wake("submit")
        case Rejected(code, transient):
            await fail_or_retry(session, parts, job, code, transient=transient)


def outcome_of(job: Job, delivered: Delivered) -> Outcome:
    """Delivered pieces make a success, none a failure."""
    if delivered.units > 0:
        return Outcome(JobState.SUCCEEDED, units=min(delivered.units, job.units), error_code=delivered.error_code)
    return Outcome(JobState.FAILED, error_code=delivered.error_code or "nothing-delivered")


async def _not_fetched(
    session: WriteSession, parts: EngineParts, job: Job, attempt: Attempt, error: LoragramError
) -> None:
    if error.retry is RetryClass.NEVER:
        await finish(session, parts, job.id, Outcome(JobState.FAILED, error_code=error.code), lease_no=job.lease_no)
        return
    waited = parts.clock.now() - (attempt.ended_at or attempt.started_at)
    if waited > seconds(parts.rules.finalise_for):
        gone = Outcome(JobState.FAILED, error_code="artefact-gone")
        await finish(session, parts, job.id, gone, lease_no=job.lease_no)
        return
    tries = max(1, int(waited.total_seconds() // 60))
    await put_back(session, parts, job, backoff(parts.rules, tries, first=5.0, most=120.0))


async def _validate(parts: EngineParts, job: Job) -> None:
    async with parts.db.write(joins_update=False) as session:
        delivered = await parts.kinds[job.kind].validate(session, job)
        if delivered is None:
            await put_back(session, parts, job, VALIDATION_LOOK * parts.rules.pace)
        else:
            await finish(session, parts, job.id, outcome_of(job, delivered), lease_no=job.lease_no)
    crash_point("terminal-committed")
