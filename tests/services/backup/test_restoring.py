"""A copy in the place of a database: of either kind, of an older release, or not at all."""

import hashlib
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from db.copying import is_empty
from db.database import Database
from db.migrate import UnknownRevisionError, current_revision, downgrade, known_revisions
from services.backup.copies import Copies
from services.backup.errors import BackupError
from services.backup.restoring import holds_rows, restore_postgresql, restore_sqlite
from tests.db.test_copying import content
from tests.support.clock import FakeClock
from tests.support.rows import make_attempt, make_job, make_user


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Database]:
    db = Database(f"sqlite:///{path}")
    try:
        yield db
    finally:
        await db.close()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


async def as_it_is(url: str) -> None:
    """Prepares nothing."""


@pytest.fixture
async def copy(db: Database, clock: FakeClock, tmp_path: Path) -> Path:
    """A copy with rows of many kinds, made from each kind of database."""
    await make_attempt(db, await make_job(db, await make_user(db)))
    return (await Copies(db, clock, tmp_path / "backups").make()).path


async def test_into_sqlite(db: Database, copy: Path, tmp_path: Path) -> None:
    """Also where another database was, with files of its own beside it; the copy is not touched."""
    path, before = tmp_path / "data" / "bot.db", digest(copy)
    await restore_sqlite(copy, path, as_it_is)
    async with opened(path) as restored:
        assert await content(restored) == await content(db)
        await make_user(restored)
    (tmp_path / "data" / "bot.db-wal").write_bytes(b"of another database")
    await restore_sqlite(copy, path, as_it_is)
    async with opened(path) as restored:
        assert await content(restored) == await content(db)
    assert digest(copy) == before
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert not [name for name in os.listdir(tmp_path / "data") if "restoring" in name]


async def test_into_postgresql(db: Database, copy: Path, postgresql_url: str, tmp_path: Path) -> None:
    """An empty one is filled, a full one only taken the place of when that is wished."""
    target = Database(postgresql_url)
    if db.is_postgresql:  # the fixture's own database, whose rows the copy has
        assert await holds_rows(target)
        with pytest.raises(BackupError, match="rows already"):
            await restore_postgresql(copy, target, tmp_path / "work", as_it_is, replace=False)
        await make_user(target)
    else:
        assert not await holds_rows(target)
    await restore_postgresql(copy, target, tmp_path / "work", as_it_is, replace=db.is_postgresql)
    async with opened(copy) as original:
        assert await content(target) == await content(original)
    assert os.listdir(tmp_path / "work") == []
    await target.close()


async def test_what_was_prepared_is_what_is_restored(
    db: Database, copy: Path, postgresql_url: str, tmp_path: Path
) -> None:
    """No moment comes in which the database stands there unprepared; a preparation that fails changes nothing."""
    path, target = tmp_path / "bot.db", Database(postgresql_url)

    async def prepare(url: str) -> None:
        assert not path.exists()
        prepared = Database(url)
        await make_user(prepared, id=77)
        await prepared.close()

    async def fail(url: str) -> None:
        await prepare(url)
        raise SQLAlchemyError("the disk is full")

    with pytest.raises(BackupError):
        await restore_sqlite(copy, path, fail)
    before = await holds_rows(target)
    with pytest.raises(BackupError):
        await restore_postgresql(copy, target, tmp_path / "work", fail, replace=True)
    assert (path.exists(), await holds_rows(target)) == (False, before)
    await restore_postgresql(copy, target, tmp_path / "work", prepare, replace=True)
    await restore_sqlite(copy, path, prepare)
    async with opened(path) as restored:
        for each in (restored, target):
            assert 77 in {row[0] for row in (await content(each))["user"]}
    await target.close()


async def test_a_copy_of_an_older_release(sqlite_db: Database, clock: FakeClock, tmp_path: Path) -> None:
    """It is brought to this release on the way, and stays what it was itself."""
    await make_user(sqlite_db)
    await downgrade(sqlite_db, "0002")
    copy = (await Copies(sqlite_db, clock, tmp_path / "backups").make()).path
    await restore_sqlite(copy, tmp_path / "bot.db", as_it_is)
    async with opened(tmp_path / "bot.db") as restored, opened(copy) as original:
        assert await current_revision(restored) == known_revisions()[0]
        assert not await is_empty(restored)
        assert await current_revision(original) == "0002"


async def test_a_copy_of_a_newer_release(sqlite_db: Database, clock: FakeClock, tmp_path: Path) -> None:
    """This one would not understand it; what is there stays."""
    path, newer = Path(str(sqlite_db.path)), tmp_path / "newer.db"
    before = await content(sqlite_db)
    shutil.copyfile((await Copies(sqlite_db, clock, tmp_path / "backups").make()).path, newer)
    async with opened(newer) as database, database.writer.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UnknownRevisionError):
        await restore_sqlite(newer, path, as_it_is)
    assert await content(sqlite_db) == before


@pytest.mark.parametrize("harm", [b"", b"no database at all" * 300])
async def test_a_damaged_copy(sqlite_db: Database, tmp_path: Path, harm: bytes) -> None:
    """It is found out before anything is removed."""
    await make_user(sqlite_db)
    before = await content(sqlite_db)
    (tmp_path / "copy.db").write_bytes(harm)
    with pytest.raises(BackupError, match="damaged"):
        await restore_sqlite(tmp_path / "copy.db", Path(str(sqlite_db.path)), as_it_is)
    assert await content(sqlite_db) == before


async def test_the_folder_of_a_bot_that_was_killed(sqlite_db: Database, tmp_path: Path) -> None:
    """Somebody's plain copy of `data/` has its newest rows in the file beside the database."""
    user = await make_user(sqlite_db)
    source = Path(str(sqlite_db.path))
    for end in ("", "-wal"):
        shutil.copyfile(f"{source}{end}", tmp_path / f"plain.db{end}")
    await restore_sqlite(tmp_path / "plain.db", tmp_path / "bot.db", as_it_is)
    async with opened(tmp_path / "bot.db") as restored:
        assert user.id in {row[0] for row in (await content(restored))["user"]}


async def test_which_databases_hold_something(sqlite_db: Database, tmp_path: Path) -> None:
    """A doubtful one counts as full: nothing is removed unasked."""
    assert not await holds_rows(sqlite_db)
    await downgrade(sqlite_db, "0002")
    assert await holds_rows(sqlite_db)
    (tmp_path / "text.db").write_text("no database" * 500)
    async with opened(tmp_path / "text.db") as damaged:
        assert await holds_rows(damaged)
    async with opened(tmp_path / "none.db") as none:
        assert not await holds_rows(none)
