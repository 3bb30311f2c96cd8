"""Sends one broadcast: at most 32 people are marked by one transaction before their calls, whose results are stored by
the next one.

| a process dies | what is left | afterwards |
|---|---|---|
| before the marks are committed | nothing | the next process goes on from the same place |
| after it | marked people without a result, 64 at most | they are `unknown` and do not get it again |
| a call was refused for now | people who wait | they come first |
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from db.database import Database
from db.enums import BroadcastState, DeliveryState
from db.models import Broadcast
from db.repositories.audience import Receiver, next_receivers
from db.repositories.broadcasts import add_counts, move_broadcast, move_cursor
from db.repositories.deliveries import (
    forget_waiting,
    mark_again,
    mark_receivers,
    settle_deliveries,
    waiting_receivers,
)
from db.repositories.people import set_unreachable
from db.sessions import WriteSession
from services.crash_points import crash_point
from services.messaging import variants
from services.messaging.broadcast_hands import Hands, HandWork
from services.messaging.broadcast_results import FaultStreak, result_of
from services.messaging.cards import put_broadcast_card
from services.messaging.outbox import alert_admins
from services.messaging.segments import Segment, audience_of
from services.messaging.sender_lease import SenderLease
from services.messaging.variants import variant_for
from services.ports import Broadcaster, Clock, Delivery

BATCH = 32
"""People who are marked by one commit. As many more may be under way meanwhile, so that no commit costs rate."""

HANDS = 32
"""Calls side by side: enough for 300 a second while Telegram takes a tenth of a second for each."""

LOOK_SECONDS = 1.0
"""A pause or a stop is seen after this, at the latest."""

CARD_GAP = timedelta(seconds=4)


@dataclass(frozen=True)
class BroadcastParts:
    """What sending works with."""

    db: Database
    clock: Clock
    broadcaster: Broadcaster
    lease: SenderLease
    admin_ids: Sequence[int] = ()


@dataclass(frozen=True)
class _Batch:
    """Receivers to be marked; `again` when they were marked before and wait. `upto` is the cursor behind them. `last`:
    there are no further ones."""

    upto: int
    receivers: Sequence[Receiver] = ()
    again: bool = False
    last: bool = False


class BroadcastRun:
    """A stretch of a running broadcast in the process that holds the sender's lease. `streak` outlives the stretch."""

    def __init__(self, parts: BroadcastParts, row: Broadcast, streak: FaultStreak) -> None:
        self._parts = parts
        self._id = row.id
        self._admin_id = row.created_by
        self._silent = row.silent
        self._variants = variants.from_json(row.variants)
        self._segment = Segment.from_json(row.segment)
        self._cursor = row.cursor
        self._streak = streak
        self._results: list[Mapping[str, Any]] = []
        self._card_at = parts.clock.now()
        self._last = False
        self._stopping = False
        self._hands = Hands(HandWork(self._turn, parts.lease.still_ours, self._send, self._came))

    async def go(self) -> None:
        """Sends until everybody has it, somebody pauses or stops it, or the lease is gone."""
        try:
            async with self._hands.at_work(HANDS):
                while await self._page():
                    await self._hands.until_open(self._most_open(), LOOK_SECONDS)
        finally:
            await self.settle()

    def stop(self) -> None:
        """Nothing further is begun; `go` ends when what is under way has."""
        self._stopping = True
        self._hands.wake()

    async def settle(self) -> None:
        """Stores the results that are not stored yet; may be repeated when it failed."""
        results, self._results = self._results, []
        try:
            async with self._parts.db.write(joins_update=False) as session:
                await self._store(session, results)
                await self._show(session)
        except BaseException:
            self._results = results + self._results
            raise

    async def _page(self) -> bool:
        """Stores results and marks those who come next; False when there is nothing further to do here."""
        if self._stopping or self._streak.fault or not await self._parts.lease.holds():
            return False
        batch = await self._find()
        results, self._results = self._results, []
        marked: Sequence[Receiver] = []
        try:
            async with self._parts.db.write(joins_update=False) as session:
                await self._store(session, results)
                goes_on = await move_cursor(session, self._id, self._cursor, batch.upto)
                if goes_on and batch.last and not (results or self._results or self._hands.open):
                    await self._finish(session)
                    goes_on = False
                elif goes_on:
                    marked = await self._mark(session, batch)
        except BaseException:
            self._results = results + self._results
            raise
        self._cursor, self._last = batch.upto, batch.last
        if marked:
            crash_point("broadcast-marked")
            self._hands.give(marked)
        return goes_on

    async def _find(self) -> _Batch:
        """Whom to mark: nobody while enough are under way, else first those who wait."""
        if self._hands.held or self._hands.open > BATCH:
            return _Batch(self._cursor)
        now = self._parts.clock.now()
        async with self._parts.db.read() as session:
            waiting = await waiting_receivers(session, self._id, BATCH)
            if waiting:
                return _Batch(self._cursor, waiting, again=True)
            fresh = await next_receivers(session, audience_of(self._segment, now), self._cursor, BATCH)
        return _Batch(fresh[-1].user_id, fresh) if fresh else _Batch(self._cursor, last=True)

    async def _mark(self, session: WriteSession, batch: _Batch) -> Sequence[Receiver]:
        mark = mark_again if batch.again else mark_receivers
        return await mark(session, self._id, batch.receivers, self._parts.clock.now())

    def _most_open(self) -> int:
        """When to look for further people: as soon as there is room, when all have come back at the end, and not
        before the time is over while nothing may be sent."""
        if self._hands.held:
            return -1
        return 0 if self._last else BATCH

    async def _turn(self, receiver: Receiver) -> None:
        weight = len(variant_for(self._variants, receiver.language).message_ids)
        await self._parts.broadcaster.turn(receiver.user_id, weight)

    async def _send(self, receiver: Receiver) -> Delivery:
        variant = variant_for(self._variants, receiver.language)
        broadcaster = self._parts.broadcaster
        delivery = await broadcaster.copy(receiver.user_id, receiver.language, variant, silent=self._silent)
        crash_point("broadcast-sent")
        return delivery

    def _came(self, receiver: Receiver, delivery: Delivery) -> float:
        self._results.append(result_of(receiver.user_id, delivery, self._parts.clock.now()))
        return self._streak.note(delivery)

    async def _store(self, session: WriteSession, results: Sequence[Mapping[str, Any]]) -> None:
        now = self._parts.clock.now()
        if results:
            counts = await settle_deliveries(session, self._id, DeliveryState.SENDING, results)
            await add_counts(session, self._id, counts)
        for result in results:
            if result["state"] is DeliveryState.BLOCKED:
                await set_unreachable(session, result["user_id"], now)
        if self._streak.fault:
            await self._pause(session, self._streak.fault)
        if now - self._card_at >= CARD_GAP:
            await self._show(session)

    async def _pause(self, session: WriteSession, fault: str) -> None:
        """Something is wrong with the message or with Telegram: an admin has to look."""
        clock = self._parts.clock
        paused = {"state": BroadcastState.PAUSED, "fault": fault}
        if await move_broadcast(session, self._id, (BroadcastState.RUNNING,), paused):
            key = f"broadcast-paused:{self._id}:{clock.now().isoformat()}"
            await alert_admins(
                session, clock, self._parts.admin_ids, key=key, code="broadcast-paused", params={"reason": fault}
            )

    async def _finish(self, session: WriteSession) -> None:
        done = {"state": BroadcastState.DONE, "finished_at": self._parts.clock.now()}
        await move_broadcast(session, self._id, (BroadcastState.RUNNING,), done)
        await forget_waiting(session, self._id)

    async def _show(self, session: WriteSession) -> None:
        self._card_at = self._parts.clock.now()
        await put_broadcast_card(session, self._parts.clock, self._admin_id, self._id)
