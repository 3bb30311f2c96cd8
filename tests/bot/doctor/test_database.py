"""The database check finds what is wrong, and leaves nothing behind."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.doctor.database import database_findings
from bot.doctor.findings import Finding, Level
from db.database import Database
from db.migrate import current_revision, downgrade, known_revisions
from db.models import CronRun
from services.ports import SystemClock
from tests.bot.doctor.words import levels, names_in, only, settings


async def look(url: str) -> Sequence[Finding]:
    return await database_findings(settings(database_url=url), SystemClock())


async def change(url: str, statement: str) -> None:
    db = Database(url)
    async with db.write() as session:
        await session.execute(text(statement))
    await db.close()


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for start in range(8192, len(content), 4096):
        content[start : start + 64] = b"\xff" * 64
    path.write_bytes(content)


async def test_a_sound_database_is_fine_and_stays_as_it_was(database_url: str) -> None:
    """The row that proves that it can be written is taken back."""
    level, told = only(await look(database_url))
    assert level is Level.OK
    assert known_revisions()[0] in told
    db = Database(database_url)
    async with db.read() as session:
        assert (await session.execute(select(func.count()).select_from(CronRun))).scalar_one() == 0
    await db.close()


async def test_it_works_beside_a_bot(sqlite_url: str) -> None:
    """Also while the bot has rows that are not yet in the main file."""
    db = Database(sqlite_url)
    async with db.read() as session:
        await session.execute(select(CronRun))
        assert levels(await look(sqlite_url)) == [Level.OK]
    await db.close()


async def test_a_database_that_was_never_brought_up_to_date(empty_database_url: str) -> None:
    """The next start does it; until then there is nothing to write to."""
    db = Database(empty_database_url)
    assert await current_revision(db) is None
    await db.close()
    level, told = only(await look(empty_database_url))
    assert level is Level.WARNING
    assert "python -m bot migrate" in told


async def test_an_older_and_a_newer_release(database_url: str) -> None:
    """Older is brought along; newer is refused at start, so it is a fault."""
    db = Database(database_url)
    await downgrade(db, known_revisions()[1])
    await db.close()
    assert only(await look(database_url))[0] is Level.WARNING
    await change(database_url, "UPDATE alembic_version SET version_num = '9999'")
    level, told = only(await look(database_url))
    assert level is Level.FAULT
    assert "newer release (revision 9999)" in told


async def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """An empty file would make the first run believe that a DATA_KEY was lost."""
    level, _ = only(await look(f"sqlite:///{tmp_path / 'data' / 'loragram.db'}"))
    assert level is Level.WARNING
    assert names_in(tmp_path) == []


async def test_a_damaged_file_is_named(sqlite_url: str) -> None:
    """With what to do first: stop, keep a copy, restore."""
    spoil(Path(sqlite_url.removeprefix("sqlite:///")))
    level, told = only(await look(sqlite_url))
    assert level is Level.FAULT
    assert "restore the newest sound backup" in told


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """A wrong path in DATABASE_URL."""
    (tmp_path / "notes.txt").write_text("not a database, but long enough to be taken for one at first sight" * 100)
    assert only(await look(f"sqlite:///{tmp_path / 'notes.txt'}"))[0] is Level.FAULT


@pytest.mark.parametrize("url", ["postgresql://nobody:secretword@127.0.0.1:1/none"])
async def test_a_server_that_is_not_there(url: str) -> None:
    """The password is not part of what is said."""
    level, told = only(await look(url))
    assert level is Level.FAULT
    assert "secretword" not in told


async def test_a_database_that_takes_nothing(sqlite_url: str) -> None:
    """A full disk or a missing right shows only when something is written."""
    await change(
        sqlite_url,
        "CREATE TRIGGER full BEFORE INSERT ON cron_run BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
    )
    level, told = only(await look(sqlite_url))
    assert level is Level.FAULT
    assert "takes nothing" in told
