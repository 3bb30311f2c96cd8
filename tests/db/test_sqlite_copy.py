"""Copies of a SQLite database that is in use, and the looking through them."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.database import Database
from db.migrate import known_revisions
from db.models import User
from db.sqlite_copy import DamagedCopyError, copy_while_used, remove_database, seal_copy
from tests.support.rows import make_user


def people_in(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute('SELECT count(*) FROM "user"').fetchone()[0])
    finally:
        connection.close()


async def test_a_copy_has_what_is_committed_and_nothing_else(sqlite_db: Database, tmp_path: Path) -> None:
    """The newest rows lie in the file beside the database; those of an open transaction do not count yet."""
    await make_user(sqlite_db)
    async with sqlite_db.write(joins_update=False) as session:
        session.add(User(id=1, created_at=datetime.now(UTC), last_seen_at=datetime.now(UTC)))
        await session.flush()
        await copy_while_used(Path(str(sqlite_db.path)), tmp_path / "copy.db")
    assert seal_copy(tmp_path / "copy.db") == known_revisions()[0]
    assert people_in(tmp_path / "copy.db") == 1
    assert [name for name in os.listdir(tmp_path) if name.startswith("copy.db")] == ["copy.db"]


@pytest.mark.parametrize("harm", ["empty", "text", "torn", "foreign"])
def test_a_damaged_copy_is_found_out(sqlite_template: Path, tmp_path: Path, harm: str) -> None:
    """Before it has a name that somebody relies on."""
    path = tmp_path / "copy.db"
    whole = sqlite_template.read_bytes()
    if harm == "foreign":
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE somebody_elses (x)")
        connection.close()
    else:
        half = len(whole) // 2
        torn = whole[:half] + b"\xff" * 4096 + whole[half + 4096 :]
        path.write_bytes({"empty": b"", "text": b"no database" * 500, "torn": torn}[harm])
    with pytest.raises(DamagedCopyError):
        seal_copy(path)


def test_rows_that_point_at_nothing_are_damage(sqlite_template: Path, tmp_path: Path) -> None:
    """SQLite's own check of the file does not look at references."""
    path = tmp_path / "copy.db"
    path.write_bytes(sqlite_template.read_bytes())
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO job_event (id, job_id, name, data, at) VALUES ('00', '11', 'x', '{}', '2026-11-20 00:00:00')"
    )
    connection.commit()
    connection.close()
    with pytest.raises(DamagedCopyError):
        seal_copy(path)


def test_nothing_stays_beside_a_removed_database(tmp_path: Path) -> None:
    """A leftover would be replayed into the next database of that name."""
    for end in ("", "-wal", "-shm", "-journal"):
        (tmp_path / f"one.db{end}").touch()
    (tmp_path / "one.db.lock").touch()
    remove_database(tmp_path / "one.db")
    remove_database(tmp_path / "one.db")
    assert [path.name for path in tmp_path.iterdir()] == ["one.db.lock"]
