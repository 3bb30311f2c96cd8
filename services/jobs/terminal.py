"""The one terminal door: every job ends here, once, with its money and its messages, in one transaction."""

import uuid
from collections.abc import Collection

from db.claims import NO_LEASE
from db.enums import AttemptState, JobState
from db.models import Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.billing import ledger
from services.crash_points import crash_point
from services.jobs.kinds import Outcome
from services.jobs.parts import EngineParts
from services.jobs.states import sources_of


async def finish(
    session: WriteSession,
    parts: EngineParts,
    job_id: uuid.UUID,
    outcome: Outcome,
    *,
    only_from: Collection[JobState] | None = None,
    lease_no: int | None = None,
) -> bool:
    """Ends a job; False when another hand ended or moved it first, and then nothing has changed.

    The guard is the job's state: webhook, poll and cancel may race for it. What a tick learned about one attempt is
    also fenced by `lease_no`: the state alone does not tell whether a second attempt has begun meanwhile. Credits are
    captured for the pieces delivered and released for the others; the kind settles its own rows and messages; a
    waiting parent is woken.
    """
    now = parts.clock.now()
    sources = sources_of(outcome.state) if only_from is None else frozenset(only_from)
    moved = await rows.move_job(
        session,
        job_id,
        sources,
        {
            "state": outcome.state,
            "units_done": outcome.units,
            "error_code": outcome.error_code,
            "finished_at": now,
            "held_reason": None,
            **NO_LEASE,
        },
        lease_no=lease_no,
    )
    if not moved:
        return False
    job = await rows.job_by_id(session, job_id)
    assert job is not None
    await rows.end_attempts(session, job_id, AttemptState.LOST, now)
    await ledger.settle(session, parts.clock, job, outcome.units)
    await parts.kinds[job.kind].settle(session, job, outcome)
    rows.record_event(session, job_id, outcome.state.value, now, units=outcome.units, error=outcome.error_code)
    await _wake_parent(session, parts, job)
    crash_point("terminal-open")
    return True


async def _wake_parent(session: WriteSession, parts: EngineParts, job: Job) -> None:
    if job.parent_id is None:
        return
    await rows.move_job(session, job.parent_id, {JobState.VALIDATING}, {"next_at": parts.clock.now()})
    session.wake("finalise")
