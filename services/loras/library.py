"""A person's models: looking at them, renaming, describing, deleting with a day to undo it, and saying how well they
did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from db.database import Database
from db.enums import LoraStatus, LoraType, Retention, Verdict
from db.models import Dataset, Job, Lora, LoraVersion
from db.repositories import loras as rows
from db.repositories.jobs import LIVE_STATES
from db.repositories.lora_lists import trainings_of
from db.repositories.trainings import count_usable_photos
from db.sessions import ReadSession, WriteSession
from services.billing.locks import lock_user
from services.errors import ConflictError, NotFoundError
from services.loras.descriptions import clean_description
from services.loras.names import clean_name, free_name, name_key
from services.loras.shelf import Shelf, ShelfWish, read_shelf
from services.loras.whole import WholeLora, read_whole
from services.ports import Clock
from services.safety.words import Words

UNDO_FOR = timedelta(hours=24)
"""How long a deleted model can be brought back; then its files are erased."""

RESERVING = frozenset({LoraStatus.PENDING, LoraStatus.TRAINING, LoraStatus.VALIDATING, LoraStatus.COMPLETED})
"""States in which a model keeps its name to itself."""


@dataclass(frozen=True)
class LoraDetails:
    """One model with one of its trainings and that training's job. `photos` counts photos we still have."""

    lora: Lora
    version: LoraVersion
    job: Job | None
    dataset: Dataset
    photos: int


@dataclass(frozen=True)
class CheckedName:
    """A name as it would be kept, and the one like it that is free: the same, or with a number."""

    name: str
    suggestion: str

    @property
    def is_free(self) -> bool:
        """Whether the person has no model of that name."""
        return self.name == self.suggestion


@dataclass(frozen=True)
class LoraProgress:
    """A model, the job of its newest training, and the newest that has not ended with its version."""

    lora: Lora
    newest_job: Job | None
    running: Job | None
    version: LoraVersion | None


