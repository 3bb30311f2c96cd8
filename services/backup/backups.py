"""A whole backup: the rows in one file, and beside it the stored files where they lie on this machine."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from db.database import Database
from db.repositories.stored_files import named_files, names_any_file
from services.backup.copies import Copies
from services.backup.errors import BackupError
from services.backup.mirror import Mirror, MirrorCounts
from services.ports import Clock

FILES = "files"
"""The folder of the mirror, beside the copies."""


@dataclass(frozen=True)
class Backup:
    """What was written. `files` is None where a bucket keeps them."""

    copy: Path
    size: int
    files: MirrorCounts | None


class Backups:
    """Backups in `folder`. `stored` is the storage's folder, None for a bucket."""

    def __init__(self, db: Database, clock: Clock, folder: Path, stored: Path | None) -> None:
        self._db = db
        self._copies = Copies(db, clock, folder)
        self._stored = stored
        self._mirror = None if stored is None else Mirror(stored, folder / FILES, self._named)

    async def make(self, *, nightly: bool = False) -> Backup:
        """Rows first: every file that they name is copied after them, unless it is erased in between. Raises
        BackupError; what is complete by then stays."""
        try:
            copy = await self._copies.make(nightly=nightly)
            files = await self._copy_files()
        except SQLAlchemyError as error:
            raise BackupError(f"The database did not answer ({type(error).__name__}).") from error
        return Backup(copy.path, copy.size, files)

    async def keep_newest(self, count: int) -> None:
        """Removes all nightly copies but the last one of each of the newest `count` days. Raises BackupError."""
        await self._copies.keep_newest(count)

    async def _copy_files(self) -> MirrorCounts | None:
        if self._mirror is None or self._stored is None:
            return None
        if not await asyncio.to_thread(self._stored.is_dir):
            async with self._db.read() as session:
                if not await names_any_file(session):
                    return MirrorCounts()  # nobody has sent a photo yet
        return await self._mirror.bring_up_to_date()

    async def _named(self, keys: Sequence[str]) -> Collection[str]:
        async with self._db.read() as session:
            return await named_files(session, keys)
