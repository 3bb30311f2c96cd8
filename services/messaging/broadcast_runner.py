"""Works on broadcasts, one at a time, in the process that holds the sender's lease."""

import logging
from uuid import UUID

from db.enums import BroadcastState, DeliveryState
from db.models import Broadcast
from db.repositories.broadcasts import add_counts, half_sent, move_broadcast, next_at_work
from db.repositories.deliveries import give_up_half_sent_of
from services.messaging.broadcast_removal import BroadcastRemoval
from services.messaging.broadcast_results import FaultStreak
from services.messaging.broadcast_run import BroadcastParts, BroadcastRun
from services.messaging.cards import put_broadcast_card

log = logging.getLogger(__name__)


class BroadcastRunner:
    """Takes the removals first, then what runs, then what is due, each in the order of their times."""

    def __init__(self, parts: BroadcastParts) -> None:
        self._parts = parts
        self._streaks: dict[UUID, FaultStreak] = {}
        self._unsettled: BroadcastRun | None = None
        self._at_work: BroadcastRun | BroadcastRemoval | None = None
        self._stopped = False

    def stop(self) -> None:
        """Nothing further is begun; `tick` returns when what is under way is settled."""
        self._stopped = True
        if self._at_work is not None:
            self._at_work.stop()

    async def tick(self) -> int:
        """Works on the next broadcast until it is over, paused or stopped; 1 if there was one."""
        if self._stopped or not await self._parts.lease.holds():
            return 0
        if self._unsettled is not None:
            await self._unsettled.settle()
            self._unsettled = None
        await self._heal()
        row = await self._next()
        if row is None or self._stopped:
            return 0
        if row.state is BroadcastState.REMOVING:
            await self._remove(row)
        else:
            await self._run(row)
        return 1

    async def _heal(self) -> None:
        """Nobody is at work here, and nobody else may be: whoever is marked belongs to a process that is gone."""
        async with self._parts.db.read() as session:
            left = await half_sent(session)
        for broadcast_id in left:
            async with self._parts.db.write(joins_update=False) as session:
                unknown = await give_up_half_sent_of(session, broadcast_id)
                await add_counts(session, broadcast_id, {DeliveryState.UNKNOWN: unknown})
            log.warning("deliveries of unknown fate", extra={"count": unknown, "broadcast_id": str(broadcast_id)})

    async def _next(self) -> Broadcast | None:
        now = self._parts.clock.now()
        async with self._parts.db.read() as session:
            row = await next_at_work(session, now)
        if row is None or row.state is not BroadcastState.SCHEDULED:
            return row
        begun = {"state": BroadcastState.RUNNING, "started_at": now}
        async with self._parts.db.write(joins_update=False) as session:
            if not await move_broadcast(session, row.id, (BroadcastState.SCHEDULED,), begun):
                return None
            await put_broadcast_card(session, self._parts.clock, row.created_by, row.id)
        return row

    async def _run(self, row: Broadcast) -> None:
        """Faults are counted on over stretches that end by an error of ours, but not over a pause."""
        streak = self._streaks.pop(row.id, FaultStreak())
        self._unsettled = self._at_work = run = BroadcastRun(self._parts, row, streak)
        try:
            await run.go()
            self._unsettled = None
        finally:
            self._at_work = None
            if self._unsettled is not None and not streak.fault:
                self._streaks = {row.id: streak}

    async def _remove(self, row: Broadcast) -> None:
        self._at_work = BroadcastRemoval(self._parts, row)
        try:
            await self._at_work.go()
        finally:
            self._at_work = None
