"""Wakes between processes on one PostgreSQL: heard by the others, never by oneself twice, and back after a break."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from db import other_processes
from db.database import Database

SOON = 10.0


class Ear:
    """A process on the database that writes down what wakes it."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.heard: list[str] = []
        db.on_wake(self.heard.append)

    async def commits(self, *topics: str) -> None:
        async with self.db.write() as session:
            for topic in topics:
                session.wake(topic)

    async def hears(self, topic: str) -> None:
        await until(lambda: topic in self.heard)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON):
        while True:
            if true():
                return
            await asyncio.sleep(0.01)


@asynccontextmanager
async def process(url: str) -> AsyncIterator[Ear]:
    """A process that hears and tells until the end of the block."""
    db = Database(url)
    assert db.others is not None
    async with asyncio.TaskGroup() as group:
        group.create_task(db.others.run())
        try:
            yield Ear(db)
        finally:
            db.others.stop()
    await db.close()


@pytest.fixture
async def two(postgresql_url: str) -> AsyncIterator[tuple[Ear, Ear]]:
    """Two processes that hear each other."""
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(process(postgresql_url))
        two = await stack.enter_async_context(process(postgresql_url))
        await acquaint(one, two)
        await acquaint(two, one)
        yield one, two


async def acquaint(teller: Ear, hearer: Ear) -> None:
    """Both connections stand; what was said to find that out is forgotten."""
    async with asyncio.timeout(SOON):
        while "hello" not in hearer.heard:
            await teller.commits("hello")
            await asyncio.sleep(0.02)
    # One after the other on one connection: behind this there is no further hello on its way.
    await teller.commits("acquainted")
    await hearer.hears("acquainted")
    teller.heard.clear()
    hearer.heard.clear()


async def test_a_commit_in_one_process_wakes_the_other(two: tuple[Ear, Ear]) -> None:
    """With all its topics, each once."""
    one, other = two
    await one.commits("submit", "outbox", "submit")
    await other.hears("submit")
    await other.hears("outbox")
    assert sorted(other.heard) == ["outbox", "submit"]


async def test_nobody_hears_their_own_words_and_hearing_tells_nobody(two: tuple[Ear, Ear]) -> None:
    """Otherwise two processes would wake each other for ever."""
    one, other = two
    await one.commits("submit")
    await other.hears("submit")
    await other.commits("last")
    await one.hears("last")
    assert one.heard == ["submit", "last"]
    assert other.heard == ["submit", "last"]


async def test_a_failed_unit_of_work_tells_nobody(two: tuple[Ear, Ear]) -> None:
    """Its rows do not exist."""
    one, other = two
    with pytest.raises(LookupError):
        async with one.db.write() as session:
            session.wake("never")
            raise LookupError
    await one.commits("after")
    await other.hears("after")
    assert other.heard == ["after"]


async def test_what_a_process_sees_to_itself_is_not_told_until_it_stops_doing_so(two: tuple[Ear, Ear]) -> None:
    """As with updates: a worker's own lanes look at once, but not while it drains."""
    one, other = two
    assert one.db.others is not None
    one.db.others.keep({"updates"})
    await one.commits("updates")
    await one.commits("outbox")
    await other.hears("outbox")
    assert other.heard == ["outbox"]
    one.db.others.keep(())
    await one.commits("updates")
    await other.hears("updates")


async def test_after_a_broken_connection_the_processes_find_each_other_again(two: tuple[Ear, Ear]) -> None:
    """As after a restart of the server; what is committed meanwhile is found by looking."""
    one, other = two
    async with one.db.write() as session:
        await session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = :name"
            ),
            {"name": other_processes.CHANNEL},
        )
    await acquaint(one, other)
    await acquaint(other, one)


async def test_a_connection_lost_between_two_steps_of_the_driver_is_made_again(
    postgresql_url: str, two: tuple[Ear, Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The driver calls this an error of its own; the process must not end of it, nor stay deaf."""
    _, other = two
    connect = asyncpg.connect
    failures = 0

    async def connect_once_to_a_dying_server(**options: Any) -> asyncpg.Connection:
        nonlocal failures
        connection = await connect(**options)
        if not failures:
            failures += 1
            await connection.close()
            raise asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")
        return connection

    monkeypatch.setattr(asyncpg, "connect", connect_once_to_a_dying_server)
    async with process(postgresql_url) as third:
        await acquaint(third, other)
    assert failures == 1


async def test_the_last_words_are_said_before_the_end(postgresql_url: str, two: tuple[Ear, Ear]) -> None:
    """What a process gives back while it ends is what the others wait for."""
    _, other = two
    async with process(postgresql_url) as third:
        await acquaint(third, other)
        await third.commits("released")
    await other.hears("released")


async def test_what_is_told_while_something_is_said_is_not_cut_off_by_the_end(
    postgresql_url: str, two: tuple[Ear, Ear]
) -> None:
    """The leases that an ending process gives back come last of all."""
    hearer, _ = two
    async with process(postgresql_url) as leaving:
        await acquaint(leaving, hearer)
        others = leaving.db.others
        assert others is not None
        others.tell(["first"])
        while others._untold:  # noqa: ASYNC110 (the very next turn of the loop matters)
            await asyncio.sleep(0)
        others.tell(["last"])
    await hearer.hears("last")


async def test_without_a_server_it_waits_and_ends_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is told to stop does not wait for a database that is away."""
    monkeypatch.setattr(other_processes, "FIRST_PAUSE", 60.0)
    db = Database("postgresql://nobody@127.0.0.1:1/none")
    assert db.others is not None
    async with asyncio.timeout(SOON), asyncio.TaskGroup() as group:
        group.create_task(db.others.run())
        await asyncio.sleep(0.1)
        db.others.stop()
    await db.close()


async def test_sqlite_has_no_other_processes(sqlite_db: Database) -> None:
    """It serves one, and pays nothing for others."""
    assert sqlite_db.others is None
