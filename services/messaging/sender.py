"""The sender: takes due messages and keeps each kind's delivery promise.

| kind | promise | a lost answer |
|---|---|---|
| card | edited until it shows the present | edited again: an edit repeated is harmless |
| ping | at most once | `unsure`, never sent again; the card tells the fact |
| media | at least once | sent again: a second copy is better than none |
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from db.claims import NO_LEASE, Lease, claim_outbox, moment
from db.database import Database
from db.enums import OutboxKind, OutboxState
from db.models import Outbox
from db.repositories import outbox as rows
from db.repositories.people import set_unreachable
from db.sessions import WriteSession
from services.crash_points import crash_point
from services.messaging.sender_lease import SenderLease
from services.ports import Clock, Delivered, DeliverLater, Delivery, DeliveryUnknown, Message, Messenger, Undeliverable
from services.side_by_side import side_by_side
from services.tracing import about_job

log = logging.getLogger(__name__)

MAX_TRIES = 12
"""Tries of one message by itself, over more than an hour; an outage of Telegram is none."""

LONGEST_WAIT = 3600.0
"""Seconds between two tries."""


@dataclass(frozen=True)
class SenderRules:
    """`lease` in seconds outlives the two calls of an album, a minute each at most, and their turns. `rows` of each
    kind are taken in hand together, and `at_once` chats are written to beside each other."""

    lease: float = 180.0
    rows: int = 10
    at_once: int = 1


class Sender:
    """Sends what the outbox holds. Several senders may run, a message is held by one; with a `turn` only its holder
    sends, so that messages are evenly spaced over all of them. `unsure` counts pings of unknown fate.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        messenger: Messenger,
        owner: str,
        rules: SenderRules | None = None,
        *,
        turn: SenderLease | None = None,
    ) -> None:
        self.unsure = 0
        self._db = db
        self._clock = clock
        self._messenger = messenger
        self._rules = rules or SenderRules()
        self._lease = Lease(owner, self._rules.lease)
        self._turn = turn
        self._one_ping = asyncio.Lock()

    async def tick(self) -> int:
        """Sends due messages: each chat's pings, then its cards, then its media, in the order of writing, and chats
        that get a ping first; how many were taken."""
        if not await self._our_turn():
            return 0
        taken = await self._claim((OutboxKind.PING, OutboxKind.CARD, OutboxKind.MEDIA))
        chats: dict[int, list[Outbox]] = {}
        for row in taken:
            chats.setdefault(row.chat_id, []).append(row)
        await side_by_side(list(chats.values()), self._send, at_once=self._rules.at_once)
        return len(taken)

    async def heal(self) -> int:
        """Settles pings whose sender died half-way; returns how many are unsure."""
        async with self._db.write(joins_update=False) as session:
            unsure = await rows.give_up_half_sent(session, self._clock)
        if unsure:
            self.unsure += len(unsure)
            log.warning("pings of unknown fate", extra={"count": len(unsure)})
        return len(unsure)

    async def _claim(self, kinds: Sequence[OutboxKind]) -> list[Outbox]:
        """In one statement, so that pictures never overtake the news that was written together with them."""
        async with self._db.write(joins_update=False) as session:
            ids = await claim_outbox(session, kinds, self._clock, self._lease, self._rules.rows * len(kinds))
            messages = await rows.messages_by_ids(session, ids)
        return sorted(messages, key=lambda message: kinds.index(message.kind))

    async def _our_turn(self) -> bool:
        return self._turn is None or await self._turn.holds()

    async def _send(self, row: Outbox) -> None:
        """Pings go one by one over all chats: so no more than one is half sent when the process dies."""
        with about_job(row.params.get("job_id")):
            if row.kind is not OutboxKind.PING:
                await self._send_one(row)
                return
            async with self._one_ping:
                await self._send_one(row)

    async def _send_one(self, row: Outbox) -> None:
        if not await self._our_turn():
            await self._leave(row)
            return
        if not await self._hold(row):
            return
        crash_point(f"{row.kind.value}-marked")
        message = Message(row.id, row.chat_id, row.kind, row.view, row.params)
        delivery = await self._messenger.deliver(message)
        crash_point(f"{row.kind.value}-sent")
        async with self._db.write(joins_update=False) as session:
            await self._settle(session, row, delivery)

    async def _hold(self, row: Outbox) -> bool:
        """A whole lease for this one message, and the mark of a ping; False when it is not ours any more.

        It was claimed together with others, each of which may have taken its time.
        """
        marked = {"state": OutboxState.SENDING} if row.kind is OutboxKind.PING else {}
        async with self._db.write(joins_update=False) as session:
            until = moment(session, self._clock, later=self._lease.seconds)
            return await rows.move_message(
                session, row.id, OutboxState.PENDING, {"lease_until": until, **marked}, owner=self._lease.owner
            )

    async def _leave(self, row: Outbox) -> None:
        """To whoever sends instead of us, at once."""
        async with self._db.write(joins_update=False) as session:
            await rows.move_message(session, row.id, OutboxState.PENDING, {**NO_LEASE}, owner=self._lease.owner)
            session.wake("outbox")

    async def _settle(self, session: WriteSession, row: Outbox, delivery: Delivery) -> None:
        now = self._clock.now()
        match delivery:
            case Delivered() if row.kind is OutboxKind.CARD:
                await rows.card_sent(session, row.id, row.version, now)
            case Delivered():
                await self._move(session, row, {"state": OutboxState.SENT, "sent_at": now})
            case DeliveryUnknown() if row.kind is OutboxKind.PING:
                self.unsure += 1
                await self._move(session, row, {"state": OutboxState.UNSURE})
            case DeliverLater(wait, whole_bot=True):
                # Nobody's message goes out: no reason to give up on this one.
                again = {"state": OutboxState.PENDING, "not_before": now + timedelta(seconds=wait)}
                await self._move(session, row, again, owner=self._lease.owner)
            case DeliverLater(wait):
                await self._again(session, row, wait)
            case DeliveryUnknown():
                await self._again(session, row, 0.0)
            case Undeliverable(reason, unreachable):
                log.info("message cannot be delivered", extra={"view": row.view, "reason": reason})
                state = OutboxState.UNREACHABLE if unreachable else OutboxState.DEAD
                if unreachable:
                    # The person before the message: whoever stops a person's orders renews cards in that order, too.
                    await set_unreachable(session, row.chat_id, now)
                await self._move(session, row, {"state": state})

    async def _again(self, session: WriteSession, row: Outbox, at_least: float) -> None:
        tries = row.tries + 1
        wait = max(at_least, min(LONGEST_WAIT, 2.0**tries))
        again = {
            "state": OutboxState.PENDING if tries < MAX_TRIES else OutboxState.DEAD,
            "tries": tries,
            "not_before": self._clock.now() + timedelta(seconds=wait),
        }
        if tries >= MAX_TRIES:
            log.warning("message given up", extra={"view": row.view, "message_id": str(row.id)})
        await self._move(session, row, again, owner=self._lease.owner)

    async def _move(
        self, session: WriteSession, row: Outbox, values: dict[str, Any], *, owner: str | None = None
    ) -> None:
        """A card that was asked for again meanwhile stays due: what was learned is about its older version. With
        `owner` nothing happens to a message that another sender has in hand by now."""
        state = OutboxState.SENDING if row.kind is OutboxKind.PING else OutboxState.PENDING
        freed = {**NO_LEASE}
        if not await rows.move_message(session, row.id, state, values | freed, version=row.version, owner=owner):
            await rows.move_message(session, row.id, OutboxState.PENDING, freed, owner=self._lease.owner)
