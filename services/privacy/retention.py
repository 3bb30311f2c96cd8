"""Erasing what has had its time: photos, unsaved proofs, deleted models, forgotten drafts, unused translations, old
exports.

Files go before the rows that name them, so that a crash in between leaves a row which brings the next run back.
"""

import uuid
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from db.database import Database
from db.repositories import erasing as rows
from db.repositories import privacy_requests as requests
from db.repositories import translations
from db.repositories.forgetting import drop_orders_of_nobody
from db.repositories.remembered_quota import forget_past_periods
from services.billing.periods import month_of
from services.errors import StorageError
from services.in_turn import in_turn
from services.jobs.orphans import LOST_FOR
from services.ports import Clock, Storage
from services.storage.layout import photos_folder, pictures_folder, weights_key

BATCH = 50
DRAFT_LIFE = timedelta(days=7)
"""How long a conversation may lie untouched before its answers and photos go."""
UPDATE_LIFE = timedelta(hours=48)
"""How long the id of a handled update is kept; Telegram repeats one for at most 24 hours. Its words go at once."""
TRANSLATION_LIFE = timedelta(days=30)
"""How long the English of somebody's words is kept after it was last used."""

REQUEST_LIFE = timedelta(days=90)
"""How long it is kept that somebody asked for an export or an erasure, and what was done."""


@dataclass(frozen=True)
class ErasedCounts:
    """How many of each were erased by one run."""

    drafts: int
    photos: int
    proofs: int
    models: int
    translations: int = 0
    exports: int = 0
    orders: int = 0

    @property
    def all(self) -> int:
        """All of them together."""
        return sum(vars(self).values())


class Retention:
    """Erases what is due; several replicas may run it at once, and any run may be cut off and repeated."""

    def __init__(self, db: Database, clock: Clock, storage: Storage) -> None:
        self._db = db
        self._clock = clock
        self._storage = storage

    async def erase_due(self) -> ErasedCounts:
        """Erases everything that is due by the clock, in batches.

        Raises `StorageError` when a file could not be removed; its row then still names it, and what is due besides
        has been erased.
        """
        done: dict[str, int] = {}

        async def take(name: str) -> None:
            done[name] = await steps[name]()

        steps: dict[str, Callable[[], Awaitable[int]]] = {
            "drafts": partial(_until_done, self._drop_drafts),  # first: it makes the drafts' photos due
            "photos": self._erase_photos,
            "proofs": partial(_until_done, self._erase_proofs),
            "models": partial(_until_done, self._erase_models),
            "translations": self._drop_translations,
            "exports": partial(_until_done, self._erase_exports),
            "orders": self._drop_traces,
        }
        await in_turn(steps, take)
        return ErasedCounts(**done)

    async def _drop_drafts(self) -> int:
        now = self._clock.now()
        async with self._db.write(joins_update=False) as session:
            return await rows.drop_drafts(session, untouched_since=now - DRAFT_LIFE, now=now, limit=BATCH)

    async def _drop_translations(self) -> int:
        async with self._db.write(joins_update=False) as session:
            return await translations.drop_unused(session, self._clock.now() - TRANSLATION_LIFE)

    async def _erase_photos(self) -> int:
        photos = 0
        failed: dict[uuid.UUID, StorageError] = {}
        while True:
            # One at a time, asked anew: a training that was ordered meanwhile takes its photos off the list.
            async with self._db.read() as session:
                dataset_id = await rows.next_dataset_due(session, self._clock.now(), but=failed)
            if dataset_id is None:
                break
            try:
                photos += await self.erase_dataset(dataset_id)
            except StorageError as error:
                failed[dataset_id] = error
        if failed:
            raise next(iter(failed.values()))
        return photos

    async def erase_dataset(self, dataset_id: uuid.UUID) -> int:
        """Removes all files of a data set and its photo rows; gives the number of photos. Repeatable."""
        async with self._db.read() as session:
            photos = await rows.photo_files(session, dataset_id)
        await self._storage.delete_all(photos_folder(dataset_id))
        await self._delete(photos.values())
        async with self._db.write(joins_update=False) as session:
            await rows.mark_photos_erased(session, dataset_id, list(photos), self._clock.now())
        return len(photos)

    async def _erase_proofs(self) -> int:
        now = self._clock.now()
        # Closed first: from here on nobody can save a proof whose file is about to go.
        async with self._db.write(joins_update=False) as session:
            await rows.close_due_proofs(session, now, BATCH)
        async with self._db.read() as reading:
            closed = await rows.closed_proofs(reading, BATCH)
        await in_turn(closed.items(), self._erase_picture)
        return len(closed)

    async def _erase_picture(self, picture: tuple[uuid.UUID, str]) -> None:
        image_id, key = picture
        await self._storage.delete(key)
        async with self._db.write(joins_update=False) as session:
            await rows.forget_picture_files(session, [image_id])

    async def _erase_models(self) -> int:
        async with self._db.read() as session:
            due = await rows.models_due(session, self._clock.now(), BATCH)
        await in_turn(due, self.erase_model)
        return len(due)

    async def erase_model(self, lora_id: uuid.UUID) -> None:
        """Removes every file of a model, which must not be in training, and blanks what its rows say. Repeatable."""
        async with self._db.read() as session:
            files = await rows.model_files(session, lora_id)
        await self._delete(files.keys)
        for attempt_id in files.attempts:
            await self._storage.delete(weights_key(attempt_id))
            await self._storage.delete_all(pictures_folder(attempt_id))
        for dataset_id in files.datasets:
            await self.erase_dataset(dataset_id)
        async with self._db.write(joins_update=False) as session:
            await rows.mark_model_erased(session, lora_id, self._clock.now())

    async def _erase_exports(self) -> int:
        async with self._db.read() as session:
            due = await requests.expired_exports(session, self._clock.now(), BATCH)
        await in_turn(due, self._erase_export)
        return len(due)

    async def _erase_export(self, export: tuple[uuid.UUID, str]) -> None:
        request_id, key = export
        await self._storage.delete(key)
        async with self._db.write(joins_update=False) as session:
            await requests.forget_export_file(session, request_id)

    async def _drop_traces(self) -> int:
        """What the books needed of people who have left, once they need it no more."""
        now = self._clock.now()
        async with self._db.write(joins_update=False) as session:
            await forget_past_periods(session, now)
            await requests.forget_requests(session, now - REQUEST_LIFE)
            return await drop_orders_of_nobody(session, min(month_of(now).start, now - LOST_FOR))

    async def _delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            await self._storage.delete(key)


async def _until_done(step: Callable[[], Awaitable[int]]) -> int:
    """Repeats `step` until a run finds nothing; gives the sum."""
    total = 0
    while done := await step():
        total += done
    return total
