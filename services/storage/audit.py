"""A nightly look at whether rows and stored files agree."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from db.database import Database
from db.repositories import storage_audit as rows
from services.messaging.outbox import alert_admins
from services.ports import Clock, FoundFile, Storage
from services.side_by_side import side_by_side
from services.storage.layout import FOLDERS, owner_of

GRACE = timedelta(days=1)
"""A younger file may be about to get its row."""
BETWEEN_AUDITS = timedelta(hours=12)
PAGE = 200
AT_ONCE = 8
"""Questions to the storage beside each other."""
FEW_STRAYS = 20
MOST_SHARE = 0.1
"""More strays than both are no leftovers of crashes: the database may be an older one, and nothing is removed."""
MOST_NAMED = 5
"""Keys that admins are told."""

log = logging.getLogger(__name__)


class StorageAudit:
    """Finds rows whose file is missing, and removes files that no row has named in two audits."""

    def __init__(self, db: Database, clock: Clock, storage: Storage, admin_ids: tuple[int, ...]) -> None:
        self._db = db
        self._clock = clock
        self._storage = storage
        self._admin_ids = admin_ids

    async def look(self) -> Mapping[str, int]:
        """How many files there are, how many are missing, stray, and removed; may be repeated, also side by side.

        The admins are told once a day of missing files, and of strays that are too many to be removed. Raises
        `StorageError` when the storage does not answer.
        """
        files, strays = await self._note_strays()
        too_many = strays > max(FEW_STRAYS, files * MOST_SHARE)
        if too_many:
            await self._tell("files-stray", count=strays, all=files)
        removed = 0 if too_many else await self._remove_strays()
        missing, first = await self._missing()
        if missing:
            await self._tell("files-missing", count=missing, keys="\n".join(first))
        return {"files": files, "missing": missing, "stray": strays, "removed": removed}

    async def _note_strays(self) -> tuple[int, int]:
        files = strays = 0
        for folder in FOLDERS:
            async for page in self._storage.listed(folder):
                unnamed = await self._unnamed([file.key for file in page if self._is_settled(file)])
                async with self._db.write(joins_update=False) as session:
                    await rows.note_strays(session, unnamed, self._clock.now())
                files += len(page)
                strays += len(unnamed)
        return files, strays

    def _is_settled(self, file: FoundFile) -> bool:
        return file.written_at < self._clock.now() - GRACE and owner_of(file.key) is not None

    async def _unnamed(self, keys: Sequence[str]) -> list[str]:
        """Those that no row names and no live job may still name."""
        owners = {key: owner for key in keys if (owner := owner_of(key)) is not None}
        ids: set[UUID] = set(owners.values())
        if not ids:
            return []
        async with self._db.read() as session:
            named = await rows.keys_of_datasets(session, ids) | await rows.keys_of_attempts(session, ids)
            named |= await rows.keys_of_exports(session, ids)
            alive = await rows.live_attempts(session, ids)
        return [key for key, owner in owners.items() if key not in named and owner not in alive]

    async def _remove_strays(self) -> int:
        """Removes what an earlier audit has noted; looks once more whether a row names it by now."""
        before, after, removed = self._clock.now() - BETWEEN_AUDITS, "", 0
        while True:
            async with self._db.read() as reading:
                page = await rows.noted_strays(reading, before, after, PAGE)
            if not page:
                return removed
            strays = await self._unnamed(page)
            for key in strays:
                await self._storage.delete(key)
                log.info("a file that no row names was removed", extra={"key": key})
            async with self._db.write(joins_update=False) as session:
                await rows.forget_strays(session, page)
            removed, after = removed + len(strays), page[-1]

    async def _missing(self) -> tuple[int, list[str]]:
        """How many rows have no file, and the first of those files."""
        count, first = 0, list[str]()
        for kind in rows.KINDS:
            after: UUID | None = None
            while page := await self._named(kind, after):
                gone = [file for file in await self._gone(page) if await self._is_still_named(kind, file)]
                count += len(gone)
                first += [file.storage_key for file in gone[: MOST_NAMED - len(first)]]
                after = page[-1].row_id
        return count, first

    async def _gone(self, page: Sequence[rows.NamedFile]) -> list[rows.NamedFile]:
        gone: list[rows.NamedFile] = []

        async def look_for(file: rows.NamedFile) -> None:
            if not await self._storage.exists(file.storage_key):
                gone.append(file)

        await side_by_side([[file] for file in page], look_for, at_once=AT_ONCE)
        return gone

    async def _named(self, kind: str, after: UUID | None) -> list[rows.NamedFile]:
        async with self._db.read() as session:
            return await rows.named_files(session, kind, after, self._clock.now(), PAGE)

    async def _is_still_named(self, kind: str, file: rows.NamedFile) -> bool:
        async with self._db.read() as session:
            return await rows.is_still_named(session, kind, file.row_id, self._clock.now())

    async def _tell(self, code: str, **params: object) -> None:
        async with self._db.write(joins_update=False) as session:
            key = f"{code}:{self._clock.now():%Y-%m-%d}"
            await alert_admins(session, self._clock, self._admin_ids, key=key, code=code, params=params)
