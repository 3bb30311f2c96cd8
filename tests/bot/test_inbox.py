"""Updates that come together are stored together, and each caller is told the truth about its own."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select

from bot.inbox import Inbox, RawUpdate, read_update
from bot.nursery import Nursery
from db.database import Database
from db.models import ChatLane, TgUpdate
from db.sessions import WriteSession
from tests.bot.fakes import person_update
from tests.support.clock import FakeClock


def raw(update_id: int, chat_id: int = 7) -> RawUpdate:
    return read_update(json.dumps(person_update(update_id, chat_id)).encode())


async def stored(db: Database) -> list[int]:
    async with db.read() as session:
        return list((await session.execute(select(TgUpdate.update_id).order_by(TgUpdate.update_id))).scalars())


async def lanes(db: Database) -> list[int]:
    async with db.read() as session:
        due = select(ChatLane.lane).where(ChatLane.due_at.is_not(None)).order_by(ChatLane.lane)
        return list((await session.execute(due)).scalars())


class Troubled(Database):
    """A database that fails just before it commits, `times` times; counts the transactions that it was asked for."""

    def __init__(self, url: str, times: int = 0) -> None:
        super().__init__(url)
        self.times = times
        self.transactions = 0

    @asynccontextmanager
    async def write(self, *, joins_update: bool = True) -> AsyncIterator[WriteSession]:
        """One transaction."""
        self.transactions += 1
        async with super().write(joins_update=joins_update) as session:
            yield session
            if self.times:
                self.times -= 1
                raise ConnectionError


async def test_updates_that_come_together_share_a_transaction(database_url: str, clock: FakeClock) -> None:
    """A hundred updates of ten chats: a hundred rows, ten lanes, very few commits."""
    db = Troubled(database_url)
    inbox = Inbox(db, clock, Nursery())
    kept = await asyncio.gather(*(inbox.keep(raw(number, number % 10 + 1)) for number in range(100)))
    assert kept == [True] * 100
    assert await stored(db) == list(range(100))
    assert await lanes(db) == list(range(1, 11))
    assert db.transactions <= 3
    await db.close()


async def test_an_update_twice_in_one_batch_is_kept_once(database_url: str, clock: FakeClock) -> None:
    """Telegram repeated it because the first answer was late: one caller kept it, the other one came after."""
    db = Troubled(database_url)
    inbox = Inbox(db, clock, Nursery())
    kept = await asyncio.gather(*(inbox.keep(raw(number)) for number in (2, 1, 2, 2)))
    assert kept == [True, True, False, False]
    assert await stored(db) == [1, 2]
    assert db.transactions == 1
    await db.close()


async def test_what_came_before_does_not_hold_up_what_is_new(db: Database, clock: FakeClock) -> None:
    """A batch of old and new updates keeps the new ones."""
    inbox = Inbox(db, clock, Nursery())
    assert await inbox.keep(raw(1))
    assert await asyncio.gather(*(inbox.keep(raw(number)) for number in (1, 2))) == [False, True]
    assert await stored(db) == [1, 2]


async def test_a_batch_that_fails_is_kept_by_nobody(database_url: str, clock: FakeClock) -> None:
    """No row of it is there, every caller is told, and the same updates again are kept."""
    db = Troubled(database_url, times=1)
    inbox = Inbox(db, clock, Nursery())
    numbers = [1, 2, 3]
    failed = await asyncio.gather(*(inbox.keep(raw(number)) for number in numbers), return_exceptions=True)
    assert [type(each) for each in failed] == [ConnectionError] * 3
    assert (await stored(db), await lanes(db)) == ([], [])
    assert await asyncio.gather(*(inbox.keep(raw(number)) for number in numbers)) == [True] * 3
    assert await stored(db) == numbers
    await db.close()


async def test_two_replicas_that_get_the_same_updates_keep_each_once(database_url: str, clock: FakeClock) -> None:
    """In opposite orders, so that careless locking would make them wait for each other for ever."""
    first, second = Database(database_url), Database(database_url)
    numbers = range(60)
    one, two = Inbox(first, clock, Nursery()), Inbox(second, clock, Nursery())
    kept = await asyncio.gather(
        *(one.keep(raw(number, number % 7 + 1)) for number in numbers),
        *(two.keep(raw(number, number % 7 + 1)) for number in reversed(numbers)),
    )
    assert sum(kept) == 60
    assert await stored(first) == list(numbers)
    await first.close()
    await second.close()
