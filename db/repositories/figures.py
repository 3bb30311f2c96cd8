"""Counting what an operator watches: each question reads an index or a small table, however much there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from db.enums import BroadcastState, JobKind, JobState, OutboxState
from db.models import Audit, Broadcast, ChatLane, Job, Outbox
from db.repositories.jobs import LIVE_STATES, TERMINAL_STATES, paused_standings
from db.sessions import ReadSession

UNSETTLED = tuple(state for state in OutboxState if state is not OutboxState.SENT)
LATELY = timedelta(days=1)
UNDER_WAY = (BroadcastState.RUNNING, BroadcastState.PAUSED)

JobCounts = Mapping[tuple[JobKind, JobState], int]


@dataclass(frozen=True)
class Queue:
    """What is due and nobody holds: how many, and since when the oldest is."""

    due: int
    since: datetime | None


@dataclass(frozen=True)
class Work:
    """The work at hand. `live` jobs have not ended; `ended` were ordered in the last day. `leases`: when the lease
    that ends first ends, by state. `messages` are those that are not settled."""

    live: JobCounts
    ended: JobCounts
    jobs: Queue
    leases: Mapping[JobState, datetime]
    messages: Mapping[OutboxState, int]
    outbox: Queue
    lanes: Queue
    paused: Sequence[str]


async def count_work(session: ReadSession, now: datetime) -> Work:
    """The work as it stands."""
    live = Job.state.in_(LIVE_STATES)
    lately = Job.kind.in_(tuple(JobKind)) & (Job.created_at >= now - LATELY) & Job.state.in_(TERMINAL_STATES)
    waits = (Outbox.state == OutboxState.PENDING) & _is_free(Outbox.lease_until, now)
    leases = select(Job.state, func.min(Job.lease_until)).where(live, Job.lease_until.is_not(None)).group_by(Job.state)
    messages = select(Outbox.state, func.count().label("number")).where(Outbox.state.in_(UNSETTLED))
    messages = messages.group_by(Outbox.state)
    return Work(
        live=await _jobs(session, live),
        ended=await _jobs(session, lately),
        jobs=await _queue(session, Job.next_at, now, live & _is_free(Job.lease_until, now)),
        leases={state: until for state, until in await session.execute(leases) if until is not None},
        messages={row.state: row.number for row in await session.execute(messages)},
        outbox=await _queue(session, Outbox.not_before, now, waits),
        lanes=await _queue(session, ChatLane.due_at, now, _is_free(ChatLane.lease_until, now)),
        paused=sorted(row.provider for row in await paused_standings(session)),
    )


async def newest_findings(session: ReadSession, action: str) -> tuple[datetime, Mapping[str, int]] | None:
    """When an audit last ended and what it found, by the action under which it is written down."""
    newest = select(Audit.at, Audit.data).where(Audit.action == action).order_by(Audit.at.desc()).limit(1)
    row = (await session.execute(newest)).one_or_none()
    return (row.at, row.data) if row is not None else None


async def broadcast_counts(session: ReadSession) -> Mapping[str, int]:
    """What became of the messages of all broadcasts under way, and how many are expected in all."""
    columns = {name: getattr(Broadcast, name) for name in ("expected", "sent", "blocked", "failed", "unknown")}
    sums = [func.coalesce(func.sum(column), 0).label(name) for name, column in columns.items()]
    row = (await session.execute(select(*sums).where(Broadcast.state.in_(UNDER_WAY)))).one()
    return {name: int(getattr(row, name)) for name in columns}


def _is_free(
    lease_until: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], now: datetime
) -> ColumnElement[bool]:
    return or_(lease_until.is_(None), lease_until < now)


async def _jobs(session: ReadSession, which: ColumnElement[bool]) -> JobCounts:
    counted = select(Job.kind, Job.state, func.count()).where(which).group_by(Job.kind, Job.state)
    return {(kind, state): count for kind, state, count in await session.execute(counted)}


async def _queue(
    session: ReadSession,
    due_at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    now: datetime,
    which: ColumnElement[bool],
) -> Queue:
    counted = select(func.count(), func.min(due_at)).where(which, due_at <= now)
    return Queue(*(await session.execute(counted)).one())
