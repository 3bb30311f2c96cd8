"""One file with all rows, made from either database while bots work on it."""

import asyncio
import os
import re
import secrets
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from db.copying import CopyError, copy_all
from db.database import Database
from db.migrate import current_revision, known_revisions, upgrade
from db.sqlite_copy import DamagedCopyError, copy_while_used, remove_database, seal_copy
from services.backup.errors import BackupError
from services.ports import Clock
from services.storage.disk import flush_to_disk

NIGHTLY = "nightly-"
NIGHTLY_NAME = re.compile(r"loragram-nightly-\d{4}-\d\d-\d\dT\d{6}Z\.db")
UNFINISHED = ".part"
LEFT_BEHIND = timedelta(days=1)
"""A younger one may be another process's, at work on a large database."""


@dataclass(frozen=True)
class Copy:
    """A finished copy and its bytes."""

    path: Path
    size: int


class Copies:
    """Copies in `folder`, which is made when missing and closed to other users."""

    def __init__(self, db: Database, clock: Clock, folder: Path) -> None:
        self._db = db
        self._clock = clock
        self._folder = folder

    async def make(self, *, nightly: bool = False) -> Copy:
        """A new copy, complete and looked through before it has its name. Raises BackupError; then there is none."""
        name = f"loragram-{NIGHTLY if nightly else ''}{self._clock.now():%Y-%m-%dT%H%M%SZ}.db"
        final = self._folder / name
        part = self._folder / f".{name}.{secrets.token_hex(4)}{UNFINISHED}"
        try:
            await asyncio.to_thread(self._begin, part)
            await self._fill(part)
            size = await asyncio.to_thread(_finish, part, final)
        except (CopyError, DamagedCopyError) as error:
            raise BackupError(str(error)) from error
        except (sqlite3.Error, SQLAlchemyError, OSError) as error:
            raise BackupError(f"The copy could not be written ({_what(error)}).") from error
        finally:
            with suppress(OSError):  # the next nightly copy sweeps; why this one failed is what counts
                await asyncio.to_thread(remove_database, part)
        return Copy(final, size)

    async def keep_newest(self, count: int) -> Sequence[Path]:
        """Removes nightly copies but the last one of each of the newest `count` days, and what a killed process left
        half written a day ago, by hand or by night; returns the copies removed. Nothing else in the folder is touched.
        Raises BackupError."""
        try:
            return await asyncio.to_thread(self._thin_out, count)
        except OSError as error:
            raise BackupError(f"Old copies could not be removed ({_what(error)}).") from error

    def _begin(self, part: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))

    async def _fill(self, part: Path) -> None:
        if self._db.path is not None:
            await copy_while_used(Path(self._db.path), part)
            return
        if await current_revision(self._db) != known_revisions()[0]:
            raise BackupError("The database belongs to another release. Back it up with that one.")
        copy = Database(f"sqlite:///{part}")
        try:
            await upgrade(copy)
            await copy_all(self._db, copy)
        finally:
            await copy.close()

    def _thin_out(self, count: int) -> list[Path]:
        for left in self._folder.glob(f".loragram-*{UNFINISHED}"):
            with suppress(FileNotFoundError):  # finished a moment ago
                if left.stat().st_mtime < (self._clock.now() - LEFT_BEHIND).timestamp():
                    remove_database(left)
        made = sorted(path for path in self._folder.iterdir() if NIGHTLY_NAME.fullmatch(path.name))
        # A night that was tried again and again must not push out the nights before it.
        last_of_day = {path.name.partition("T")[0]: path for path in made}
        kept = set(list(last_of_day.values())[-count:])
        removed = [path for path in made if path not in kept]
        for old in removed:
            old.unlink()
        return removed


def _finish(part: Path, final: Path) -> int:
    seal_copy(part)
    part.rename(final)
    flush_to_disk(final)
    return final.stat().st_size


def _what(error: Exception) -> str:
    """The words of disk and SQLite; a server's may carry an address or a row, so that only their kind is told."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) if isinstance(error, sqlite3.Error) else type(error).__name__
