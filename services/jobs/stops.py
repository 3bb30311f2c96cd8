"""Stopping a running job: asked for by a person or a deadline, confirmed by the provider."""

from db.enums import JobState, StopReason
from db.models import Attempt, Job
from db.repositories import jobs as rows
from services.crash_points import crash_point
from services.errors import ProviderError
from services.jobs.attempts import ref_of
from services.jobs.kinds import Outcome
from services.jobs.parts import EngineParts
from services.jobs.rules import seconds
from services.jobs.terminal import finish
from services.messaging.outbox import alert_admins
from services.providers.base import Provider

_CODES = {StopReason.QUEUE_DEADLINE: "queue-deadline", StopReason.RUN_DEADLINE: "run-deadline"}


def stop_code(reason: StopReason | None) -> str | None:
    """The error code that tells people why we stopped the job; None when a person did."""
    return _CODES.get(reason) if reason else None


async def tend_stop(parts: EngineParts, provider: Provider, job: Job, attempt: Attempt) -> None:
    """Sends the cancel of a job that is to stop, again from time to time, and gives up after the grace.

    Cancelling is a request: the job ends when the provider confirms, and a result that comes first is delivered.
    The grace counts from when there was a call to stop: the wish may be older than the call's discovery.
    """
    async with parts.db.read() as session:
        fresh = await rows.job_by_id(session, job.id)
    if fresh is None or fresh.state is not JobState.RUNNING or fresh.stop_requested_at is None:
        return
    now = parts.clock.now()
    since = max(fresh.stop_requested_at, fresh.accepted_at or fresh.stop_requested_at)
    is_over = now - since > seconds(parts.rules.stop_grace)
    if is_over and fresh.stop_sent_at is not None:
        await _give_up(parts, fresh, attempt)
        return
    if fresh.stop_sent_at is not None and now - fresh.stop_sent_at < seconds(parts.rules.stop_repeat):
        return
    try:
        await provider.cancel(ref_of(attempt))
    except ProviderError:
        if is_over:
            await _give_up(parts, fresh, attempt)
        return
    crash_point("cancel-sent")
    async with parts.db.write(joins_update=False) as session:
        soon = parts.in_seconds(2.0 * parts.rules.pace)
        await rows.move_job(session, job.id, {JobState.RUNNING}, {"stop_sent_at": now, "next_at": soon})


async def _give_up(parts: EngineParts, job: Job, attempt: Attempt) -> None:
    """The provider never confirmed: the person gets the credits back, and the admins a message."""
    by_person = job.stop_reason is StopReason.USER
    state = JobState.CANCELLED if by_person else JobState.FAILED
    async with parts.db.write(joins_update=False) as session:
        ended = await finish(
            session, parts, job.id, Outcome(state, error_code=stop_code(job.stop_reason) or "cancelled")
        )
        if ended:
            await alert_admins(
                session,
                parts.clock,
                parts.admin_ids,
                key=f"unconfirmed:{job.id}",
                code="cancel-unconfirmed",
                params={"job_id": str(job.id), "provider": job.provider, "ref": attempt.provider_ref or ""},
            )
