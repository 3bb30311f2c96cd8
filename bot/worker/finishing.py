"""What follows when updates are handled: their marks, the next update of each chat, and chats that are given up."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.group_commit import GroupCommit
from bot.nursery import Nursery
from db.database import Database
from db.repositories.lanes import Hold, Waiting, lock_held, oldest_waiting, release_lane, release_lanes, renew_lanes
from db.repositories.updates import mark_all_handled
from services.ports import Clock

AGAIN_SECONDS = (0.2, 1.0, 3.0)
DATABASE_ERRORS = (SQLAlchemyError, OSError, TimeoutError)

ENOUGH = 48
PATIENCE_SECONDS = 0.01
"""Nobody but the next update of the same chat waits for this."""


@dataclass(frozen=True)
class Handled:
    """An update that is done with; `marked` when it was marked together with its effect, or set aside."""

    update_id: int
    hold: Hold
    marked: bool


class Finishing:
    """Finishes the updates of many chats in one transaction."""

    def __init__(self, db: Database, clock: Clock, nursery: Nursery, lease_seconds: float) -> None:
        self._db = db
        self._clock = clock
        self._lease_seconds = lease_seconds
        self._group = GroupCommit(self._write, nursery, patience=PATIENCE_SECONDS, enough=ENOUGH)

    async def next_after(self, handled: Handled) -> Waiting | None:
        """The next update of the chat, which is held on; None when the chat was given up or lost.

        Tried again while the database fails: an update that was answered and is not marked is answered twice.
        """
        for wait in AGAIN_SECONDS:
            try:
                return await self._group.put(handled)
            except DATABASE_ERRORS:
                await asyncio.sleep(wait)
        return await self._group.put(handled)

    async def end(self, handled: Handled) -> None:
        """Gives the chat up whatever waits in it; others may go on at once."""
        async with self._db.write(joins_update=False) as session:
            if await lock_held(session, [handled.hold]) and not handled.marked:
                await mark_all_handled(session, self._clock, [handled.update_id])
            await release_lane(session, self._clock, handled.hold)

    async def _write(self, batch: Sequence[Handled]) -> list[Waiting | None]:
        async with self._db.write(joins_update=False) as session:
            held = await lock_held(session, [each.hold for each in batch])
            unmarked = [each.update_id for each in batch if not each.marked and each.hold in held]
            await mark_all_handled(session, self._clock, unmarked)
            lanes = {lane for lane, _ in held}
            following = await oldest_waiting(session, lanes)
            await renew_lanes(session, self._clock, following.keys(), self._lease_seconds)
            await release_lanes(session, lanes - following.keys())
        # A lane that was lost and taken again may be here twice: the next update is for the one who holds it.
        return [following.get(each.hold[0]) if each.hold in held else None for each in batch]
