"""Two albums turn out to show one person: their photos come into one data set."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.columns import new_id
from db.database import Database
from db.models import Dataset, DraftPerson, Photo
from db.repositories.draft_people import give_albums, people_of
from db.repositories.drafts import draft_for_change
from db.repositories.photos import lock_dataset, photos_of
from db.sessions import WriteSession
from services.errors import NotFoundError, StorageError
from services.photos.taking_over import not_there, unnamed_copies
from services.ports import Clock, Storage
from services.storage.layout import photos_folder


@dataclass(frozen=True)
class Join:
    """The photos of data set `source` are to go to `target`, both of one draft. `name` and `class_word` are what was
    said of the source with it; what is known of the target goes before."""

    user_id: int
    draft_id: UUID
    source: UUID
    target: UUID
    name: str | None = None
    class_word: str | None = None


class _NotCopiedError(Exception):
    """A photo has come in that was not copied: nothing may be written, the mark of the update neither."""


class JoinedPhotos:
    """Moves photos between the data sets of one draft. Files are copied before the rows change; after a crash in
    between nothing has changed, and the copies are found by the storage audit. Repeatable."""

    def __init__(self, db: Database, clock: Clock, storage: Storage, most: int) -> None:
        self._db = db
        self._clock = clock
        self._storage = storage
        self._most = most

    async def join(self, join: Join, *, joins_update: bool = False) -> None:
        """Photos that the target has already, or has no room for, are erased with what is left of the source. The
        person's name and class word are written together with it; `joins_update` as `Database.write`.

        Raises `NotFoundError('draft-gone')`, `NotFoundError('button-old')` when the target is no longer in the draft,
        and StorageError. Whatever fails, no copy is left behind.
        """
        copies: dict[UUID, str] = {}
        try:
            while True:
                await self._copy_new(join, copies)
                with suppress(_NotCopiedError):
                    return await self._move(join, copies, joins_update)
        finally:
            await self._drop_unnamed(join.target, copies.values())

    async def _copy_new(self, join: Join, copies: dict[UUID, str]) -> None:
        async with self._db.read() as session:
            photos = await photos_of(session, join.source)
        for photo in photos:
            if photo.id not in copies:
                copies[photo.id] = f"{photos_folder(join.target)}/{new_id()}.jpg"
                await self._storage.put(copies[photo.id], await self._storage.get(photo.storage_key))

    async def _move(self, join: Join, copies: dict[UUID, str], joins_update: bool) -> None:
        async with self._db.write(joins_update=joins_update) as session:
            if await draft_for_change(session, join.user_id, join.draft_id) is None:
                raise NotFoundError("draft-gone")
            for dataset_id in sorted((join.source, join.target)):
                await lock_dataset(session, dataset_id)
            photos = await photos_of(session, join.source)
            if any(photo.id not in copies for photo in photos):
                raise _NotCopiedError
            target = await _one_person(session, join)
            await self._take_over(session, join.target, photos, copies)
            await give_albums(session, join.draft_id, of=join.source, to=target)
            await _erase_soon(session, join.source, self._clock.now())

    async def _take_over(
        self, session: WriteSession, target: UUID, photos: list[Photo], copies: dict[UUID, str]
    ) -> None:
        there = await photos_of(session, target)
        room = max(0, self._most - len(there))
        for position, photo in enumerate(not_there(photos, there)[:room], start=len(there) + 1):
            photo.dataset_id = target
            photo.position = position
            photo.storage_key = copies[photo.id]
        await session.flush()

    async def _drop_unnamed(self, target: UUID, copies: Collection[str]) -> None:
        for key in await unnamed_copies(self._db, target, copies):
            try:
                await self._storage.delete(key)
            except StorageError:
                continue  # No row names it: the storage audit finds it.


async def _one_person(session: WriteSession, join: Join) -> DraftPerson:
    """Who stands for the target, with what is known of both."""
    people = {person.dataset_id: person for person in await people_of(session, join.draft_id)}
    target = people.get(join.target)
    if target is None:
        raise NotFoundError("button-old")
    source = people.get(join.source)
    target.name = target.name or join.name or (source.name if source else None)
    target.class_word = target.class_word or join.class_word or (source.class_word if source else None)
    await session.flush()
    return target


async def _erase_soon(session: WriteSession, dataset_id: UUID, now: datetime) -> None:
    dataset = await session.get_one(Dataset, dataset_id)
    dataset.erase_photos_at = now
