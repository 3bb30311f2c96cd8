"""The photos of a data set: adding, replacing, removing, reading."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from db.columns import new_id
from db.database import Database
from db.models import Photo
from db.repositories import photos as rows
from db.sessions import ReadSession, WriteSession
from services.errors import ConflictError, InvalidInputError, NotFoundError
from services.photos.cleaned import Cleaned, cleaned
from services.photos.limits import PhotoLimits
from services.photos.workshop import Done
from services.ports import Clock, Storage
from services.storage.layout import photos_folder

PhotoList = list[Photo]


class Cleaning(Protocol):
    """What photos ask of the workshop."""

    async def get_ready(self) -> None:
        """As `Workshop.get_ready`."""

    async def do(
        self, work: str, params: Mapping[str, Any], blobs: Sequence[bytes] = (), *, seconds: float = 20
    ) -> Done:
        """The work "clean" of one file."""


@dataclass(frozen=True)
class _Stored:
    """A cleaned photo whose file is written and whose row is not. `replaces`: the position that it wants."""

    id: uuid.UUID
    source_key: str
    storage_key: str
    sha256: str
    clean: Cleaned
    replaces: int | None


class Photos:
    """The one way in and out for training photos; safe to use from several replicas at once."""

    def __init__(self, db: Database, clock: Clock, storage: Storage, limits: PhotoLimits, workshop: Cleaning) -> None:
        self._db = db
        self._clock = clock
        self._storage = storage
        self._limits = limits
        self._workshop = workshop

    async def add(self, dataset_id: uuid.UUID, source_key: str, data: bytes, *, replaces: int | None = None) -> Photo:
        """Cleans, measures and keeps a photo; `source_key` is the sender's own key of the photo. It takes the place of
        the photo at position `replaces`, whose file goes; without one there, or without `replaces`, it comes last.

        Repeating a call adds nothing and gives the first call's photo. Raises what `clean_photo` raises,
        `InvalidInputError("photo-too-many", max=…)`, `ConflictError("photo-duplicate", number=…)` when another
        photo of the set has the same content, `NotFoundError("dataset")` when there is none or its photos are to go,
        `BusyError("photo-workshop")` when photos cannot be looked at. Whatever fails, no file is left behind.
        """
        async with self._db.read() as session:
            known = await self._already_here(session, dataset_id, source_key, replaces)
        if known is not None:
            return known
        clean = cleaned(await self._workshop.do("clean", asdict(self._limits), [data]))
        photo_id = new_id()
        stored = _Stored(
            id=photo_id,
            source_key=source_key,
            storage_key=f"{photos_folder(dataset_id)}/{photo_id}.jpg",
            sha256=hashlib.sha256(clean.data).hexdigest(),
            clean=clean,
            replaces=replaces,
        )
        return await self._keep(dataset_id, stored)

    async def get_ready(self) -> None:
        """Says that photos are on their way, so that what looks at them starts while they are fetched."""
        await self._workshop.get_ready()

    async def remove(self, dataset_id: uuid.UUID, position: int) -> None:
        """Removes the photo shown under `position`; later ones move up by one.

        Raises `NotFoundError("photo")` when no photo has that number.
        """
        async with self._db.write() as session:
            await rows.lock_dataset(session, dataset_id)
            storage_key = await rows.take_out(session, dataset_id, position)
            if storage_key is None:
                raise NotFoundError("photo")
        await self._storage.delete(storage_key)

    async def remove_one(self, dataset_id: uuid.UUID, photo_id: uuid.UUID) -> int:
        """Removes that photo of the data set, whatever number it has by now; the number it had.

        Raises `NotFoundError("photo")`.
        """
        async with self._db.write() as session:
            photo = await self._one(session, dataset_id, photo_id)
            position, storage_key = photo.position, photo.storage_key
            await rows.take_out(session, dataset_id, position)
        await self._storage.delete(storage_key)
        return position

    async def use_one_anyway(self, dataset_id: uuid.UUID, photo_id: uuid.UUID) -> None:
        """Trains with that photo of the data set in spite of its verdict. Raises `NotFoundError("photo")`."""
        async with self._db.write() as session:
            (await self._one(session, dataset_id, photo_id)).use_anyway = True

    async def use_anyway(self, dataset_id: uuid.UUID, position: int, *, wanted: bool = True) -> None:
        """Trains with the photo at `position` in spite of its verdict, or does not. Raises `NotFoundError("photo")`."""
        async with self._db.write() as session:
            await rows.lock_dataset(session, dataset_id)
            photo = await rows.photo_at(session, dataset_id, position)
            if photo is None:
                raise NotFoundError("photo")
            photo.use_anyway = wanted

    async def read(self, photo: Photo) -> bytes:
        """The cleaned JPEG; raises as `Storage.get`."""
        return await self._storage.get(photo.storage_key)

    async def count(self, dataset_id: uuid.UUID) -> int:
        """How many photos the data set has."""
        async with self._db.read() as session:
            return await rows.count_photos(session, dataset_id)

    async def list(self, dataset_id: uuid.UUID) -> PhotoList:
        """The photos in the order of their positions, which run from 1."""
        async with self._db.read() as session:
            return await rows.photos_of(session, dataset_id)

    async def _one(self, session: WriteSession, dataset_id: uuid.UUID, photo_id: uuid.UUID) -> Photo:
        """The photo, with nobody else changing the numbers of its data set."""
        await rows.lock_dataset(session, dataset_id)
        photo = await rows.photo_by_id(session, photo_id)
        if photo is None or photo.dataset_id != dataset_id:
            raise NotFoundError("photo")
        return photo

    async def _keep(self, dataset_id: uuid.UUID, stored: _Stored) -> Photo:
        try:
            await self._storage.put(stored.storage_key, stored.clean.data)
            async with self._db.write() as session:
                photo, replaced = await self._insert(session, dataset_id, stored)
        except BaseException:
            await self._drop_unless_kept(stored)
            raise
        if photo.id != stored.id:
            await self._storage.delete(stored.storage_key)
        if replaced is not None:
            await self._storage.delete(replaced)
        return photo

    async def _insert(self, session: WriteSession, dataset_id: uuid.UUID, stored: _Stored) -> tuple[Photo, str | None]:
        """The row, and the storage key of the photo whose place it has taken."""
        await rows.lock_dataset(session, dataset_id)
        known = await self._already_here(session, dataset_id, stored.source_key, stored.replaces)
        if known is not None:
            return known, None
        number = await rows.position_of_content(session, dataset_id, stored.sha256)
        if number is not None:
            raise ConflictError("photo-duplicate", number=number)
        replaced = await rows.photo_at(session, dataset_id, stored.replaces) if stored.replaces else None
        position = replaced.position if replaced else await rows.count_photos(session, dataset_id) + 1
        if replaced is not None:
            await session.delete(replaced)
            await session.flush()
        photo = Photo(
            id=stored.id,
            dataset_id=dataset_id,
            source_key=stored.source_key,
            position=position,
            storage_key=stored.storage_key,
            sha256=stored.sha256,
            width=stored.clean.width,
            height=stored.clean.height,
            size=len(stored.clean.data),
            measures=stored.clean.measures,
            created_at=self._clock.now(),
        )
        session.add(photo)
        return photo, replaced.storage_key if replaced else None

    async def _already_here(
        self, session: ReadSession, dataset_id: uuid.UUID, source_key: str, replaces: int | None
    ) -> Photo | None:
        """The photo of that key, else None when there is room for one more; raises as `add`."""
        known = await rows.photo_of_source(session, dataset_id, source_key)
        if known is not None:
            return known
        dataset = await rows.dataset_by_id(session, dataset_id)
        if dataset is None or dataset.photos_erased_at is not None:
            raise NotFoundError("dataset")
        if dataset.erase_photos_at is not None and dataset.erase_photos_at <= self._clock.now():
            raise NotFoundError("dataset")
        has_place = replaces is not None and await rows.photo_at(session, dataset_id, replaces) is not None
        if not has_place and await rows.count_photos(session, dataset_id) >= self._limits.max_count:
            raise InvalidInputError("photo-too-many", max=self._limits.max_count)
        return None

    async def _drop_unless_kept(self, stored: _Stored) -> None:
        # A commit whose answer was lost may have happened: a file is deleted only when no row names it.
        async with self._db.read() as session:
            row = await rows.photo_by_id(session, stored.id)
        if row is None:
            await self._storage.delete(stored.storage_key)
