"""Copies of either database: whole, private, and thinned out with care."""

import asyncio
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.database import Database
from db.migrate import downgrade
from db.sqlite_copy import seal_copy
from services.backup import copies
from services.backup.copies import Copies
from services.backup.errors import BackupError
from tests.db.test_copying import content
from tests.support.clock import FakeClock
from tests.support.rows import make_attempt, make_job, make_user

MINE = "loragram-2026-11-20T030000Z.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "here"


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def leave(folder: Path, *names: str) -> None:
    """Empty files of these names."""
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).touch()


def nightly(night: int) -> str:
    return f"loragram-nightly-2026-11-{night:02}T021500Z.db"


async def test_a_copy_has_all_rows_in_one_private_file(db: Database, clock: FakeClock, folder: Path) -> None:
    """From either database, while it is in use, named after the moment."""
    await make_attempt(db, await make_job(db, await make_user(db)))
    copy = await Copies(db, clock, folder).make()
    made = datetime.strptime(copy.path.name, "loragram-%Y-%m-%dT%H%M%SZ.db").replace(tzinfo=UTC)
    assert timedelta(0) <= clock.now() - made < timedelta(minutes=5)
    assert (mode(copy.path), mode(folder)) == (0o600, 0o700)
    assert os.listdir(folder) == [copy.path.name]
    assert copy.size == os.stat(copy.path).st_size
    opened = Database(f"sqlite:///{copy.path}")
    try:
        assert await content(opened) == await content(db)
    finally:
        await opened.close()


async def test_a_copy_while_others_write(db: Database, clock: FakeClock, folder: Path) -> None:
    """Rows that belong together are in it together or not at all, and nobody has to wait for it."""
    stop = asyncio.Event()

    async def write() -> None:
        while not stop.is_set():
            user = await make_user(db)
            await make_attempt(db, await make_job(db, user))

    async with asyncio.TaskGroup() as group:
        group.create_task(write())
        copy = await Copies(db, clock, folder).make()
        stop.set()
    seal_copy(copy.path)  # which looks for references that lead nowhere


async def test_a_failed_copy_leaves_nothing(
    db: Database, clock: FakeClock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither under its name nor half written; the message is for people."""

    def full(path: Path) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies, "seal_copy", full)
    with pytest.raises(BackupError, match="No space left on device"):
        await Copies(db, clock, folder).make()
    assert os.listdir(folder) == []


async def test_a_postgresql_of_another_release(postgresql_db: Database, clock: FakeClock, folder: Path) -> None:
    """Its tables are not ours: nothing is better than a copy with holes."""
    await downgrade(postgresql_db, "0002")
    with pytest.raises(BackupError, match="another release"):
        await Copies(postgresql_db, clock, folder).make()


async def test_a_sqlite_of_an_older_release(sqlite_db: Database, clock: FakeClock, folder: Path) -> None:
    """The copy before an update is made with the new program and the old database."""
    await downgrade(sqlite_db, "0002")
    copy = await Copies(sqlite_db, clock, folder).make()
    assert seal_copy(copy.path) == "0002"


async def test_only_old_nightly_copies_go(sqlite_db: Database, clock: FakeClock, folder: Path) -> None:
    """What the operator made or put there stays, whatever its age."""
    nights = [nightly(night) for night in range(1, 8)]
    leave(folder, *nights, MINE, "notes.txt", "loragram-nightly-old.db")
    removed = await Copies(sqlite_db, clock, folder).keep_newest(3)
    assert [path.name for path in removed] == nights[:4]
    assert set(os.listdir(folder)) == {*nights[4:], MINE, "notes.txt", "loragram-nightly-old.db"}


async def test_what_killed_processes_left_goes_after_a_day(sqlite_db: Database, clock: FakeClock, folder: Path) -> None:
    """Half written copies hold rows too, also those made by hand; a young one may be at work in another process."""
    parts = [f".{nightly(1)}.0a0b.part", f".{MINE}.0a0b.part"]
    leave(folder, *parts)
    await Copies(sqlite_db, clock, folder).keep_newest(3)
    assert set(os.listdir(folder)) == set(parts)
    clock.advance(60, days=1)
    await Copies(sqlite_db, clock, folder).keep_newest(3)
    assert os.listdir(folder) == []


async def test_a_night_with_many_copies_counts_once(sqlite_db: Database, clock: FakeClock, folder: Path) -> None:
    """A backup that was tried again every hour does not push out the nights before it; its last copy stays."""
    again = [nightly(7).replace("T02", f"T{hour:02}") for hour in range(3, 9)]
    leave(folder, nightly(5), nightly(6), nightly(7), *again)
    await Copies(sqlite_db, clock, folder).keep_newest(3)
    assert set(os.listdir(folder)) == {nightly(5), nightly(6), again[-1]}


async def test_fewer_copies_than_are_kept(sqlite_db: Database, clock: FakeClock, folder: Path) -> None:
    """Nothing goes."""
    leave(folder, nightly(1))
    assert await Copies(sqlite_db, clock, folder).keep_newest(14) == []
    assert os.listdir(folder) == [nightly(1)]


async def test_a_nightly_copy_is_one_that_is_thinned_out(sqlite_db: Database, clock: FakeClock, folder: Path) -> None:
    """The name that is made is the name that is looked for."""
    copy = await Copies(sqlite_db, clock, folder).make(nightly=True)
    shutil.copyfile(copy.path, folder / nightly(1))
    await Copies(sqlite_db, clock, folder).keep_newest(1)
    assert os.listdir(folder) == [copy.path.name]
