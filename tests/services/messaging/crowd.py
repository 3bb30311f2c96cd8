"""People for broadcasts, and a Telegram that remembers what it brought to whom."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from db.columns import new_id
from db.database import Database
from db.enums import BroadcastState, DeliveryState, Language
from db.models import Broadcast, BroadcastDelivery
from db.repositories.broadcasts import move_broadcast
from services.messaging.broadcast_run import BroadcastParts
from services.messaging.broadcast_runner import BroadcastRunner
from services.messaging.sender_lease import SenderLease
from services.ports import Copied, Delivered, Delivery, Variant
from tests.support.clock import FakeClock
from tests.support.rows import make_user

ADMIN = 1
FIRST = 1000
VARIANT = Variant(ADMIN, (11,))
PATIENCE = 20.0
"""Seconds until something that should end counts as hanging."""


@dataclass(frozen=True)
class Copy:
    """One call that reached Telegram."""

    user_id: int
    language: Language
    variant: Variant
    silent: bool


class FakeBroadcaster:
    """Answers each person as scripted, once for each entry, else with success; `on_copy` looks on."""

    def __init__(self) -> None:
        self.copies: list[Copy] = []
        self.turns: list[tuple[int, int]] = []
        self.answers: dict[int, list[Delivery]] = {}
        self.always: Delivery | None = None
        self.removals: list[tuple[int, Sequence[int]]] = []
        self.removing = asyncio.Event()
        self.on_copy: Callable[[int], Any] | None = None

    async def turn(self, chat_id: int, weight: int) -> None:
        self.turns.append((chat_id, weight))

    async def copy(self, chat_id: int, language: Language, variant: Variant, *, silent: bool) -> Delivery:
        if self.on_copy is not None:
            result = self.on_copy(chat_id)
            if result is not None:
                await result
        answer = self._answer(chat_id) or Copied((chat_id * 10,))
        if isinstance(answer, Copied):
            self.copies.append(Copy(chat_id, language, variant, silent))
        return answer

    async def remove(self, chat_id: int, message_ids: Sequence[int]) -> Delivery:
        self.removals.append((chat_id, tuple(message_ids)))
        self.removing.set()
        return self._answer(chat_id) or Delivered()

    def reached(self) -> Counter[int]:
        """How many copies each person got."""
        return Counter(copy.user_id for copy in self.copies)

    def _answer(self, chat_id: int) -> Delivery | None:
        planned = self.answers.get(chat_id, [])
        return planned.pop(0) if planned else self.always


async def make_people(db: Database, count: int, **values: Any) -> list[int]:
    """People with ids from 1000 on."""
    ids = list(range(FIRST, FIRST + count))
    for user_id in ids:
        await make_user(db, id=user_id, **values)
    return ids


async def make_broadcast(db: Database, **values: Any) -> UUID:
    """A running broadcast of one English message to everybody; `words` are other variants."""
    now = datetime.now(UTC)
    words = values.pop("words", {Language.EN: VARIANT})
    defaults = {
        "created_by": ADMIN,
        "state": BroadcastState.RUNNING,
        "variants": {language.value: asdict(variant) for language, variant in words.items()},
        "created_at": now,
        "start_at": now,
    }
    row = Broadcast(id=new_id(), **(defaults | values))
    async with db.write(joins_update=False) as session:
        session.add(row)
    return row.id


async def read_broadcast(db: Database, broadcast_id: UUID) -> Broadcast:
    """The row as it is."""
    async with db.read() as session:
        return await session.get_one(Broadcast, broadcast_id)


async def read_deliveries(db: Database, broadcast_id: UUID) -> dict[int, BroadcastDelivery]:
    """What became of it, by person."""
    async with db.read() as session:
        found = await session.execute(select(BroadcastDelivery).where(BroadcastDelivery.broadcast_id == broadcast_id))
        return {row.user_id: row for row in found.scalars()}


async def delivery_states(db: Database, broadcast_id: UUID) -> Counter[DeliveryState]:
    """How many deliveries are in which state."""
    return Counter(row.state for row in (await read_deliveries(db, broadcast_id)).values())


async def set_state(db: Database, broadcast_id: UUID, state: BroadcastState) -> None:
    """Moves a broadcast as an admin would, from wherever it is."""
    async with db.write() as session:
        assert await move_broadcast(session, broadcast_id, tuple(BroadcastState), {"state": state})


def make_runner(
    db: Database, clock: FakeClock, broadcaster: FakeBroadcaster, lease: SenderLease | None = None
) -> BroadcastRunner:
    """A runner of a process that has the lease unless another one holds it."""
    lease = lease or SenderLease(db, clock, 42, "one")
    return BroadcastRunner(BroadcastParts(db, clock, broadcaster, lease, [ADMIN]))
