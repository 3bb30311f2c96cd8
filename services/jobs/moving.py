"""Failover: a job that its provider did not take goes to another one that can do it. What may have been taken stays."""

import uuid
from collections.abc import Collection

from db.claims import NO_LEASE
from db.enums import JobState, Stage, StopReason
from db.models import Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.jobs.announcing import announce
from services.jobs.parts import EngineParts
from services.jobs.standing import paused_providers
from services.messaging.outbox import put_ping
from services.providers.base import RefusalReason

EARLIER = "earlier"
"""It was not to be reached in an earlier round of tries, and may be asked again."""

WRONG = frozenset({RefusalReason.INVALID, RefusalReason.GONE})
"""The same call would be refused again, at that provider and always."""

_ASKED = WRONG | {RefusalReason.UNAVAILABLE}


async def move_on(
    session: WriteSession, parts: EngineParts, job: Job, reason: str, found: Collection[JobState], *, fenced: bool
) -> bool:
    """Queues the job at another provider and tells the person; False when it stays where it is.

    The caller knows that the present provider did not take it, because of `reason`. `fenced`: only the holder of the
    lease may say so. A job that a person has stopped is not moved.
    """
    await rows.lock_job(session, job.id)
    fresh = await rows.job_by_id(session, job.id)
    if fresh is None or fresh.state not in found or fresh.stop_reason is StopReason.USER:
        return False
    if fenced and fresh.lease_no != job.lease_no:
        return False
    declined = {**fresh.declined_by, fresh.provider: reason}
    asked = {name for name, why in declined.items() if why in _ASKED}
    without = asked | {fresh.provider} | await paused_providers(session, parts.clock)
    move = await parts.kinds[fresh.kind].elsewhere(session, fresh, without, reason)
    if move is None:
        return False
    before = fresh.provider
    values = {
        "state": JobState.QUEUED,
        "stage": Stage.QUEUED,
        "provider": move.provider,
        "endpoint": move.endpoint,
        "estimated_cost": move.estimated_cost,
        "declined_by": declined,
        "held_reason": None,
        "uncertain_since": None,
        "next_at": parts.clock.now(),
        **NO_LEASE,
    }
    await rows.move_job(session, fresh.id, {fresh.state}, values)
    rows.record_event(session, fresh.id, "moved", parts.clock.now(), of=before, to=move.provider, reason=reason)
    await _tell(session, parts, fresh.id, before, move.provider)
    session.wake("submit")
    return True


def next_round(job: Job, reason: str) -> dict[str, str]:
    """What a job that has to wait remembers of refusals: a wrong request stays wrong, the rest may be asked again."""
    declined = {**job.declined_by, job.provider: reason}
    return {name: why if why in WRONG else EARLIER for name, why in declined.items()}


async def _tell(session: WriteSession, parts: EngineParts, job_id: uuid.UUID, before: str, after: str) -> None:
    job = await announce(session, parts, job_id)
    if parts.kinds[job.kind].tells_moves:
        await put_ping(
            session,
            parts.clock,
            key=f"job_moved:{job.id}:{after}",
            chat_id=job.user_id,
            view="job_moved",
            params={"job_id": str(job.id), "before": before, "after": after},
        )
