"""Takes a broadcast out of the chats again, as far as Telegram allows. A step repeated changes nothing, so a death
costs nothing but time."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from db.enums import BroadcastState, DeliveryState, Language
from db.models import Broadcast, BroadcastDelivery
from db.repositories.audience import Receiver
from db.repositories.broadcasts import add_counts, move_broadcast
from db.repositories.deliveries import sent_deliveries, settle_deliveries
from db.sessions import WriteSession
from services.messaging.broadcast_hands import Hands, HandWork
from services.messaging.broadcast_run import BATCH, CARD_GAP, HANDS, LOOK_SECONDS, BroadcastParts
from services.messaging.cards import put_broadcast_card
from services.ports import Delivered, DeliverLater, Delivery, DeliveryUnknown, Undeliverable

REMOVABLE_FOR = timedelta(hours=48)
"""Telegram lets a bot delete its messages for this long (core.telegram.org/bots/api#deletemessage)."""

TOO_OLD = "too old"
AGAIN_SECONDS = 5.0
"""A lost answer is asked for again after this."""


class BroadcastRemoval:
    """A stretch of it in the process that holds the sender's lease. What cannot be taken out stays `sent`, with the
    reason."""

    def __init__(self, parts: BroadcastParts, row: Broadcast) -> None:
        self._parts = parts
        self._id = row.id
        self._admin_id = row.created_by
        self._above = 0
        self._rows: dict[int, BroadcastDelivery] = {}
        self._results: list[Mapping[str, Any]] = []
        self._again = False
        self._last = False
        self._card_at = parts.clock.now()
        self._stopping = False
        self._hands = Hands(HandWork(self._turn, parts.lease.still_ours, self._send, self._came))

    async def go(self) -> None:
        """Works until nothing is left to be tried, or the lease is gone."""
        async with self._hands.at_work(HANDS):
            while await self._page():
                await self._hands.until_open(self._most_open(), LOOK_SECONDS)
        async with self._parts.db.write(joins_update=False) as session:
            await self._store(session)

    def stop(self) -> None:
        """Nothing further is begun; `go` ends when what is under way has."""
        self._stopping = True
        self._hands.wake()

    async def _page(self) -> bool:
        """Stores results and gives out the next ones; False when there is nothing further to do here."""
        if self._stopping or not await self._parts.lease.holds():
            return False
        found: Sequence[BroadcastDelivery] = ()
        over = False
        if not self._hands.held and self._hands.open <= BATCH:
            async with self._parts.db.read() as session:
                found = await sent_deliveries(session, self._id, self._above, BATCH)
            self._last = not found
            over = self._last and not self._hands.open
        async with self._parts.db.write(joins_update=False) as session:
            await self._store(session)
            if over and not self._again:
                await self._finish(session)
                return False
        if over:
            self._above, self._again = 0, False
        self._give(found)
        return True

    def _most_open(self) -> int:
        """When to look further, as in a run."""
        if self._hands.held:
            return -1
        return 0 if self._last else BATCH

    def _give(self, found: Sequence[BroadcastDelivery]) -> None:
        if not found:
            return
        now = self._parts.clock.now()
        self._above = found[-1].user_id
        young = [row for row in found if now - row.at < REMOVABLE_FOR]
        self._results += [self._kept(row, TOO_OLD) for row in found if row not in young]
        self._rows |= {row.user_id: row for row in young}
        # Nothing is said in a removal, so the language does not matter.
        self._hands.give([Receiver(row.user_id, Language.EN) for row in young])

    async def _turn(self, receiver: Receiver) -> None:
        await self._parts.broadcaster.turn(receiver.user_id, 1)

    async def _send(self, receiver: Receiver) -> Delivery:
        return await self._parts.broadcaster.remove(receiver.user_id, self._rows[receiver.user_id].message_ids or [])

    def _came(self, receiver: Receiver, delivery: Delivery) -> float:
        row = self._rows.pop(receiver.user_id)
        match delivery:
            case Delivered():
                gone = {"state": DeliveryState.REMOVED, "message_ids": None, "reason": None}
                self._results.append({"user_id": row.user_id, "at": self._parts.clock.now(), **gone})
            case Undeliverable(reason):
                self._results.append(self._kept(row, reason))
            case DeliverLater(seconds):
                self._again = True
                return seconds
            case DeliveryUnknown():
                self._again = True
                return AGAIN_SECONDS
        return 0.0

    def _kept(self, row: BroadcastDelivery, reason: str) -> Mapping[str, Any]:
        kept = {"state": DeliveryState.SENT, "message_ids": row.message_ids, "reason": reason, "at": row.at}
        return {"user_id": row.user_id, **kept}

    async def _store(self, session: WriteSession) -> None:
        """A failed transaction loses results, which costs some calls: they are asked for again."""
        results, self._results = self._results, []
        if results:
            counts = await settle_deliveries(session, self._id, DeliveryState.SENT, results)
            await add_counts(session, self._id, {DeliveryState.REMOVED: counts[DeliveryState.REMOVED]})
        if self._parts.clock.now() - self._card_at >= CARD_GAP:
            await self._show(session)

    async def _finish(self, session: WriteSession) -> None:
        done = {"state": BroadcastState.REMOVED, "finished_at": self._parts.clock.now()}
        if await move_broadcast(session, self._id, (BroadcastState.REMOVING,), done):
            await self._show(session)

    async def _show(self, session: WriteSession) -> None:
        self._card_at = self._parts.clock.now()
        await put_broadcast_card(session, self._parts.clock, self._admin_id, self._id)
