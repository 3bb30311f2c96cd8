"""The nightly backup: once a day over all processes, again when it failed, and not silently."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.worker.backup_tick import BackupTick
from db.database import Database
from db.models import Outbox
from services.backup.backups import Backups
from tests.support.clock import FakeClock

ADMIN = 7


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture(autouse=True)
def at_two(clock: FakeClock) -> None:
    """The night of tomorrow, just after two."""
    tomorrow = datetime.now(UTC).replace(hour=2, minute=1) + timedelta(days=1)
    clock.shift = tomorrow - datetime.now(UTC)


def tick(db: Database, clock: FakeClock, folder: Path, owner: str = "one", kept: int = 2) -> BackupTick:
    return BackupTick(db, clock, Backups(db, clock, folder, None), kept, owner, (ADMIN,))


def copies(folder: Path) -> list[str]:
    return sorted(os.listdir(folder)) if folder.exists() else []


def in_the_way(folder: Path) -> None:
    folder.write_text("a file where the folder should be")


async def alerts(db: Database) -> list[dict[str, object]]:
    async with db.read() as session:
        return list((await session.scalars(select(Outbox.params).where(Outbox.view == "admin_alert"))).all())


async def test_one_copy_a_night_over_all_processes(db: Database, clock: FakeClock, folder: Path) -> None:
    """However many look, and however often; the next night makes the next one."""
    for owner in ("one", "two", "one"):
        await tick(db, clock, folder, owner).look()
    assert len(copies(folder)) == 1
    clock.advance(days=1)
    await tick(db, clock, folder, "two").look()
    assert len(copies(folder)) == 2
    assert await alerts(db) == []


async def test_not_before_two(db: Database, clock: FakeClock, folder: Path) -> None:
    """The hours before belong to the day that ends."""
    clock.advance(-3600)
    await tick(db, clock, folder).look()
    assert copies(folder) == []


async def test_a_night_that_was_slept_through_is_made_up(db: Database, clock: FakeClock, folder: Path) -> None:
    """A machine that is off at night has backups all the same."""
    clock.advance(13 * 3600)
    await tick(db, clock, folder).look()
    assert len(copies(folder)) == 1


async def test_only_so_many_are_kept(db: Database, clock: FakeClock, folder: Path) -> None:
    """The newest."""
    for _ in range(4):
        await tick(db, clock, folder).look()
        clock.advance(days=1)
    newest = copies(folder)
    assert len(newest) == 2
    assert newest[-1].startswith(f"loragram-nightly-{clock.now() - timedelta(days=1):%Y-%m-%d}")


async def test_a_failed_one_is_told_once_and_tried_again(db: Database, clock: FakeClock, folder: Path) -> None:
    """An hour later, also by another process; meanwhile the disk is left alone."""
    in_the_way(folder)
    for owner in ("one", "two"):
        await tick(db, clock, folder, owner).look()
    (told,) = await alerts(db)
    assert told["code"] == "backup-failed"
    assert "File exists" in str(told["reason"])
    clock.advance(1800)
    os.remove(folder)
    await tick(db, clock, folder, "two").look()
    assert copies(folder) == []
    clock.advance(1801)
    await tick(db, clock, folder, "two").look()
    assert len(copies(folder)) == 1


async def test_who_has_failed_waits_as_the_others_do(db: Database, clock: FakeClock, folder: Path) -> None:
    """It looks every few minutes, and a full disk is not written to each time."""
    in_the_way(folder)
    await tick(db, clock, folder).look()
    os.remove(folder)
    clock.advance(1800)
    await tick(db, clock, folder).look()
    assert copies(folder) == []
    clock.advance(1801)
    await tick(db, clock, folder).look()
    assert len(copies(folder)) == 1


async def test_copies_of_failed_tries_do_not_pile_up(db: Database, clock: FakeClock, tmp_path: Path) -> None:
    """Rows are copied before files: while files fail, the last copy of the night stays, and the night before it."""
    folder, stored = tmp_path / "backups", tmp_path / "stored"
    await tick(db, clock, folder).look()
    clock.advance(days=1)
    (stored / "photos").mkdir(parents=True)
    folder.joinpath("files").write_text("a file where the mirror should be")
    failing = BackupTick(db, clock, Backups(db, clock, folder, stored), 2, "one", (ADMIN,))
    for _ in range(3):
        await failing.look()
        clock.advance(3601)
    (told,) = await alerts(db)
    assert told["code"] == "backup-failed"
    assert len(list(folder.glob("loragram-nightly-*.db"))) == 2


async def test_a_process_that_dies_at_it_is_followed_by_another(
    db: Database, clock: FakeClock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is taken is a lease, what is written down is a copy that exists."""

    class Killed(BaseException):
        pass

    async def killed(self: object, *, nightly: bool) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Backups, "make", killed)
        with pytest.raises(Killed):
            await tick(db, clock, folder).look()
    clock.advance(3601)
    await tick(db, clock, folder, "two").look()
    assert len(copies(folder)) == 1