class Loras:
    """The library of models. What is not this person's does not exist: `NotFoundError('model-gone')`."""

    def __init__(self, db: Database, clock: Clock, words: Words | None = None) -> None:
        self._db = db
        self._clock = clock
        self._words = words or Words()

    async def list(self, user_id: int) -> Sequence[Lora]:
        """All models that are not deleted, newest first."""
        async with self._db.read() as session:
            return await rows.loras_of(session, user_id)

    async def ready(self, user_id: int) -> Sequence[Lora]:
        """The models that pictures can be made with, newest first."""
        async with self._db.read() as session:
            return await rows.loras_of(session, user_id, [LoraStatus.COMPLETED])

    async def get(self, user_id: int, lora_id: UUID) -> LoraDetails:
        """One model that is not deleted, with its newest training."""
        async with self._db.read() as session:
            lora = await rows.lora_of(session, user_id, lora_id)
            if lora is None or lora.deleted_at is not None:
                raise NotFoundError("model-gone")
            return await _details(session, lora, (await rows.versions_of(session, lora.id))[0])

    async def shelf(self, user_id: int, wish: ShelfWish) -> Shelf:
        """A part of the models that are not deleted, searched and sorted."""
        async with self._db.read() as session:
            return await read_shelf(session, user_id, wish, self._clock.now())

    async def whole(self, user_id: int, lora_id: UUID) -> WholeLora:
        """One model that is not deleted, with all its trainings and what we have of it."""
        async with self._db.read() as session:
            lora = await rows.lora_of(session, user_id, lora_id)
            if lora is None or lora.deleted_at is not None:
                raise NotFoundError("model-gone")
            return await read_whole(session, lora, self._clock.now())

    async def progress(self, user_id: int, lora_id: UUID) -> LoraProgress:
        """How far a model is that is not deleted."""
        async with self._db.read() as session:
            trainings = await trainings_of(session, user_id, lora_id)
        if not trainings:
            raise NotFoundError("model-gone")
        lora, _, newest = trainings[0]
        going = [(job, version) for _, version, job in trainings if job is not None and job.state in LIVE_STATES]
        return LoraProgress(lora, newest, *(going[0] if going else (None, None)))

    async def running_training(self, user_id: int, lora_id: UUID) -> Job | None:
        """The model's newest training that has not ended: as long as there is one, `delete` refuses."""
        async with self._db.read() as session:
            return await rows.running_training(session, user_id, lora_id)

    async def rename(self, user_id: int, lora_id: UUID, name: str) -> Lora:
        """Gives the model another name, see `change`."""
        return await self.change(user_id, lora_id, name=name)

    async def change(
        self, user_id: int, lora_id: UUID, *, name: str | None = None, description: str | None = None
    ) -> Lora:
        """Another name, another description, or both at once; None leaves it, a blank description removes it. The
        trigger word stays, because the weights know only that.

        Raises `InvalidInputError` for a bad name, also as `Words`, `InvalidInputError('description-too-long', limit)`
        and `ConflictError('name-taken', name, suggestion)`; then nothing is changed.
        """
        cleaned = None if name is None else clean_name(name)
        described = clean_description(description)
        async with self._db.write() as session:
            lora = await self._live(session, user_id, lora_id)
            if described is not None and described != lora.description:
                self._words.check_description(described, lora.type)
            if cleaned is not None:
                await self._rename(session, lora, cleaned)
            if description is not None:
                lora.description = described
            lora.updated_at = self._clock.now()
            return lora

    async def check_name(self, user_id: int, name: str, kind: LoraType | None = None) -> CheckedName:
        """Whether a model could be named so now; reserves nothing. Raises `InvalidInputError` as `change`; without
        `kind` the name is judged as a person's."""
        cleaned = clean_name(name)
        self._words.check_name(cleaned, kind)
        async with self._db.read() as session:
            return CheckedName(cleaned, free_name(cleaned, await rows.taken_name_keys(session, user_id)))

    async def delete(self, user_id: int, lora_id: UUID) -> Lora:
        """Hides the model, frees its name and lets its files be erased after a day. Deleting twice is deleting once.

        Raises `ConflictError('model-busy')` while a training of it has not ended.
        """
        async with self._db.write() as session:
            lora = await self._known(session, user_id, lora_id)
            if lora.deleted_at is not None:
                return lora
            if await rows.is_training(session, lora.id):
                raise ConflictError("model-busy")
            now = self._clock.now()
            lora.deleted_at = now
            lora.erase_at = now + UNDO_FOR
            lora.name_key = None
            lora.updated_at = now
            return lora

    async def undo_delete(self, user_id: int, lora_id: UUID) -> Lora:
        """Brings the model back, under a numbered name if the old one has been taken since ("Anna 2").

        Raises `ConflictError('undo-too-late')` when the day is over. A model that is not deleted stays as it is.
        """
        async with self._db.write() as session:
            lora = await self._known(session, user_id, lora_id)
            if lora.deleted_at is None:
                return lora
            if lora.erase_at is None or lora.erase_at <= self._clock.now():
                raise ConflictError("undo-too-late")
            lora.deleted_at = None
            lora.erase_at = None
            lora.updated_at = self._clock.now()
            if lora.status in RESERVING:
                await reserve_name(session, lora)
            return lora

    async def save_verdict(self, user_id: int, version_id: UUID, verdict: Verdict) -> LoraVersion:
        """Keeps what the person said about a training's proofs; the last word counts.

        "Good" ends the time of photos that were to be kept until the model is trained.
        """
        async with self._db.write() as session:
            version = await session.get(LoraVersion, version_id)
            if version is None:
                raise NotFoundError("model-gone")
            await self._live(session, user_id, version.lora_id)
            version.verdict = verdict
            dataset = await session.get_one(Dataset, version.dataset_id)
            if verdict is Verdict.GOOD and dataset.retention is Retention.UNTIL_TRAINED:
                dataset.erase_photos_at = self._clock.now()
            return version

    async def _rename(self, session: WriteSession, lora: Lora, name: str) -> None:
        self._words.check_name(name, lora.type)
        taken = await rows.taken_name_keys(session, lora.user_id, but=lora.id)
        if name_key(name) in taken:
            raise ConflictError("name-taken", name=name, suggestion=free_name(name, taken))
        lora.name = name
        lora.name_key = name_key(name) if lora.status in RESERVING else None

    async def _known(self, session: WriteSession, user_id: int, lora_id: UUID) -> Lora:
        await lock_user(session, user_id)
        lora = await rows.lora_for_change(session, user_id, lora_id)
        if lora is None:
            raise NotFoundError("model-gone")
        return lora

    async def _live(self, session: WriteSession, user_id: int, lora_id: UUID) -> Lora:
        lora = await self._known(session, user_id, lora_id)
        if lora.deleted_at is not None:
            raise NotFoundError("model-gone")
        return lora


async def reserve_name(session: WriteSession, lora: Lora) -> None:
    """Takes the model's name again, with a number when it is no longer free. The person's row must be locked."""
    lora.name = free_name(lora.name, await rows.taken_name_keys(session, lora.user_id, but=lora.id))
    lora.name_key = name_key(lora.name)


async def _details(session: ReadSession, lora: Lora, version: LoraVersion) -> LoraDetails:
    dataset = await session.get_one(Dataset, version.dataset_id)
    job = await session.get(Job, version.job_id) if version.job_id else None
    return LoraDetails(lora, version, job, dataset, await count_usable_photos(session, dataset.id))
