"""Connections have the settings that the promises about durability and locking rest on."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from db import engines
from db.database import Database
from db.engines import normalise_url
from db.models import Photo, User
from db.sessions import ReadSession
from tests.support.rows import make_dataset, make_photo, make_user


async def _pragma(session: ReadSession, name: str) -> object:
    return await session.scalar(text(f"PRAGMA {name}"))


async def test_sqlite_is_durable_and_checks_references(sqlite_db: Database) -> None:
    """Write-ahead log, a sync at every commit, foreign keys, a log that stays small."""
    async with sqlite_db.write() as writer, sqlite_db.read() as reader:
        for session in (writer, reader):
            assert await _pragma(session, "journal_mode") == "wal"
            assert await _pragma(session, "synchronous") == 2  # FULL
            assert await _pragma(session, "foreign_keys") == 1
            assert await _pragma(session, "journal_size_limit") == 64 * 1024 * 1024
        assert await _pragma(writer, "query_only") == 0
        assert await _pragma(reader, "query_only") == 1


async def test_a_writer_waits_for_another_process_without_stopping_anybody(sqlite_url: str) -> None:
    """The lock of another writer is waited for, and meanwhile everything else goes on."""
    first, second = Database(sqlite_url), Database(sqlite_url)
    order: list[str] = []

    async def write() -> None:
        await make_user(second)
        order.append("second")

    async with first.write() as session:
        await session.execute(text("SELECT 1"))
        waiting = asyncio.gather(write())
        for _ in range(20):
            await asyncio.sleep(0.01)
            async with second.read() as reader:
                assert await reader.scalar(select(func.count()).select_from(User)) == 0
        order.append("first")
    await waiting
    assert order == ["first", "second"]
    async with first.read() as reader:
        assert await reader.scalar(select(func.count()).select_from(User)) == 1
    await first.close()
    await second.close()


async def test_a_commit_that_nobody_waits_for_any_more_ends_before_the_next_begins(sqlite_db: Database) -> None:
    """Cancelling the one who asked must not hand the connection on while the disk is still at work."""
    for _ in range(30):
        one = asyncio.gather(make_user(sqlite_db))
        for _ in range(3):
            await asyncio.sleep(0)
        one.cancel()
        with suppress(asyncio.CancelledError):
            await one
        await make_user(sqlite_db)
    async with sqlite_db.read() as session:
        assert (await session.scalar(select(func.count()).select_from(User)) or 0) >= 30


async def test_postgresql_speaks_utc_and_drops_idle_transactions(postgresql_db: Database) -> None:
    """A replica that hangs inside a transaction must not hold its locks for long."""
    async with postgresql_db.write() as session:
        assert await session.scalar(text("SHOW timezone")) == "UTC"
        assert await session.scalar(text("SHOW idle_in_transaction_session_timeout")) == "30s"
        assert await session.scalar(text("SHOW transaction_isolation")) == "read committed"


async def test_a_reference_to_nothing_is_refused(db: Database) -> None:
    """Both databases check foreign keys."""
    dataset = await make_dataset(db, await make_user(db))
    async with db.write() as session:
        await session.delete(dataset)
    with pytest.raises(IntegrityError):
        await make_photo(db, dataset)


async def test_deleting_a_data_set_deletes_its_photos(db: Database) -> None:
    """ON DELETE CASCADE works on both databases."""
    dataset = await make_dataset(db, await make_user(db))
    await make_photo(db, dataset)
    async with db.write() as session:
        await session.delete(dataset)
    async with db.read() as session:
        assert (await session.scalars(select(Photo))).all() == []


async def test_concurrent_read_modify_writes_lose_nothing_on_sqlite(sqlite_url: str) -> None:
    """Two processes' worth of engines on one file: every unit of work begins as a writer."""
    first, second = Database(sqlite_url), Database(sqlite_url)
    user = await make_user(first, first_name="0")

    async def add_one(db: Database) -> None:
        async with db.write() as session:
            row = await session.get_one(User, user.id)
            await asyncio.sleep(0)
            row.first_name = str(int(row.first_name) + 1)

    await asyncio.gather(*(add_one(db) for _ in range(50) for db in (first, second)))
    async with first.read() as session:
        assert (await session.get_one(User, user.id)).first_name == "100"
    await first.close()
    await second.close()


async def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    """The first run on a fresh machine has no data folder."""
    path = tmp_path / "data" / "deep" / "loragram.db"
    database = Database(f"sqlite:///{path}")
    async with database.write() as session:
        await session.execute(text("SELECT 1"))
    await database.close()
    await database.close()
    assert path.exists()
    assert database.path == str(path)


def test_urls_get_the_async_driver_and_others_are_refused() -> None:
    """People paste the plain form."""
    assert normalise_url("sqlite:///data/a.db").drivername == "sqlite+onetrip"
    assert normalise_url("postgresql://u@h/d").drivername == "postgresql+asyncpg"
    assert normalise_url("postgres://u@h/d").drivername == "postgresql+asyncpg"
    with pytest.raises(ValueError, match="sqlite or postgresql"):
        normalise_url("mysql://u@h/d")


async def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Names and prompts lie in it, and messages in the log beside it; other users of the machine read neither."""
    file = tmp_path / "made" / "loragram.db"
    before = os.umask(0o022)
    try:
        db = Database(f"sqlite:///{file}")
        async with db.write() as session:
            await session.execute(text("CREATE TABLE told (word TEXT)"))
        modes = {path.name: oct(path.stat().st_mode & 0o777) for path in file.parent.iterdir()}
        await db.close()
    finally:
        os.umask(before)
    assert "loragram.db-wal" in modes
    assert set(modes.values()) == {"0o600"}
    assert file.parent.stat().st_mode & 0o777 == 0o700


async def test_nothing_is_written_outside_a_transaction_that_could_not_begin(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A statement after a lock that was not had asks for the lock again, instead of committing by itself."""
    monkeypatch.setattr(engines, "BUSY_MILLISECONDS", 50)
    first, second = Database(sqlite_url), Database(sqlite_url)
    await make_user(second)
    async with first.write() as holder:
        await holder.execute(text("SELECT 1"))
        with pytest.raises(OperationalError, match="locked"):
            async with second.write() as session:
                for _ in range(2):
                    with suppress(OperationalError):
                        await session.connection()
                        await session.execute(text("DELETE FROM user"))
                await session.execute(text("DELETE FROM user"))
    async with first.read() as reader:
        assert await reader.scalar(select(func.count()).select_from(User)) == 1
    await first.close()
    await second.close()
