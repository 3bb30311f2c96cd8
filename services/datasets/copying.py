"""Photos of an earlier model for a new one: a copy of its data set, files and all, in a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from db.columns import new_id
from db.database import Database
from db.models import Dataset, Draft, Lora, Photo
from db.repositories.drafts import create_draft, draft_for_change
from db.repositories.loras import lora_of, versions_of
from db.repositories.photos import lock_dataset
from db.repositories.trainings import usable_photos
from db.sessions import ReadSession, WriteSession
from services.datasets.viewing import is_gone
from services.errors import ConflictError, InvalidInputError, NotFoundError
from services.photos.taking_over import not_there, unnamed_copies
from services.ports import Clock, Storage
from services.storage.layout import photos_folder
from services.training.draft_fields import CreateFields
from services.training.rules import TrainingRules


@dataclass(frozen=True)
class _Source:
    """What is copied, and where to. `copies` are the photos by the ids of their copies."""

    lora: Lora
    dataset: Dataset
    copies: Mapping[UUID, Photo]
    target_id: UUID

    def key_of(self, copy_id: UUID) -> str:
        """The copy's place in the storage."""
        return f"{photos_folder(self.target_id)}/{copy_id}.jpg"


class DatasetCopies:
    """Copies data sets; a copy that is cut off may be repeated, and leaves at worst files that the storage's nightly
    audit removes."""

    def __init__(self, db: Database, clock: Clock, storage: Storage, rules: TrainingRules) -> None:
        self._db = db
        self._clock = clock
        self._storage = storage
        self._rules = rules

    async def into_draft(self, user_id: int, lora_id: UUID, draft_id: UUID) -> int:
        """Copies the photos of the model's newest data set into the person's draft, with their captions and numbers,
        behind those that are there; how many. Photos that the draft has are left out, and so are those that find no
        room. A draft that says nothing yet shows the same thing as the model.

        Raises `NotFoundError('model-gone' | 'draft-gone')`, `ConflictError('photos-gone')`,
        `InvalidInputError('photo-too-many', max)` when the draft is full, and `StorageError`.
        """
        source = await self._source(user_id, lora_id, draft_id)
        try:
            for copy_id, photo in source.copies.items():
                await self._storage.put(source.key_of(copy_id), await self._file(photo))
            async with self._db.write() as session:
                count = await self._insert(session, user_id, draft_id, source)
        finally:
            await self._drop_unnamed(source)
        return count

    async def _drop_unnamed(self, source: _Source) -> None:
        copies = [source.key_of(copy_id) for copy_id in source.copies]
        for key in await unnamed_copies(self._db, source.target_id, copies):
            await self._storage.delete(key)

    async def _source(self, user_id: int, lora_id: UUID, draft_id: UUID) -> _Source:
        async with self._db.read() as session:
            draft = await create_draft(session, draft_id)
            if draft is None or draft.user_id != user_id or draft.dataset_id is None:
                raise NotFoundError("draft-gone")
            if CreateFields.from_json(draft.fields).several:
                # Their photos come in an album for each, which says whose they are.
                raise InvalidInputError("button-old")
            lora = await lora_of(session, user_id, lora_id)
            versions = await versions_of(session, lora_id) if lora is not None and lora.deleted_at is None else []
            if lora is None or not versions:
                raise NotFoundError("model-gone")
            dataset = await self._kept(session, versions[0].dataset_id)
            photos = await usable_photos(session, dataset.id)
            new = not_there(photos, await usable_photos(session, draft.dataset_id))
            room = await self._room(session, draft.dataset_id)
        if not photos:
            raise ConflictError("photos-gone")
        return _Source(lora, dataset, {new_id(): photo for photo in new[:room]}, draft.dataset_id)

    async def _insert(self, session: WriteSession, user_id: int, draft_id: UUID, source: _Source) -> int:
        draft = await draft_for_change(session, user_id, draft_id)
        target = await lock_dataset(session, source.target_id)
        if draft is None or target is None or is_gone(target, self._clock.now()):
            raise NotFoundError("draft-gone")
        # Erased or withdrawn meanwhile: what is to go does not live on in a copy.
        await self._kept(session, source.dataset.id)
        there = await usable_photos(session, target.id)
        wanted = {photo.id for photo in not_there(list(source.copies.values()), there)}
        new = [(copy_id, photo) for copy_id, photo in source.copies.items() if photo.id in wanted]
        new = new[: await self._room(session, target.id)]
        for position, (copy_id, photo) in enumerate(new, start=len(there) + 1):
            session.add(self._copy(source, copy_id, photo, position))
        target.copied_from = target.copied_from or source.dataset.id
        self._note(draft, source.lora)
        return len(new)

    def _copy(self, source: _Source, copy_id: UUID, photo: Photo, position: int) -> Photo:
        return Photo(
            id=copy_id,
            dataset_id=source.target_id,
            source_key=photo.source_key,
            position=position,
            storage_key=source.key_of(copy_id),
            sha256=photo.sha256,
            width=photo.width,
            height=photo.height,
            size=photo.size,
            caption=photo.caption,
            measures=photo.measures,
            use_anyway=photo.use_anyway,
            created_at=self._clock.now(),
        )

    def _note(self, draft: Draft, lora: Lora) -> None:
        """What the new photos mean for the answers."""
        fields = CreateFields.from_json(draft.fields)
        if fields.type is None and fields.name is None:
            draft.fields = replace(fields, type=lora.type, class_word=lora.class_word).to_json()
        draft.done_requested = False
        draft.updated_at = self._clock.now()

    async def _kept(self, session: ReadSession, dataset_id: UUID) -> Dataset:
        dataset = await session.get_one(Dataset, dataset_id, populate_existing=True)
        if is_gone(dataset, self._clock.now()):
            raise ConflictError("photos-gone")
        return dataset

    async def _room(self, session: ReadSession, dataset_id: UUID) -> int:
        room = self._rules.photos.max_count - len(await usable_photos(session, dataset_id))
        if room <= 0:
            raise InvalidInputError("photo-too-many", max=self._rules.photos.max_count)
        return room

    async def _file(self, photo: Photo) -> bytes:
        try:
            return await self._storage.get(photo.storage_key)
        except NotFoundError as error:
            raise ConflictError("photos-gone") from error
