"""Puts a copy in the place of a database, brought to this release on the way. The copy itself is never changed."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from db.copying import CopyError, copy_all, is_empty
from db.database import Database
from db.migrate import current_revision, known_revisions, upgrade
from db.sqlite_copy import DamagedCopyError, remove_database, seal_copy
from services.backup.errors import BackupError
from services.storage.disk import flush_to_disk

UNFINISHED = ".restoring"
PIECE = 1024 * 1024
"""Bytes that are in memory at a time."""

Preparation = Callable[[str], Awaitable[None]]
"""Takes the address of the copy's own copy, at this release's revision. What it changes there is restored too: a
database never stands in its place with what must not happen twice still waiting, however the restore is cut off."""


async def holds_rows(db: Database) -> bool:
    """Whether something would be lost. A database that cannot be read, or is older, counts as full."""
    try:
        revision = await current_revision(db)
        return revision is not None and (revision != known_revisions()[0] or not await is_empty(db))
    except SQLAlchemyError:
        return True


async def restore_sqlite(copy: Path, path: Path, prepare: Preparation) -> None:
    """The database at `path` becomes what the copy was; whatever was there is gone. No process may have it open.

    Raises BackupError, and UnknownRevisionError for a copy of a newer release; then nothing has changed.
    """
    async with _brought_here(copy, path.with_name(path.name + UNFINISHED), prepare) as work:
        await asyncio.to_thread(_put_in_place, work, path)


async def restore_postgresql(copy: Path, db: Database, workplace: Path, prepare: Preparation, *, replace: bool) -> None:
    """Fills `db` with what the copy holds, in one transaction, which with `replace` first removes what is there.

    `workplace` is a folder with room for the copy once more. Raises as `restore_sqlite` does.
    """
    async with _brought_here(copy, workplace / f"{copy.name}{UNFINISHED}", prepare) as work:
        source = Database(f"sqlite:///{work}")
        try:
            await upgrade(db)
            await copy_all(source, db, replace=replace)
        except CopyError as error:
            raise BackupError(str(error)) from error
        finally:
            await source.close()


@asynccontextmanager
async def _brought_here(copy: Path, work: Path, prepare: Preparation) -> AsyncIterator[Path]:
    """The copy once more, sound, at this release's revision and prepared; removed afterwards unless it was put
    elsewhere."""
    try:
        await asyncio.to_thread(_duplicate, copy, work)
        await asyncio.to_thread(seal_copy, work)
        await _make_ready(f"sqlite:///{work}", prepare)
        await asyncio.to_thread(seal_copy, work)
        yield work
    except DamagedCopyError as error:
        raise BackupError(str(error)) from error
    except OSError as error:
        raise BackupError(f"{copy} cannot be brought here ({error.strerror or type(error).__name__}).") from error
    finally:
        await asyncio.to_thread(remove_database, work)


async def _make_ready(url: str, prepare: Preparation) -> None:
    db = Database(url)
    try:
        await upgrade(db)
        await prepare(url)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise BackupError(f"The copy cannot be brought to this release ({type(error).__name__}).") from error
    finally:
        await db.close()


def _duplicate(copy: Path, work: Path) -> None:
    remove_database(work)
    work.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _copy_file(copy, work)
    newest = copy.with_name(f"{copy.name}-wal")
    if newest.exists():  # a plain copy of a stopped bot's folder has its newest rows there
        _copy_file(newest, work.with_name(f"{work.name}-wal"))


def _copy_file(source: Path, target: Path) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as reading, os.fdopen(handle, "wb") as writing:
        shutil.copyfileobj(reading, writing, PIECE)


def _put_in_place(work: Path, path: Path) -> None:
    remove_database(path)
    work.rename(path)
    flush_to_disk(path)
