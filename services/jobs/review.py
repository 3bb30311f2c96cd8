"""Review: a call of unknown outcome outlived its usual time. The credits are back, and it is looked for on."""

from db.claims import NO_LEASE
from db.enums import JobState, Stage, StopReason
from db.models import Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.billing import ledger
from services.crash_points import crash_point
from services.jobs.announcing import announce
from services.jobs.calls import put_back
from services.jobs.kinds import CANCELLED, Outcome
from services.jobs.parts import EngineParts
from services.jobs.rules import jittered
from services.jobs.terminal import finish
from services.messaging.outbox import alert_admins, put_ping

UNKNOWN = Outcome(JobState.FAILED, error_code="outcome-unknown")
"""Nobody could find out whether the call was taken."""


async def wait_or_give_back(session: WriteSession, parts: EngineParts, job: Job) -> None:
    """What becomes of a job whose call was not found this time: it is looked for again, gives its credits back after
    its usual time, and ends after its review. A person's wish to stop needs no review."""
    if job.state is JobState.REVIEW:
        await _stay_or_end(session, parts, job)
        return
    kind, since = parts.kinds[job.kind], job.uncertain_since or job.created_at
    if parts.clock.now() - since < kind.uncertain_for:
        await put_back(session, parts, job, jittered(parts.rules.uncertain_look) * parts.rules.pace)
    elif job.stop_reason is StopReason.USER:
        await finish(session, parts, job.id, CANCELLED, only_from={JobState.UNCERTAIN})
    elif kind.review_for:
        await _enter(session, parts, job)
    else:
        await finish(session, parts, job.id, UNKNOWN, only_from={JobState.UNCERTAIN})


async def _stay_or_end(session: WriteSession, parts: EngineParts, job: Job) -> None:
    assert job.review_since is not None
    if job.stop_reason is StopReason.USER:
        # The wish came in the moment in which the review began.
        await finish(session, parts, job.id, CANCELLED, only_from={JobState.REVIEW})
    elif parts.clock.now() - job.review_since >= parts.kinds[job.kind].review_for:
        await finish(session, parts, job.id, UNKNOWN, only_from={JobState.REVIEW})
    else:
        await put_back(session, parts, job, jittered(parts.rules.review_look) * parts.rules.pace)


async def _enter(session: WriteSession, parts: EngineParts, job: Job) -> None:
    now = parts.clock.now()
    values = {
        "state": JobState.REVIEW,
        "stage": Stage.CHECKING,
        "review_since": now,
        "next_at": parts.in_seconds(jittered(parts.rules.review_look) * parts.rules.pace),
        **NO_LEASE,
    }
    if not await rows.move_job(session, job.id, {JobState.UNCERTAIN}, values, lease_no=job.lease_no):
        return
    await ledger.release(session, parts.clock, job)
    rows.record_event(session, job.id, "review", now)
    await announce(session, parts, job.id)
    await put_ping(
        session,
        parts.clock,
        key=f"job_review:{job.id}",
        chat_id=job.user_id,
        view="job_review",
        params={"job_id": str(job.id)},
    )
    provider = parts.providers.get(job.provider)
    await alert_admins(
        session,
        parts.clock,
        parts.admin_ids,
        key=f"review:{job.id}",
        code="job-review",
        params={
            "job_id": str(job.id),
            "provider": job.provider,
            "link": provider.page_of(job.endpoint) if provider else "",
            "hours": int(parts.kinds[job.kind].review_for.total_seconds() // 3600),
        },
    )
    crash_point("review-entered")
