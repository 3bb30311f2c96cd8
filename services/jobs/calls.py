"""What the ticks share: claiming jobs, waiting after a failure, and trying a second time."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import timedelta

from db.claims import NO_LEASE, claim_jobs
from db.enums import AttemptState, JobState, Stage, StopReason
from db.models import Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.jobs.announcing import announce
from services.jobs.kinds import CANCELLED, Outcome
from services.jobs.moving import EARLIER, next_round
from services.jobs.parts import EngineParts
from services.jobs.rules import backoff
from services.jobs.terminal import finish
from services.side_by_side import side_by_side
from services.tracing import about_job


async def claim(
    parts: EngineParts,
    states: Sequence[JobState],
    lease_seconds: float,
    limit: int,
    *,
    provider: str | None = None,
    but: Collection[str] = (),
) -> list[Job]:
    """Leases due jobs in `states` and reads them; those of one provider, or of all `but` these, where they are
    named."""
    async with parts.db.write(joins_update=False) as session:
        lease = parts.lease(lease_seconds)
        ids = await claim_jobs(session, states, parts.clock, lease, limit, provider=provider, but=but)
        return await rows.jobs_by_ids(session, ids)


async def each_job(
    parts: EngineParts, jobs: Sequence[Job], work: Callable[[Job], Awaitable[None]], *, at_once: int = 1
) -> None:
    """Calls `work` on each claimed job, up to `at_once` of them beside each other. An unexpected error costs its job
    this turn; the first one is raised at the end. What is logged on the way says which job it is about.

    A process that is to end begins no further one: those stay claimed until their leases are given back.
    """

    async def traced(job: Job) -> None:
        if not parts.stopping:
            with about_job(job.id):
                await work(job)

    await side_by_side([[job] for job in jobs], traced, at_once=at_once)


async def put_back(session: WriteSession, parts: EngineParts, job: Job, wait: float, **changes: object) -> bool:
    """Frees a claimed job to be looked at again in `wait` seconds; False when it is not ours any more."""
    values: dict[str, object] = {"next_at": parts.in_seconds(wait), **NO_LEASE}
    return await rows.move_job(session, job.id, {job.state}, values | changes, lease_no=job.lease_no)


async def give_up_or_wait(
    session: WriteSession, parts: EngineParts, job: Job, code: str, *, at_least: float = 0.0
) -> None:
    """A definite failure before anything was paid: wait longer each time, and fail after too many."""
    if job.refusals + 1 > parts.rules.max_refusals:
        failed = Outcome(JobState.FAILED, error_code=code)
        await finish(session, parts, job.id, failed, only_from={JobState.QUEUED}, lease_no=job.lease_no)
        return
    wait = max(at_least, backoff(parts.rules, job.refusals + 1))
    values = {
        "refusals": job.refusals + 1,
        "declined_by": next_round(job, EARLIER),
        "next_at": parts.clock.now() + timedelta(seconds=wait),
        **NO_LEASE,
    }
    await rows.move_job(session, job.id, {JobState.QUEUED}, values, lease_no=job.lease_no)


async def fail_or_retry(session: WriteSession, parts: EngineParts, job: Job, code: str, *, transient: bool) -> None:
    """Ends a paid attempt that went wrong: one automatic second attempt if that can help, else the job fails.

    Nothing happens when the lease has passed on: another hand has seen the same end, and may have called again.
    """
    if job.stop_reason is StopReason.USER:
        await finish(session, parts, job.id, CANCELLED, lease_no=job.lease_no)
        return
    # After a review the credits are back with the person, who may have ordered anew: a second call is nobody's order.
    spent = job.retries >= parts.rules.max_retries or job.review_since is not None
    if not transient or spent or job.stop_requested_at is not None:
        await finish(session, parts, job.id, Outcome(JobState.FAILED, error_code=code), lease_no=job.lease_no)
        return
    now = parts.clock.now()
    again = {
        "state": JobState.QUEUED,
        "stage": Stage.QUEUED,
        "retries": job.retries + 1,
        "next_at": parts.in_seconds(backoff(parts.rules, 1)),
        **NO_LEASE,
        "accepted_at": None,
        "started_at": None,
        "missing_since": None,
        "queue_position": None,
        "progress": 0,
        "step": None,
        "loss": None,
    }
    if await rows.move_job(session, job.id, {job.state}, again, lease_no=job.lease_no):
        await rows.end_attempts(session, job.id, AttemptState.LOST, now)
        rows.record_event(session, job.id, "retried", now, error=code)
        await announce(session, parts, job.id)
