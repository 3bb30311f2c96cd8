"""The Telegram inbox: raw updates, until they are handled or set aside."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Executable,
    Interval,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from db.claims import Moment, is_postgresql
from db.columns import UtcDateTime
from db.models import ChatLane, TgUpdate
from db.sessions import ReadSession, WriteSession

# Tables instead of classes: many rows go in with one statement, and nobody wants objects of them.
_UPDATES = cast(Table, TgUpdate.__table__)
_LANES = cast(Table, ChatLane.__table__)


@dataclass(frozen=True)
class NewUpdate:
    """A raw update and the lane (chat) it waits in."""

    update_id: int
    lane: int
    body: str


async def keep_updates(session: WriteSession, clock: Moment, updates: Sequence[NewUpdate]) -> set[int]:
    """Stores raw updates and makes their lanes due; the ids of those that had not come before."""
    statements = _ON_POSTGRESQL if is_postgresql(session) else _ON_SQLITE
    now = clock.now()
    # In the order of their keys, so that two replicas storing the same ones never wait for each other.
    rows = [
        {"update_id": each.update_id, "lane": each.lane, "body": each.body, "failures": 0, "received_at": now}
        for each in sorted(updates, key=lambda each: each.update_id)
    ]
    fresh = set((await session.execute(statements.keep, rows)).scalars())
    lanes = sorted({each.lane for each in updates if each.update_id in fresh})
    if lanes:
        at = clock.shift if is_postgresql(session) else now
        await session.execute(statements.make_due, [{"lane": lane, "at": at} for lane in lanes])
        session.wake("updates")
    return fresh


@dataclass(frozen=True)
class _Statements:
    """What storing needs, put together once: doing so takes longer than executing it."""

    keep: Executable
    make_due: Executable


def _statements(build: Callable[[Table], Any], due_at: ColumnElement[datetime]) -> _Statements:
    keep = build(_UPDATES).on_conflict_do_nothing().returning(_UPDATES.c.update_id)
    due = build(_LANES).values(lane=bindparam("lane"), due_at=due_at)
    # A lane that waits before a retry keeps its time: a new update must not hurry a failing one.
    waits = func.coalesce(_LANES.c.due_at, due.excluded.due_at)
    return _Statements(keep, due.on_conflict_do_update(index_elements=[_LANES.c.lane], set_={"due_at": waits}))


# The clock that leases are compared with, see `db.claims.moment`.
_ON_SQLITE = _statements(sqlite_insert, bindparam("at", type_=UtcDateTime()))
_ON_POSTGRESQL = _statements(postgresql_insert, func.clock_timestamp() + bindparam("at", type_=Interval()))


async def keep_update(session: WriteSession, clock: Moment, update_id: int, lane: int, body: str) -> bool:
    """Stores one raw update; False when it came before."""
    return bool(await keep_updates(session, clock, [NewUpdate(update_id, lane, body)]))


async def mark_handled(session: WriteSession, clock: Moment, update_id: int, lane: int, owner: str) -> bool:
    """Marks the update handled and erases its body; False when it was handled already or the lane is not ours."""
    ours = exists().where(ChatLane.lane == lane, ChatLane.lease_owner == owner)
    mark = (
        update(TgUpdate)
        .where(TgUpdate.update_id == update_id, TgUpdate.handled_at.is_(None), ours)
        .values(handled_at=clock.now(), body=None)
        .execution_options(synchronize_session=False)
    )
    return _rows(await session.execute(mark)) == 1


async def mark_all_handled(session: WriteSession, clock: Moment, update_ids: Collection[int]) -> None:
    """Marks updates handled whose handling wrote nothing; their lanes are locked by this unit of work."""
    if update_ids:
        mark = update(TgUpdate).where(TgUpdate.update_id.in_(update_ids), TgUpdate.handled_at.is_(None))
        mark = mark.values(handled_at=clock.now(), body=None).execution_options(synchronize_session=False)
        await session.execute(mark)


async def has_waiting(session: ReadSession, lane: int) -> bool:
    """Whether updates of this chat are still to be handled, the one in hand included."""
    return bool(await session.scalar(select(exists().where(TgUpdate.lane == lane, is_waiting()))))


async def count_failure(session: WriteSession, update_id: int) -> int:
    """Counts one more failed try; the number so far."""
    count = (
        update(TgUpdate)
        .where(TgUpdate.update_id == update_id)
        .values(failures=TgUpdate.failures + 1)
        .returning(TgUpdate.failures)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(count)).scalar_one()


async def quarantine(session: WriteSession, clock: Moment, update_id: int) -> None:
    """Sets the update aside with its body, so that the lane goes on and somebody can look at it."""
    aside = update(TgUpdate).where(TgUpdate.update_id == update_id).values(quarantined_at=clock.now())
    await session.execute(aside.execution_options(synchronize_session=False))


async def purge_updates(session: WriteSession, now: datetime, age: timedelta) -> int:
    """Forgets updates handled or quarantined longer than `age` ago, and lanes with nothing left; how many updates."""
    before = now - age
    old = delete(TgUpdate).where(or_(TgUpdate.handled_at < before, TgUpdate.quarantined_at < before))
    gone = await session.execute(old.execution_options(synchronize_session=False))
    idle = (
        select(ChatLane.lane)
        .where(ChatLane.due_at.is_(None), ChatLane.lease_owner.is_(None))
        .where(~exists().where(TgUpdate.lane == ChatLane.lane))
        .with_for_update(skip_locked=True)
        .cte("idle")
    )
    forget = delete(ChatLane).where(ChatLane.lane.in_(select(idle.c.lane)))
    await session.execute(forget.execution_options(synchronize_session=False))
    return _rows(gone)


def is_waiting() -> Any:
    """Neither handled nor set aside."""
    return and_(TgUpdate.handled_at.is_(None), TgUpdate.quarantined_at.is_(None))


def _rows(result: Any) -> int:
    return cast(CursorResult[Any], result).rowcount
