"""The workers behind the lanes outlive whatever happens to one update."""

import asyncio
import json

from bot.inbox import Inbox, read_update
from bot.nursery import Nursery
from bot.worker.lanes import BrokenUpdateError, Hands, Lanes
from db.database import Database
from db.repositories.lanes import Waiting
from tests.bot.fakes import person_update
from tests.support.clock import FakeClock


async def test_a_worker_outlives_a_chat_that_cannot_even_be_told(sqlite_db: Database, clock: FakeClock) -> None:
    """Otherwise a few such chats would leave nobody to handle anything, without a sign of it."""
    handled = asyncio.Event()

    async def handle(waiting: Waiting) -> None:
        if json.loads(waiting.body)["update_id"] == 1:
            raise BrokenUpdateError
        handled.set()

    async def give_up(_chat: int, _code: str) -> None:
        raise RuntimeError("a mistake of ours")

    nursery = Nursery()
    worker = Lanes(sqlite_db, clock, Hands(handle, give_up), nursery, at_once=1)
    inbox = Inbox(sqlite_db, clock, Nursery())
    worker.start()
    for number, chat in ((1, 10), (2, 20)):
        assert await inbox.keep(read_update(json.dumps(person_update(number, chat)).encode()))
    try:
        await asyncio.wait_for(handled.wait(), 60)
    finally:
        worker.stop()
        await nursery.drain(60)
    assert nursery.escaped == 0
