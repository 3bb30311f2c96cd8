"""What is written together arrives in the order in which it makes sense."""

import asyncio

from sqlalchemy import select

from db.database import Database
from db.enums import OutboxKind, OutboxState
from db.models import Outbox, User
from db.repositories.billing import lock_user_row
from services.messaging.outbox import put_card, put_media, put_ping
from services.messaging.sender import Sender
from services.ports import Delivery, Message, Undeliverable
from tests.services.messaging.test_sender import CHAT, FakeMessenger
from tests.support.clock import FakeClock
from tests.support.rows import make_user

A_MOMENT = 0.3
"""Seconds in which the sender reaches the lock it waits for."""


async def test_pictures_never_overtake_the_news_written_with_them(db: Database, clock: FakeClock) -> None:
    """Also when the sender looks while both are being written."""
    messenger = FakeMessenger()
    sender = Sender(db, clock, messenger, "test")
    async with asyncio.TaskGroup() as group:
        async with db.write() as session:
            await put_ping(session, clock, key="k", chat_id=CHAT, view="training_done", params={})
            group.create_task(sender.tick())
            await asyncio.sleep(0.05)
            await put_media(session, clock, key="k", chat_id=CHAT, view="proofs", params={})
            await asyncio.sleep(0.05)
    await sender.tick()
    assert [kind for kind, _ in messenger.arrived] == [OutboxKind.PING, OutboxKind.MEDIA]


async def test_a_card_that_is_renewed_beside_its_refusal_waits_in_line(db: Database, clock: FakeClock) -> None:
    """A person is stopped and has blocked the bot in the same moment: none of the two is lost to a deadlock."""
    user = await make_user(db, id=CHAT)
    asked, answer = asyncio.Event(), asyncio.Event()

    class Blocked:
        async def deliver(self, _message: Message) -> Delivery:
            asked.set()
            await answer.wait()
            return Undeliverable("blocked", unreachable=True)

    sender = Sender(db, clock, Blocked(), "test")
    async with db.write() as session:
        await put_card(session, clock, chat_id=CHAT, subject="job:1", view="training_card", params={})
    async with asyncio.TaskGroup() as group:
        group.create_task(sender.tick())
        await asked.wait()
        async with db.write() as session:
            await lock_user_row(session, user.id)
            answer.set()
            await asyncio.sleep(A_MOMENT)
            await put_card(session, clock, chat_id=CHAT, subject="job:1", view="training_card", params={})
    async with db.read() as reading:
        assert (await reading.get_one(User, CHAT)).unreachable_at is not None
        # The refusal was about the older version of the card.
        assert (await reading.execute(select(Outbox.state))).scalars().all() == [OutboxState.PENDING]
