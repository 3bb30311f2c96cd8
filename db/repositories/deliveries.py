"""What became of a broadcast for each person: written before the call, so that nobody gets it twice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Table, bindparam, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from db.claims import is_postgresql
from db.enums import DeliveryState
from db.models import Broadcast, BroadcastDelivery, User
from db.repositories.audience import Receiver, takes_broadcasts
from db.sessions import ReadSession, WriteSession

_TABLE = cast(Table, BroadcastDelivery.__table__)
_RESULT = ("state", "message_ids", "reason", "at")


async def mark_receivers(
    session: WriteSession, broadcast_id: UUID, receivers: Sequence[Receiver], now: datetime
) -> Sequence[Receiver]:
    """Writes down that these people are about to get it; those who may have had it already are left out."""
    if not receivers:
        return []
    build = postgresql_insert if is_postgresql(session) else sqlite_insert
    rows = [
        {"broadcast_id": broadcast_id, "user_id": receiver.user_id, "state": DeliveryState.SENDING, "at": now}
        for receiver in receivers
    ]
    insert = build(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.user_id)
    fresh = set((await session.execute(insert, rows)).scalars())
    return [receiver for receiver in receivers if receiver.user_id in fresh]


async def waiting_receivers(session: ReadSession, broadcast_id: UUID, limit: int) -> Sequence[Receiver]:
    """People who definitely did not get it at the first try, and still want it."""
    found = await session.execute(
        select(User.id, User.language)
        .join(BroadcastDelivery, BroadcastDelivery.user_id == User.id)
        .where(_of(broadcast_id), BroadcastDelivery.state == DeliveryState.WAITING, takes_broadcasts())
        .order_by(BroadcastDelivery.user_id)
        .limit(limit)
    )
    return [Receiver(user_id, language) for user_id, language in found]


async def mark_again(
    session: WriteSession, broadcast_id: UUID, receivers: Sequence[Receiver], now: datetime
) -> Sequence[Receiver]:
    """Writes down that people who wait are about to get it; those who wait no more are left out."""
    waited = await session.execute(
        update(BroadcastDelivery)
        .where(
            _of(broadcast_id),
            BroadcastDelivery.user_id.in_([receiver.user_id for receiver in receivers]),
            BroadcastDelivery.state == DeliveryState.WAITING,
        )
        .values(state=DeliveryState.SENDING, at=now)
        .returning(BroadcastDelivery.user_id)
        .execution_options(synchronize_session=False)
    )
    marked = set(waited.scalars())
    return [receiver for receiver in receivers if receiver.user_id in marked]


async def settle_deliveries(
    session: WriteSession, broadcast_id: UUID, before: DeliveryState, results: Sequence[Mapping[str, Any]]
) -> Counter[DeliveryState]:
    """Stores results (`user_id`, `state`, `message_ids`, `reason`, `at`) of deliveries that are in the state `before`;
    how many came into which state."""
    asked = [result["user_id"] for result in results]
    mine = await session.execute(
        select(BroadcastDelivery.user_id)
        .where(_of(broadcast_id), BroadcastDelivery.user_id.in_(asked), BroadcastDelivery.state == before)
        .with_for_update()
    )
    held = set(mine.scalars())
    kept = [result for result in results if result["user_id"] in held]
    if kept:
        change = (
            update(_TABLE)
            .where(_TABLE.c.broadcast_id == broadcast_id, _TABLE.c.user_id == bindparam("whose"))
            .values({name: bindparam(f"{name}_") for name in _RESULT})
        )
        await (await session.connection()).execute(change, [_named(result) for result in kept])
    return Counter(result["state"] for result in kept)


async def give_up_half_sent_of(session: WriteSession, broadcast_id: UUID) -> int:
    """Deliveries whose process is gone become `unknown`: they may have arrived. How many."""
    change = (
        update(BroadcastDelivery)
        .where(_of(broadcast_id), BroadcastDelivery.state == DeliveryState.SENDING)
        .values(state=DeliveryState.UNKNOWN)
        .execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], await session.execute(change)).rowcount


async def forget_waiting(session: WriteSession, broadcast_id: UUID) -> None:
    """Removes what is left of people who wanted it no more while they waited."""
    gone = delete(BroadcastDelivery).where(_of(broadcast_id), BroadcastDelivery.state == DeliveryState.WAITING)
    await session.execute(gone.execution_options(synchronize_session=False))


async def sent_deliveries(
    session: ReadSession, broadcast_id: UUID, above: int, limit: int
) -> Sequence[BroadcastDelivery]:
    """What arrived at people with ids above `above` and was not tried to be taken back, in the order of people."""
    found = await session.execute(
        select(BroadcastDelivery)
        .where(
            _of(broadcast_id),
            BroadcastDelivery.state == DeliveryState.SENT,
            BroadcastDelivery.user_id > above,
            BroadcastDelivery.reason.is_(None),
        )
        .order_by(BroadcastDelivery.user_id)
        .limit(limit)
    )
    return found.scalars().all()


async def forget_deliveries(session: WriteSession, before: datetime, most: int) -> int:
    """Removes who got broadcasts that were over before `before`, up to `most` people at a time; their figures stay."""
    old = (
        select(BroadcastDelivery.broadcast_id, BroadcastDelivery.user_id)
        .join(Broadcast, Broadcast.id == BroadcastDelivery.broadcast_id)
        .where(Broadcast.finished_at < before)
        .limit(most)
    )
    done = await session.execute(
        delete(BroadcastDelivery)
        .where(tuple_(BroadcastDelivery.broadcast_id, BroadcastDelivery.user_id).in_(old))
        .execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], done).rowcount


async def newest_deliveries(
    session: ReadSession, broadcast_id: UUID, most: int
) -> tuple[int, datetime | None, datetime | None]:
    """The newest `most` deliveries by key: how many they are, when the first and when the last was written."""
    newest = (
        select(BroadcastDelivery.at)
        .where(_of(broadcast_id))
        .order_by(BroadcastDelivery.user_id.desc())
        .limit(most)
        .subquery()
    )
    count, first, last = (
        await session.execute(select(func.count(), func.min(newest.c.at), func.max(newest.c.at)))
    ).one()
    return count, first, last


def _of(broadcast_id: UUID) -> ColumnElement[bool]:
    return BroadcastDelivery.broadcast_id == broadcast_id


def _named(result: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters may not be named like the columns they set."""
    return {"whose": result["user_id"], **{f"{name}_": result.get(name) for name in _RESULT}}
