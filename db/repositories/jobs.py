"""Rows of the durable engine: finding jobs and attempts, and the guarded moves of their states."""

import logging
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, case, func, literal, or_, select, update

from db.columns import UtcDateTime
from db.enums import AttemptState, JobState
from db.models import Attempt, ClientRequest, Job, JobEvent, ProviderStanding, User
from db.sessions import ReadSession, WriteSession

LIVE_STATES = (
    JobState.QUEUED,
    JobState.SUBMITTING,
    JobState.UNCERTAIN,
    JobState.REVIEW,
    JobState.RUNNING,
    JobState.FINALISING,
    JobState.VALIDATING,
)
_MOST_AT_ONCE = 500
"""Values in one question; databases limit them."""

_MOST_LOST = 2_000
"""Guard against a list without an end."""

TERMINAL_STATES = (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)

log = logging.getLogger(__name__)


async def job_by_id(session: ReadSession, job_id: uuid.UUID) -> Job | None:
    """The job as it stands, never from the session's memory."""
    return await session.get(Job, job_id, populate_existing=True)


async def lock_job(session: WriteSession, job_id: uuid.UUID) -> None:
    """Makes others that change this job wait until the unit of work ends; rows that refer to it may still come."""
    await session.execute(select(Job.id).where(Job.id == job_id).with_for_update(key_share=True))


async def jobs_by_ids(session: ReadSession, ids: Sequence[uuid.UUID]) -> list[Job]:
    """The jobs with these ids, oldest due first."""
    if not ids:
        return []
    found = await session.execute(
        select(Job).where(Job.id.in_(ids)).order_by(Job.next_at, Job.id).execution_options(populate_existing=True)
    )
    return list(found.scalars())


async def live_jobs_of(session: ReadSession, user_id: int) -> list[Job]:
    """A person's orders that have not ended, oldest first; the proofs of a training are part of it."""
    found = await session.execute(
        select(Job)
        .where(Job.user_id == user_id, Job.state.in_(LIVE_STATES), Job.parent_id.is_(None))
        .order_by(Job.created_at, Job.id)
    )
    return list(found.scalars())


async def job_of_request(session: ReadSession, user_id: int, key: str) -> Job | None:
    """The job that this person's earlier order under the same key made."""
    request = await session.get(ClientRequest, (user_id, key))
    return await session.get(Job, request.job_id) if request else None


async def children_of(session: ReadSession, job_id: uuid.UUID) -> list[Job]:
    """Child jobs, in the order in which they were made."""
    found = await session.execute(
        select(Job).where(Job.parent_id == job_id).order_by(Job.id).execution_options(populate_existing=True)
    )
    return list(found.scalars())


async def move_job(
    session: WriteSession,
    job_id: uuid.UUID,
    from_states: Collection[JobState],
    values: dict[str, Any],
    *,
    lease_no: int | None = None,
) -> bool:
    """Changes a job only while it is in one of `from_states` (and, if given, under that lease); True if it was.

    A change of its state is a line in the log once it is committed.
    """
    guards = [Job.id == job_id, Job.state.in_(list(from_states))]
    if lease_no is not None:
        guards.append(Job.lease_no == lease_no)
    told = await _told(session, job_id, values) if "state" in values else None
    done = await session.execute(
        update(Job).where(*guards).values(**values).execution_options(synchronize_session=False)
    )
    moved = cast(CursorResult[Any], done).rowcount == 1
    if moved and told is not None:
        tell_move(session, job_id, told)
    return moved


async def _told(session: ReadSession, job_id: uuid.UUID, values: dict[str, Any]) -> dict[str, Any]:
    attempts = select(func.max(Attempt.no)).where(Attempt.job_id == job_id).scalar_subquery()
    found = await session.execute(select(Job.kind, Job.state, Job.provider, attempts).where(Job.id == job_id))
    kind, before, provider, attempt = found.one_or_none() or (None, None, None, None)
    to = {"to": values["state"], "provider": values.get("provider", provider), "attempt": attempt or 0}
    return {"kind": kind, "from": before, **to}


def tell_move(session: WriteSession, job_id: uuid.UUID, fields: dict[str, Any]) -> None:
    """One line in the log, once committed: the lines about one job tell its whole life."""
    session.once_committed(partial(log.info, "job moved", extra={"job": str(job_id), **fields}))


async def attempts_of(session: ReadSession, job_id: uuid.UUID) -> list[Attempt]:
    """All paid calls of a job, first to last."""
    found = await session.execute(
        select(Attempt).where(Attempt.job_id == job_id).order_by(Attempt.no).execution_options(populate_existing=True)
    )
    return list(found.scalars())


async def latest_attempts(session: ReadSession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Attempt]:
    """The newest paid call of each of these jobs, by job."""
    found = await session.execute(
        select(Attempt)
        .where(Attempt.job_id.in_(list(ids)))
        .order_by(Attempt.no)
        .execution_options(populate_existing=True)
    )
    return {attempt.job_id: attempt for attempt in found.scalars()}


