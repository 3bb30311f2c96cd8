"""Only the leased sender sends, to several chats beside each other, and pings one by one."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import func, select

from db.database import Database
from db.enums import OutboxKind, OutboxState
from db.models import Outbox
from services.messaging.sender import Sender, SenderRules
from services.messaging.sender_lease import LEASE_SECONDS, SenderLease
from services.ports import Delivered, DeliverLater, Delivery, DeliveryUnknown, Message
from tests.services.messaging.test_sender_lease import Replicas
from tests.support.clock import FakeClock
from tests.support.rows import make_message

AT_ONCE = 4
ENOUGH_SECONDS = 30.0


class Telegram:
    """Takes every message after `before` has returned; remembers chat and kind in the order of arrival."""

    def __init__(self) -> None:
        self.took: list[tuple[int, OutboxKind]] = []
        self.before: Callable[[Message], Awaitable[None]] | None = None
        self.answers: dict[int, Delivery] = {}

    async def deliver(self, message: Message) -> Delivery:
        if self.before is not None:
            await self.before(message)
        answer = self.answers.get(message.chat_id, Delivered())
        if isinstance(answer, Delivered):
            self.took.append((message.chat_id, message.kind))
        return answer


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def sender(db: Database, clock: FakeClock, telegram: Telegram) -> Sender:
    return Sender(db, clock, telegram, "first", SenderRules(at_once=AT_ONCE))


async def put(db: Database, kind: OutboxKind, *chats: int) -> None:
    for chat in chats:
        await make_message(db, chat, kind=kind)


async def states(db: Database) -> dict[OutboxState, int]:
    async with db.read() as session:
        rows = await session.execute(select(Outbox.state, func.count()).group_by(Outbox.state))
        return {state: count for state, count in rows.all()}  # noqa: C416 (a Row is no tuple of two for mypy)


async def test_several_chats_are_written_to_beside_each_other(db: Database, telegram: Telegram, sender: Sender) -> None:
    """One after the other, a tenth of a second each, would be ten messages a second."""
    four = asyncio.Barrier(AT_ONCE)

    async def wait_for_the_others(_message: Message) -> None:
        await four.wait()

    telegram.before = wait_for_the_others
    await put(db, OutboxKind.CARD, *range(2 * AT_ONCE))
    async with asyncio.timeout(ENOUGH_SECONDS):
        assert await sender.tick() == 2 * AT_ONCE
    assert {chat for chat, _ in telegram.took} == set(range(2 * AT_ONCE))


async def test_a_chat_gets_its_messages_in_order(db: Database, telegram: Telegram, sender: Sender) -> None:
    """The news, the card, the pictures; however quick the others are."""

    async def some_are_slow(message: Message) -> None:
        for _ in range(message.chat_id * 5):
            await asyncio.sleep(0)

    telegram.before = some_are_slow
    order = [OutboxKind.PING, OutboxKind.CARD, OutboxKind.MEDIA]
    for kind in reversed(order):
        await put(db, kind, *range(6))
    await sender.tick()
    for chat in range(6):
        assert [kind for taken_by, kind in telegram.took if taken_by == chat] == order


async def test_no_more_than_one_ping_is_half_sent_at_a_time(db: Database, telegram: Telegram, sender: Sender) -> None:
    """Each of them would stay unheard if the process died now."""
    seen: list[int] = []

    async def look(_message: Message) -> None:
        seen.append((await states(db))[OutboxState.SENDING])

    telegram.before = look
    await put(db, OutboxKind.PING, *range(6))
    await sender.tick()
    assert seen == [1] * 6


async def test_pings_of_unknown_fate_are_counted(
    db: Database, clock: FakeClock, telegram: Telegram, sender: Sender
) -> None:
    """Those of a lost answer, and those of a dead process."""
    telegram.answers = {1: DeliveryUnknown()}
    await put(db, OutboxKind.PING, 1, 2)
    await sender.tick()
    assert sender.unsure == 1
    await make_message(db, 3, kind=OutboxKind.PING, state=OutboxState.SENDING, lease_until=clock.now())
    clock.advance(1)
    assert await sender.heal() == 1
    assert sender.unsure == 2


@pytest.fixture
def replicas(postgresql_db: Database, clock: FakeClock) -> Replicas:
    return Replicas(postgresql_db, clock)


def leased(db: Database, clock: FakeClock, telegram: Telegram, owner: str, lease: SenderLease) -> Sender:
    return Sender(db, clock, telegram, owner, turn=lease)


async def test_a_process_that_is_not_the_sender_takes_nothing_in_hand(
    postgresql_db: Database, clock: FakeClock, telegram: Telegram, replicas: Replicas
) -> None:
    """The other one goes on, in its own rhythm."""
    mine, other = replicas.start(), replicas.start()
    assert await mine.holds()
    await put(postgresql_db, OutboxKind.CARD, 1)
    assert await leased(postgresql_db, clock, telegram, "other", other).tick() == 0
    assert await leased(postgresql_db, clock, telegram, "mine", mine).tick() == 1


async def test_a_sender_that_stalls_leaves_the_rest_to_the_next_one(
    postgresql_db: Database, clock: FakeClock, telegram: Telegram, replicas: Replicas
) -> None:
    """At once, though it had taken them in hand; each message goes once."""
    mine, other = replicas.start(), replicas.start()
    first, second = (
        leased(postgresql_db, clock, telegram, owner, lease) for owner, lease in (("mine", mine), ("other", other))
    )

    async def stall(_message: Message) -> None:
        telegram.before = None
        replicas.after(LEASE_SECONDS + 1)
        assert await other.holds()

    telegram.before = stall
    await put(postgresql_db, OutboxKind.CARD, 1, 2, 3)
    assert await first.tick() == 3
    assert telegram.took == [(1, OutboxKind.CARD)]
    assert await second.tick() == 2
    assert await states(postgresql_db) == {OutboxState.SENT: 3}
    assert len(telegram.took) == 3


async def test_what_another_sender_has_in_hand_is_not_taken_from_it(
    db: Database, clock: FakeClock, telegram: Telegram, sender: Sender
) -> None:
    """This one stalled for longer than the message was leased, and its turn never came."""
    other = Sender(db, clock, telegram, "second")
    taken: list[int] = []

    async def stall(_message: Message) -> None:
        telegram.before = None
        clock.advance(SenderRules().lease + 1)
        taken.append(len(await other._claim((OutboxKind.MEDIA,))))

    telegram.before, telegram.answers = stall, {1: DeliverLater(0.0, whole_bot=True)}
    await put(db, OutboxKind.MEDIA, 1)
    await sender.tick()
    assert taken == [1]
    async with db.read() as session:
        row = (await session.scalars(select(Outbox))).one()
    assert row.lease_owner == "second"
