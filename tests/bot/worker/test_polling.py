"""Polling: a batch is confirmed only after it is stored."""

import asyncio

import pytest
from aiogram.exceptions import TelegramUnauthorizedError
from sqlalchemy import select

from bot.inbox import ALLOWED_UPDATES, Inbox, NotAnUpdateError, RawUpdate
from bot.nursery import Nursery
from bot.turn import Turn
from bot.worker.polling import GetRawUpdates, Polling
from db.database import Database
from db.models import TgUpdate
from tests.bot.fakes import fake_bot, person_update
from tests.support.clock import FakeClock


async def test_updates_land_in_the_inbox_and_are_confirmed_by_the_next_question(
    sqlite_db: Database, clock: FakeClock
) -> None:
    bot, telegram = fake_bot()
    telegram.plan("getUpdates", [person_update(5), person_update(6)], [])
    polling = Polling(bot, Inbox(sqlite_db, clock, Nursery()))
    assert await polling.poll_once(0) == 2
    await polling.poll_once(0)
    first, second = telegram.of("getUpdates")
    assert (first.offset, second.offset) == (None, 7)
    assert first.allowed_updates == list(ALLOWED_UPDATES)
    async with sqlite_db.read() as session:
        assert len((await session.execute(select(TgUpdate))).all()) == 2


async def test_what_could_not_be_stored_is_asked_for_again(sqlite_db: Database, clock: FakeClock) -> None:
    class Failing(Inbox):
        async def keep(self, raw: RawUpdate) -> bool:
            if raw.update_id == 6:
                raise ConnectionError
            return await super().keep(raw)

    bot, telegram = fake_bot()
    telegram.plan("getUpdates", [person_update(5), person_update(6)], [])
    polling = Polling(bot, Failing(sqlite_db, clock, Nursery()))
    with pytest.raises(ConnectionError):
        await polling.poll_once(0)
    await polling.poll_once(0)
    assert telegram.of("getUpdates")[1].offset is None


async def test_one_update_that_aiogram_cannot_read_does_not_hold_up_the_others(
    sqlite_db: Database, clock: FakeClock
) -> None:
    bot, telegram = fake_bot()
    strange = person_update(5, date="yesterday")
    telegram.plan("getUpdates", [strange, person_update(6)])
    assert await Polling(bot, Inbox(sqlite_db, clock, Nursery())).poll_once(0) == 2


async def test_nothing_ends_the_polling(sqlite_db: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused token, a mistake of ours, and something that is no update at all: the next question is asked."""
    monkeypatch.setattr("bot.worker.polling.ERROR_SECONDS", 0.0)
    monkeypatch.setattr("bot.worker.polling.REFUSED_SECONDS", 0.0)
    bot, _ = fake_bot()
    refused = TelegramUnauthorizedError(method=GetRawUpdates(), message="Unauthorized")
    mishaps: list[Exception] = [refused, RuntimeError("a mistake of ours"), NotAnUpdateError("what?")]
    asked = 0

    class Polls(Polling):
        async def poll_once(self, seconds: int) -> int:
            nonlocal asked
            asked += 1
            if mishaps:
                raise mishaps.pop(0)
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Polls(bot, Inbox(sqlite_db, clock, Nursery())).run()
    assert asked == 4


async def test_of_two_processes_one_polls_and_the_other_goes_on_after_it(
    postgresql_db: Database, clock: FakeClock
) -> None:
    """Telegram refuses two; at the end of one the other need not wait for a lease."""
    asked: list[str] = []

    class Polls(Polling):
        name = ""
        asks = asyncio.Event()

        async def poll_once(self, seconds: int) -> int:
            asked.append(self.name)
            self.asks.set()
            await asyncio.sleep(0.01)
            return 0

    def polling(name: str) -> Polls:
        bot, _ = fake_bot()
        made = Polls(bot, Inbox(postgresql_db, clock, Nursery()), Turn(postgresql_db, clock, "poller:1", name, 60.0))
        made.name, made.asks = name, asyncio.Event()
        return made

    first, second = polling("first"), polling("second")
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        polls = group.create_task(first.run())
        await first.asks.wait()
        waits = group.create_task(second.run())
        while len(asked) < 5:
            await first.asks.wait()
            first.asks.clear()
        assert set(asked) == {"first"}
        polls.cancel()
        await asyncio.wait([polls])
        await first.leave()
        await second.asks.wait()
        waits.cancel()