async def latest_attempt(session: ReadSession, job_id: uuid.UUID) -> Attempt | None:
    """The newest paid call of a job."""
    found = await session.execute(
        select(Attempt)
        .where(Attempt.job_id == job_id)
        .order_by(Attempt.no.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return found.scalar_one_or_none()


async def attempt_by_token(session: ReadSession, provider: str, token_hash: str) -> Attempt | None:
    """The paid call whose webhook path carries this token."""
    found = await session.execute(select(Attempt).where(Attempt.token_hash == token_hash, Attempt.provider == provider))
    return found.scalar_one_or_none()


async def known_refs(session: ReadSession, provider: str, refs: Collection[str]) -> set[str]:
    """Which of these provider ids already belong to an attempt."""
    wanted, known = list(refs), set[str]()
    for start in range(0, len(wanted), _MOST_AT_ONCE):
        some = wanted[start : start + _MOST_AT_ONCE]
        found = await session.execute(
            select(Attempt.provider_ref).where(Attempt.provider == provider, Attempt.provider_ref.in_(some))
        )
        known |= {ref for ref in found.scalars() if ref is not None}
    return known


async def lost_attempts(
    session: ReadSession, provider: str, since: datetime, states: Collection[AttemptState]
) -> list[Attempt]:
    """The provider's attempts in `states` that were begun since then and have no call, the newest first."""
    found = await session.execute(
        select(Attempt)
        .where(
            Attempt.provider == provider,
            Attempt.state.in_(list(states)),
            Attempt.provider_ref.is_(None),
            Attempt.started_at >= since,
        )
        .order_by(Attempt.started_at.desc())
        .limit(_MOST_LOST)
    )
    return list(found.scalars())


@dataclass(frozen=True)
class OpenCase:
    """A job of which nobody can say whether its call was taken, its person, and that call."""

    job: Job
    person: User
    attempt: Attempt | None


async def open_cases(session: ReadSession, limit: int) -> list[OpenCase]:
    """The first `limit` jobs that are uncertain or in review, those that are it for the longest first."""
    found = await session.execute(
        select(Job, User, Attempt)
        .join(User, User.id == Job.user_id)
        .outerjoin(Attempt, and_(Attempt.job_id == Job.id, Attempt.state == AttemptState.CALLING))
        .where(Job.state.in_((JobState.UNCERTAIN, JobState.REVIEW)))
        .order_by(Job.uncertain_since, Job.id)
        .limit(limit)
    )
    return [OpenCase(job, person, attempt) for job, person, attempt in found]


async def next_attempt_no(session: ReadSession, job_id: uuid.UUID) -> int:
    """The number of the next paid call of a job."""
    highest = await session.scalar(select(func.max(Attempt.no)).where(Attempt.job_id == job_id))
    return int(highest or 0) + 1


async def end_attempts(session: WriteSession, job_id: uuid.UUID, calling: AttemptState, at: datetime) -> None:
    """Closes a job's open attempts: accepted ones end, calling ones become `calling`'s given state."""
    for state, to in ((AttemptState.ACCEPTED, AttemptState.ENDED), (AttemptState.CALLING, calling)):
        await session.execute(
            update(Attempt)
            .where(Attempt.job_id == job_id, Attempt.state == state)
            .values(state=to, ended_at=at)
            .execution_options(synchronize_session=False)
        )


async def resume_held(session: WriteSession, provider: str, at: datetime) -> int:
    """Makes every held job of a provider due at once."""
    done = await session.execute(
        update(Job)
        .where(Job.provider == provider, Job.state == JobState.QUEUED, Job.held_reason.is_not(None))
        .values(held_reason=None, next_at=at)
        .execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], done).rowcount


async def running_by_provider(session: ReadSession) -> dict[str, int]:
    """How many calls run at each provider, by all replicas."""
    found = await session.execute(
        select(Job.provider, func.count()).where(Job.state == JobState.RUNNING).group_by(Job.provider)
    )
    return dict(found.all())


def next_look(at: datetime, now: datetime) -> ColumnElement[datetime]:
    """`at`, but `now` for a job that somebody has wished to stop since it was claimed."""
    return case((Job.stop_requested_at.is_(None), literal(at, UtcDateTime())), else_=literal(now, UtcDateTime()))


async def paused_standings(session: ReadSession) -> list[ProviderStanding]:
    """The providers whose jobs are held."""
    found = await session.execute(
        select(ProviderStanding)
        .where(ProviderStanding.paused_reason.is_not(None))
        .execution_options(populate_existing=True)
    )
    return list(found.scalars())


async def overdue_jobs(session: ReadSession, before: datetime, *, accepted_before: datetime) -> list[Job]:
    """Live jobs that should have been looked at before `before`, and of which no look has said when the next one is;
    and those that run since `accepted_before`, whose looks get no answer.

    A lease is no excuse: a job at which every look fails is held again and again.
    """
    unseen = Job.next_at < before
    unanswered = and_(Job.state == JobState.RUNNING, Job.accepted_at < accepted_before)
    # By key: whoever changes several jobs in one unit of work does it in this order, or two would wait for each other.
    found = await session.execute(
        select(Job).where(Job.state.in_(LIVE_STATES), or_(unseen, unanswered)).order_by(Job.id)
    )
    return list(found.scalars())


def record_event(session: WriteSession, job_id: uuid.UUID, name: str, at: datetime, **data: Any) -> None:
    """Adds a line to the job's history."""
    session.add(JobEvent(job_id=job_id, name=name, data=data, at=at))
