"""Messages outlive outages, slow neighbours and other senders."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from db.database import Database
from db.enums import OutboxKind, OutboxState
from db.models import Outbox
from services.messaging.outbox import put_card, put_media, put_ping
from services.messaging.sender import Sender
from services.ports import Delivered, DeliverLater, Delivery, DeliveryUnknown, Message, Undeliverable
from tests.support.clock import FakeClock

Answer = Callable[[Message], Awaitable[Delivery]]


class Telegram:
    """Answers each message with `answer`; remembers what it took."""

    def __init__(self) -> None:
        self.took: list[str] = []
        self.answer: Answer | None = None

    async def deliver(self, message: Message) -> Delivery:
        delivery = await self.answer(message) if self.answer else Delivered()
        if isinstance(delivery, Delivered | DeliveryUnknown):
            self.took.append(message.view)
        return delivery


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def sender(db: Database, clock: FakeClock, telegram: Telegram) -> Sender:
    return Sender(db, clock, telegram, "first")


async def _put(db: Database, clock: FakeClock, kind: OutboxKind, name: str) -> None:
    async with db.write() as session:
        if kind is OutboxKind.CARD:
            await put_card(session, clock, chat_id=5, subject=name, view=name, params={})
        else:
            put = put_ping if kind is OutboxKind.PING else put_media
            await put(session, clock, key=name, chat_id=5, view=name, params={})


async def _states(db: Database) -> set[OutboxState]:
    async with db.read() as session:
        return set((await session.execute(select(Outbox.state))).scalars())


@pytest.mark.parametrize("kind", list(OutboxKind))
async def test_an_hour_without_telegram_loses_nothing(
    db: Database, clock: FakeClock, telegram: Telegram, sender: Sender, kind: OutboxKind
) -> None:
    async def unreachable(_message: Message) -> Delivery:
        return DeliverLater(5, whole_bot=True)

    telegram.answer = unreachable
    await _put(db, clock, kind, "x")
    for _ in range(60):
        await sender.tick()
        clock.advance(60)
    telegram.answer = None
    await sender.tick()
    assert telegram.took == ["x"]


async def test_an_hour_of_server_errors_loses_no_pictures(
    db: Database, clock: FakeClock, telegram: Telegram, sender: Sender
) -> None:
    async def bad_gateway(_message: Message) -> Delivery:
        return DeliveryUnknown()

    telegram.answer = bad_gateway
    await _put(db, clock, OutboxKind.MEDIA, "x")
    for _ in range(120):
        await sender.tick()
        clock.advance(30)
    assert len(telegram.took) <= 12, "an album that perhaps arrives is not sent without end"
    assert await _states(db) == {OutboxState.PENDING}


async def test_a_message_that_always_fails_does_not_hold_up_those_behind_it(
    db: Database, clock: FakeClock, telegram: Telegram, sender: Sender
) -> None:
    async def breaks(message: Message) -> Delivery:
        if message.view == "poison":
            raise RuntimeError("a mistake of ours")
        return Delivered()

    telegram.answer = breaks
    await _put(db, clock, OutboxKind.PING, "poison")
    for kind in OutboxKind:
        await _put(db, clock, kind, f"good {kind}")
    with pytest.raises(RuntimeError):
        await sender.tick()
    assert telegram.took == ["good ping", "good card", "good media"]


async def test_a_refused_card_that_was_asked_for_again_meanwhile_is_sent(
    db: Database, clock: FakeClock, telegram: Telegram, sender: Sender
) -> None:
    async def refuses_the_first(_message: Message) -> Delivery:
        telegram.answer = None
        await _put(db, clock, OutboxKind.CARD, "x")
        return Undeliverable("message is too long")

    telegram.answer = refuses_the_first
    await _put(db, clock, OutboxKind.CARD, "x")
    await sender.tick()
    clock.advance(5)
    await sender.tick()
    assert telegram.took == ["x"]


async def test_rows_behind_a_slow_one_are_not_sent_by_two_senders(
    db: Database, clock: FakeClock, telegram: Telegram, sender: Sender
) -> None:
    """The first sender claimed both; by the time of the second row its lease is over, and somebody else sends it."""
    other = Sender(db, clock, telegram, "second")

    async def slow(message: Message) -> Delivery:
        telegram.answer = None
        clock.advance(200)
        await other.tick()
        return Delivered()

    telegram.answer = slow
    await _put(db, clock, OutboxKind.MEDIA, "one")
    clock.advance(1)
    await _put(db, clock, OutboxKind.MEDIA, "two")
    clock.advance(1)
    await sender.tick()
    assert telegram.took.count("two") == 1


async def test_a_slow_ping_that_was_not_taken_is_sent_later(
    db: Database, clock: FakeClock, telegram: Telegram, sender: Sender
) -> None:
    """The claim was old when its turn came: nobody may call it lost while it is under way."""

    async def slow(message: Message) -> Delivery:
        if message.view == "one":
            clock.advance(50)
            return Delivered()
        telegram.answer = None
        clock.advance(150)
        await sender.heal()
        return DeliverLater(30, whole_bot=True)

    telegram.answer = slow
    await _put(db, clock, OutboxKind.PING, "one")
    clock.advance(1)
    await _put(db, clock, OutboxKind.PING, "two")
    clock.advance(1)
    await sender.tick()
    clock.advance(31)
    await sender.tick()
    assert telegram.took == ["one", "two"]
