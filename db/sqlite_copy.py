"""Copies of a SQLite database as one file: made while a bot writes to it, and looked through before they count."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

BESIDE = ("-wal", "-shm", "-journal")
"""Ends of the names of the files that SQLite keeps beside a database."""


class DamagedCopyError(RuntimeError):
    """This file is damaged, or it is no database of this bot."""


async def copy_while_used(path: Path, target: Path) -> None:
    """Writes what is committed at `path`, as of one moment, to `target`, which is empty or not there.

    Readers and writers go on meanwhile. Raises `sqlite3.Error`.
    """
    connection = sqlite3.connect(_existing(path), uri=True, check_same_thread=False)
    with closing(connection):
        try:
            await asyncio.to_thread(connection.execute, "VACUUM INTO ?", (str(target),))
        except asyncio.CancelledError:
            connection.interrupt()  # the thread would go on, and the end of the program would wait for it
            raise


def seal_copy(path: Path) -> str:
    """Makes one file of the database at `path` and reads it through; returns its revision.

    Nobody else may have it open. Blocks, so callers run it in a thread. Raises DamagedCopyError.
    """
    try:
        with closing(sqlite3.connect(_existing(path), uri=True)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")  # a file on its own: nothing beside it belongs to it
            sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            whole = connection.execute("PRAGMA foreign_key_check").fetchone() is None
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise DamagedCopyError(f"{DamagedCopyError.__doc__} ({type(error).__name__})") from error
    if not (sound and whole and revision):
        raise DamagedCopyError(DamagedCopyError.__doc__)
    return str(revision[0])


def remove_database(path: Path) -> None:
    """Removes a SQLite database with the files beside it; none is fine. What is left beside a new database of the same
    name would be taken for its own."""
    for name in (path, *(path.with_name(path.name + end) for end in BESIDE)):
        name.unlink(missing_ok=True)


def _existing(path: Path) -> str:
    """An address that makes no file where there is none."""
    return f"{path.absolute().as_uri()}?mode=rw"
