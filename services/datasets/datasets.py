"""The photos and captions of a model: looking at them and changing them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from db.database import Database
from db.models import Lora, Photo
from db.repositories.datasets import is_in_use, kept_sets, photo_of_person
from db.repositories.photos import lock_dataset, take_out
from db.sessions import WriteSession
from services.datasets.viewing import DatasetPhoto, DatasetView, is_gone, view_dataset
from services.errors import ConflictError, NotFoundError
from services.ports import Clock, Storage
from services.safety.words import Words
from services.training.caption_lint import Finding, identity_words
from services.training.captions import stored_caption
from services.training.rules import TrainingRules
from services.training.trainers import TrainerTable


class DatasetPhotos(Protocol):
    """What data sets ask of the photos area."""

    async def add(self, dataset_id: UUID, source_key: str, data: bytes) -> Photo:
        """Cleans and stores a photo; the same `source_key` again returns the first one."""


class Agreements(Protocol):
    """What data sets ask of the privacy area."""

    async def needed(self, user_id: int, providers: Collection[str]) -> bool:
        """Whether the person must agree before photos are stored."""


@dataclass(frozen=True)
class KeptSet:
    """A model whose photos we still have."""

    lora: Lora
    photos: int


class Datasets:
    """Data sets of models. What is not this person's does not exist: `NotFoundError('model-gone' | 'photo')`.

    Changes raise `ConflictError('photos-gone')` when the photos are erased, and `ConflictError('dataset-in-use')` while
    a training may still read them. Versions that were trained before are not touched by any change.
    """

    def __init__(
        self, db: Database, clock: Clock, storage: Storage, photos: DatasetPhotos, agreements: Agreements,
        trainers: TrainerTable, rules: TrainingRules, words: Words | None = None,
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._storage = storage
        self._photos = photos
        self._agreements = agreements
        self._trainers = trainers
        self._rules = rules
        self._words = words or Words()

    async def of_model(self, user_id: int, lora_id: UUID) -> DatasetView:
        """The data set of the model's newest training."""
        async with self._db.read() as session:
            return await view_dataset(session, self._clock.now(), user_id, lora_id, self._trainers, self._rules)

    async def photo(self, user_id: int, photo_id: UUID) -> tuple[DatasetView, DatasetPhoto]:
        """One photo, with the data set that it is in."""
        async with self._db.read() as session:
            found = await photo_of_person(session, user_id, photo_id)
        if found is None or found[1].lora_id is None:
            raise NotFoundError("photo")
        view = await self.of_model(user_id, found[1].lora_id)
        shown = next((one for one in view.photos if one.photo.id == photo_id), None)
        if shown is None:
            raise NotFoundError("photo")
        return view, shown

    async def kept(self, user_id: int) -> Sequence[KeptSet]:
        """The models whose photos can be used for another one, the newest first."""
        async with self._db.read() as session:
            return [KeptSet(*found) for found in await kept_sets(session, user_id, self._clock.now())]

    async def looks_in(self, user_id: int, photo_id: UUID, words: str) -> tuple[Finding, ...]:
        """What a caption that somebody would like to write gives away of looks; writes nothing.

        Raises as `write_caption`.
        """
        view, _ = await self.photo(user_id, photo_id)
        self._words.check_caption(stored_caption(words, view.lora.trigger_word), view.lora.type)
        return identity_words(words, view.lora.trigger_word)

    async def write_caption(self, user_id: int, photo_id: UUID, words: str) -> None:
        """Trains with the person's own words from the next training on, whatever they say.

        Raises `InvalidInputError('caption-empty' | 'caption-too-long', limit)`, as `Words.check_caption`, and as every
        change.
        """
        view, _ = await self.photo(user_id, photo_id)
        caption = stored_caption(words, view.lora.trigger_word)
        self._words.check_caption(caption, view.lora.type)
        await self._set_caption(user_id, photo_id, caption)

    async def drop_caption(self, user_id: int, photo_id: UUID) -> None:
        """Goes back to the caption that code makes. Raises as every change."""
        await self._set_caption(user_id, photo_id, None)

    async def remove(self, user_id: int, photo_id: UUID) -> None:
        """Removes a photo; the ones behind it move up. Raises as every change."""
        async with self._db.write() as session:
            photo = await self._changeable(session, user_id, photo_id)
            storage_key = await take_out(session, photo.dataset_id, photo.position)
        if storage_key is not None:
            await self._storage.delete(storage_key)

    async def check_open(self, user_id: int, lora_id: UUID) -> DatasetView:
        """The data set, if photos can be added to it now.

        Raises as every change, and `ConflictError('consent-missing')` when its photos may not go to its trainer's
        provider under the text in force.
        """
        view = await self.of_model(user_id, lora_id)
        if is_gone(view.dataset, self._clock.now()):
            raise ConflictError("photos-gone")
        if view.in_use:
            raise ConflictError("dataset-in-use")
        provider = self._trainers.get(view.version.trainer).provider
        if await self._agreements.needed(user_id, [provider]):
            raise ConflictError("consent-missing")
        return view

    async def add(self, user_id: int, lora_id: UUID, source_key: str, data: bytes) -> Photo:
        """Adds a photo at the end; the same `source_key` again gives the first one.

        Raises as `check_open`, and what the photos area raises. A photo that arrives at the very moment of an order is
        in that training or in the next one.
        """
        view = await self.check_open(user_id, lora_id)
        return await self._photos.add(view.dataset.id, source_key, data)

    async def _set_caption(self, user_id: int, photo_id: UUID, caption: str | None) -> None:
        async with self._db.write() as session:
            photo = await self._changeable(session, user_id, photo_id)
            photo.caption = caption

    async def _changeable(self, session: WriteSession, user_id: int, photo_id: UUID) -> Photo:
        """The photo, its data set locked: an order that comes now waits for the change, and the other way round."""
        found = await photo_of_person(session, user_id, photo_id)
        if found is None:
            raise NotFoundError("photo")
        dataset = await lock_dataset(session, found[1].id)
        still = await photo_of_person(session, user_id, photo_id)
        if dataset is None or still is None:
            raise NotFoundError("photo")
        if is_gone(dataset, self._clock.now()):
            raise ConflictError("photos-gone")
        if await is_in_use(session, dataset.id):
            raise ConflictError("dataset-in-use")
        return still[0]
