"""Three delivery promises, under lost answers and deaths."""

import pytest
from sqlalchemy import select

from db.database import Database
from db.enums import OutboxKind, OutboxState
from db.models import Outbox, User
from db.repositories.leases import free_all_leases
from services import crash_points
from services.messaging.outbox import put_card, put_media, put_ping, send_what_was_missed
from services.messaging.sender import MAX_TRIES, Sender
from services.ports import Delivered, DeliverLater, Delivery, DeliveryUnknown, Message, Undeliverable
from tests.support.clock import FakeClock
from tests.support.rows import make_user

CHAT = 5


class FakeMessenger:
    """Remembers what arrived; answers as scripted, else with success."""

    def __init__(self) -> None:
        self.arrived: list[tuple[OutboxKind, str]] = []
        self.answers: list[Delivery] = []

    async def deliver(self, message: Message) -> Delivery:
        answer = self.answers.pop(0) if self.answers else Delivered()
        if isinstance(answer, Delivered | DeliveryUnknown):
            self.arrived.append((message.kind, message.view))
        return answer


class Died(BaseException):
    """Stands for a process that is gone."""


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture
def sender(db: Database, clock: FakeClock, messenger: FakeMessenger) -> Sender:
    return Sender(db, clock, messenger, "test")


async def _ping(db: Database, clock: FakeClock, key: str = "k") -> None:
    async with db.write() as session:
        await put_ping(session, clock, key=key, chat_id=CHAT, view="training_done", params={})


async def _card(db: Database, clock: FakeClock) -> None:
    async with db.write() as session:
        await put_card(session, clock, chat_id=CHAT, subject="job:1", view="training_card", params={})


async def _states(db: Database) -> list[OutboxState]:
    async with db.read() as session:
        return list((await session.execute(select(Outbox.state))).scalars())


async def test_a_ping_of_unknown_fate_is_not_sent_again(
    db: Database, clock: FakeClock, messenger: FakeMessenger, sender: Sender
) -> None:
    messenger.answers = [DeliveryUnknown()]
    await _ping(db, clock)
    for _ in range(5):
        await sender.tick()
        clock.advance(600)
    assert len(messenger.arrived) == 1
    assert await _states(db) == [OutboxState.UNSURE]


async def test_a_ping_that_was_definitely_not_taken_is_sent_later(
    db: Database, clock: FakeClock, messenger: FakeMessenger, sender: Sender
) -> None:
    messenger.answers = [DeliverLater(30)]
    await _ping(db, clock)
    await sender.tick()
    assert messenger.arrived == []
    clock.advance(31)
    await sender.tick()
    assert len(messenger.arrived) == 1


@pytest.mark.parametrize("point", ["ping-marked", "ping-sent"])
async def test_death_around_a_ping_never_sends_two(
    db: Database, clock: FakeClock, messenger: FakeMessenger, sender: Sender, point: str
) -> None:
    def die(name: str) -> None:
        if name == point:
            raise Died

    await _ping(db, clock)
    crash_points.observe_crash_points(die)
    with pytest.raises(Died):
        await sender.tick()
    crash_points._observers.remove(die)
    clock.advance(300)
    assert await sender.heal() == 1
    await sender.tick()
    assert len(messenger.arrived) == (1 if point == "ping-sent" else 0)


async def test_media_of_unknown_fate_is_sent_again(
    db: Database, clock: FakeClock, messenger: FakeMessenger, sender: Sender
) -> None:
    messenger.answers = [DeliveryUnknown()]
    async with db.write() as session:
        await put_media(session, clock, key="g1", chat_id=CHAT, view="pictures", params={})
    await sender.tick()
    clock.advance(60)
    await sender.tick()
    assert messenger.arrived == [(OutboxKind.MEDIA, "pictures")] * 2


async def test_wishes_for_one_card_cost_one_edit_and_the_last_one_is_shown(
    db: Database, clock: FakeClock, messenger: FakeMessenger, sender: Sender
) -> None:
    for _ in range(4):
        await _card(db, clock)
    await sender.tick()
    assert len(messenger.arrived) == 1
    await _card(db, clock)
    await sender.tick()
    assert len(messenger.arrived) == 1, "a card is edited at most every two seconds"
    clock.advance(3)
    await sender.tick()
    assert len(messenger.arrived) == 2


async def test_a_change_that_comes_while_the_card_is_sent_is_shown_too(
    db: Database, clock: FakeClock, messenger: FakeMessenger, sender: Sender
) -> None:
    original = messenger.deliver

    async def deliver(message: Message) -> Delivery:
        messenger.deliver = original  # type: ignore[method-assign]
        await _card(db, clock)
        return await original(message)

    messenger.deliver = deliver  # type: ignore[method-assign]
    await _card(db, clock)
    await sender.tick()
    clock.advance(3)
    await sender.tick()
    assert len(messenger.arrived) == 2


async def test_a_person_who_blocked_the_bot_is_marked_and_the_message_waits_for_them(
    db: Database, clock: FakeClock, messenger: FakeMessenger, sender: Sender
) -> None:
    user = await make_user(db, id=CHAT)
    messenger.answers = [Undeliverable("blocked", unreachable=True)]
    await _ping(db, clock)
    await sender.tick()
    assert await _states(db) == [OutboxState.UNREACHABLE]
    async with db.read() as session:
        found = await session.get(User, user.id)
    assert found is not None
    assert found.unreachable_at is not None


async def test_who_comes_back_gets_what_was_missed_but_nothing_old_and_nothing_refused(
    db: Database, clock: FakeClock, messenger: FakeMessenger, sender: Sender
) -> None:
    await make_user(db, id=CHAT)
    gone = Undeliverable("blocked", unreachable=True)
    messenger.answers = [gone, Undeliverable("no rights"), gone, gone]
    await _ping(db, clock, "old")
    await sender.tick()
    clock.advance(days=8)
    await _ping(db, clock, "refused")
    await sender.tick()
    await _ping(db, clock, "missed")
    await _card(db, clock)
    await sender.tick()
    async with db.write() as session:
        await send_what_was_missed(session, clock, CHAT + 1)
    assert await sender.tick() == 0, "somebody else came back"
    async with db.write() as session:
        await send_what_was_missed(session, clock, CHAT)
    await sender.tick()
    assert messenger.arrived == [(OutboxKind.PING, "training_done"), (OutboxKind.CARD, "training_card")]


async def test_the_same_key_is_one_message(
    db: Database, clock: FakeClock, messenger: FakeMessenger, sender: Sender
) -> None:
    for _ in range(3):
        await _ping(db, clock, "same")
    await sender.tick()
    assert len(messenger.arrived) == 1


async def test_a_message_that_never_gets_through_is_given_up(
    db: Database, clock: FakeClock, messenger: FakeMessenger, sender: Sender
) -> None:
    messenger.answers = [DeliverLater(1)] * (MAX_TRIES + 5)
    await _ping(db, clock)
    for _ in range(MAX_TRIES + 5):
        await sender.tick()
        clock.advance(4000)
    assert await _states(db) == [OutboxState.DEAD]


async def test_a_process_that_owns_the_database_frees_what_a_dead_one_held(
    db: Database, clock: FakeClock, messenger: FakeMessenger, sender: Sender
) -> None:
    async with db.write() as session:
        await put_media(session, clock, key="g1", chat_id=CHAT, view="pictures", params={})
    await sender._claim((OutboxKind.MEDIA,))
    await sender.tick()
    assert messenger.arrived == []
    async with db.write() as session:
        await free_all_leases(session)
    await sender.tick()
    assert len(messenger.arrived) == 1
