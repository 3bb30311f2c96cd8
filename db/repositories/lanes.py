"""The lanes (chats) that updates wait in: what is next in each, and who works on it.

A transaction that locks several lanes locks them in the order of their numbers, so that two never wait for each other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select, tuple_, update

from db.claims import NO_LEASE, Moment, moment
from db.models import ChatLane, TgUpdate
from db.repositories.updates import is_waiting
from db.repositories.visitors import Visitor, visitor_of, with_visitor
from db.sessions import WriteSession

Hold = tuple[int, str]
"""A lane and the owner of its lease. Every claim has an owner of its own, so a hold that was lost stays lost."""


@dataclass(frozen=True)
class Waiting:
    """An update to be handled, and who wrote it."""

    update_id: int
    lane: int
    body: str
    visitor: Visitor


async def oldest_waiting(session: WriteSession, lanes: Collection[int]) -> dict[int, Waiting]:
    """The oldest waiting update of each lane that has one. Its visitor comes along, because all handling begins with
    them: asked for by every update for itself, that took longer than everything else (measured)."""
    if not lanes:
        return {}
    found = await session.execute(_OLDEST_WAITING, {"lanes": list(lanes)})
    return {
        lane: Waiting(update_id, lane, body or "", visitor_of(*visitor)) for update_id, lane, body, *visitor in found
    }


def _oldest_waiting() -> Select[*tuple[Any, ...]]:
    first = (
        select(TgUpdate.update_id)
        .where(TgUpdate.lane == ChatLane.lane, is_waiting())
        .order_by(TgUpdate.update_id)
        .limit(1)
        .correlate(ChatLane)
        .scalar_subquery()
    )
    firsts = select(first).where(ChatLane.lane.in_(bindparam("lanes", expanding=True)))
    question = select(TgUpdate.update_id, TgUpdate.lane, TgUpdate.body).where(TgUpdate.update_id.in_(firsts))
    return with_visitor(question, TgUpdate.lane)


_OLDEST_WAITING = _oldest_waiting()
"""Put together once: doing so takes longer than asking it."""


async def lock_held(session: WriteSession, holds: Collection[Hold]) -> set[Hold]:
    """Those that still hold, their lanes locked: an update stored from now on makes its lane due after us."""
    held = select(ChatLane.lane, ChatLane.lease_owner).where(_held_by(holds)).order_by(ChatLane.lane)
    rows = await session.execute(held.with_for_update())
    return {(lane, str(owner)) for lane, owner in rows}


async def renew_lanes(session: WriteSession, clock: Moment, lanes: Collection[int], seconds: float) -> None:
    """Holds locked lanes for another `seconds`."""
    await _change(session, lanes, lease_until=moment(session, clock, later=seconds))


async def release_lanes(session: WriteSession, lanes: Collection[int]) -> None:
    """Gives up locked lanes in which nothing waits."""
    await _change(session, lanes, due_at=None, **NO_LEASE)


async def release_lane(session: WriteSession, clock: Moment, hold: Hold, *, after: float = 0.0) -> None:
    """Gives a lane up; it is due again `after` seconds from now if updates wait. Nothing happens if it was lost."""
    lanes = {lane for lane, _ in await lock_held(session, [hold])}
    waits = bool(await oldest_waiting(session, lanes))
    due_at = moment(session, clock, later=after) if waits else None
    await _change(session, lanes, due_at=due_at, **NO_LEASE)
    if waits and not after:
        session.wake("updates")


async def holds_lane(session: WriteSession, lane: int, owner: str) -> bool:
    """Whether the lane is still leased to `owner`."""
    held = select(ChatLane.lane).where(ChatLane.lane == lane, ChatLane.lease_owner == owner)
    return (await session.execute(held)).scalar_one_or_none() is not None


def _held_by(holds: Collection[Hold]) -> Any:
    return tuple_(ChatLane.lane, ChatLane.lease_owner).in_(list(holds))


async def _change(session: WriteSession, lanes: Collection[int], **values: Any) -> None:
    if lanes:
        change = update(ChatLane).where(ChatLane.lane.in_(lanes)).values(**values)
        await session.execute(change.execution_options(synchronize_session=False))
