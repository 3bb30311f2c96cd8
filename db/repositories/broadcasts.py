"""Broadcasts: their rows, states and counters."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, exists, select, update

from db.enums import BroadcastState, DeliveryState
from db.models import Broadcast, BroadcastDelivery
from db.sessions import ReadSession, WriteSession

COUNTED: Mapping[DeliveryState, str] = MappingProxyType(
    {
        DeliveryState.SENT: "sent",
        DeliveryState.BLOCKED: "blocked",
        DeliveryState.FAILED: "failed",
        DeliveryState.UNKNOWN: "unknown",
        DeliveryState.REMOVED: "removed",
    }
)
"""The counter of a broadcast for each state in which deliveries come to rest."""


async def broadcast(session: ReadSession, broadcast_id: UUID) -> Broadcast | None:
    """The broadcast."""
    return await session.get(Broadcast, broadcast_id)


async def locked_broadcast(session: WriteSession, broadcast_id: UUID) -> Broadcast | None:
    """The same, changed by nobody else until the end of the unit of work."""
    return await session.get(Broadcast, broadcast_id, with_for_update=True, populate_existing=True)


async def recent_broadcasts(session: ReadSession, limit: int) -> Sequence[Broadcast]:
    """The newest first."""
    found = await session.execute(select(Broadcast).order_by(Broadcast.created_at.desc()).limit(limit))
    return found.scalars().all()


async def next_at_work(session: ReadSession, now: datetime) -> Broadcast | None:
    """What to work on: taking one back, then the one that runs, then the one that was due first."""
    for state in (BroadcastState.REMOVING, BroadcastState.RUNNING, BroadcastState.SCHEDULED):
        here = [Broadcast.state == state]
        if state is BroadcastState.SCHEDULED:
            here.append(Broadcast.start_at <= now)
        found = await session.execute(select(Broadcast).where(*here).order_by(Broadcast.start_at).limit(1))
        if (row := found.scalar_one_or_none()) is not None:
            return row
    return None


async def half_sent(session: ReadSession) -> Sequence[UUID]:
    """Broadcasts with deliveries that were begun and have no result."""
    open_states = [state for state in BroadcastState if state is not BroadcastState.DRAFT]
    begun = exists().where(
        BroadcastDelivery.broadcast_id == Broadcast.id, BroadcastDelivery.state == DeliveryState.SENDING
    )
    found = await session.execute(select(Broadcast.id).where(Broadcast.state.in_(open_states), begun))
    return found.scalars().all()


async def move_broadcast(
    session: WriteSession, broadcast_id: UUID, before: Collection[BroadcastState], values: Mapping[str, Any]
) -> bool:
    """Changes a broadcast only while it is in one of the states `before`; True if it was."""
    return await _changed(session, [Broadcast.id == broadcast_id, Broadcast.state.in_(before)], values)


async def move_cursor(session: WriteSession, broadcast_id: UUID, before: int, after: int) -> bool:
    """Takes the people up to `after` in hand; False when it runs no more, or another process has gone on from
    `before`."""
    here = [
        Broadcast.id == broadcast_id,
        Broadcast.state == BroadcastState.RUNNING,
        Broadcast.cursor == before,
    ]
    return await _changed(session, here, {"cursor": after})


async def add_counts(session: WriteSession, broadcast_id: UUID, counts: Mapping[DeliveryState, int]) -> None:
    """Raises the counters by what has come to rest."""
    added = {COUNTED[state]: count for state, count in counts.items() if state in COUNTED and count}
    if added:
        values = {name: getattr(Broadcast, name) + count for name, count in added.items()}
        await _changed(session, [Broadcast.id == broadcast_id], values)


async def _changed(session: WriteSession, here: Sequence[Any], values: Mapping[str, Any]) -> bool:
    change = update(Broadcast).where(*here).values(**values).execution_options(synchronize_session=False)
    return cast(CursorResult[Any], await session.execute(change)).rowcount == 1
