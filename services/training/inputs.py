"""Prepares a training's call: photos and captions into one archive at the provider."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from db.database import Database
from db.models import Dataset, Job, Lora, LoraVersion, Photo
from db.repositories.hosted_models import note_hosted
from db.repositories.privacy import consented_providers
from db.repositories.uploaded_files import Upload, note_upload
from services.errors import BusyError, ConflictError, NotFoundError, ProviderError
from services.jobs.kinds import Prepared
from services.loras.hosted_name import hosted_name
from services.photos.coach_limits import CoachLimits
from services.photos.judged_as import judged_as
from services.photos.likeness import Likeness
from services.photos.trained import trained_photos
from services.ports import Clock, Storage
from services.providers.base import Provider
from services.training.archive import ArchivePhoto, build_archive
from services.training.captions import Captioned, make_caption
from services.training.photo_captions import caption_of, captioned, has_captions
from services.training.trainers import TrainerTable, arguments

UPLOAD_SECONDS = 2 * 24 * 3600
"""How long the provider keeps the archive: longer than any queue, because it is read when the training starts."""


@dataclass(frozen=True)
class TrainingInputs:
    """Builds the paid call of a training job."""

    db: Database
    clock: Clock
    storage: Storage
    providers: Mapping[str, Provider]
    trainers: TrainerTable
    coach: CoachLimits = field(default_factory=CoachLimits)

    async def prepare(self, job: Job) -> Prepared:
        """Reads the photos, packs and uploads them. Repeatable: each time makes another upload.

        Raises `ConflictError('photos-gone' | 'consent-missing')`, `BusyError` and `ProviderError`.
        """
        lora, version, photos = await self._rows(job)
        trainer = self.trainers.get(version.trainer)
        provider = self.providers.get(job.provider)
        if provider is None:
            raise ProviderError("no-provider")
        about = captioned(lora, trainer)
        with_captions = has_captions(trainer, photos)
        packed = [await self._pack(photo, about if with_captions else None) for photo in photos]
        archive = await asyncio.to_thread(build_archive, packed)
        # First the place for the result: photos go to nobody who cannot take the training.
        await self._note(lora.id, provider, await provider.place(hosted_name(lora.id)))
        target = await provider.destination(hosted_name(lora.id))
        # The name is the job's, not the model's: providers need not know what people call their models.
        hosted = await provider.upload(
            archive, file_name=f"{job.id}.zip", content_type="application/zip", seconds=UPLOAD_SECONDS
        )
        async with self.db.write(joins_update=False) as session:
            await note_upload(session, job.id, Upload(provider.name, hosted.url, hosted.until), self.clock.now())
        caption = make_caption(about)
        body = arguments(trainer, version.params, hosted.url, lora.trigger_word, caption, lora.type)
        return Prepared(trainer.endpoint, body, data_url=hosted.url, target=target)

    async def _rows(self, job: Job) -> tuple[Lora, LoraVersion, list[Photo]]:
        async with self.db.read() as session:
            version = await session.get_one(LoraVersion, job.subject_id)
            lora = await session.get_one(Lora, version.lora_id)
            dataset = await session.get_one(Dataset, version.dataset_id)
            left_out = Likeness.from_json(version.likeness).left_out
            trained = await trained_photos(session, dataset.id, judged_as(lora.type, lora.class_word), self.coach)
            photos = [one for one in trained if str(one.id) not in left_out]
            agreed = await consented_providers(session, job.user_id)
        # A consent may be withdrawn while the training waits; the files are erased only at the next clean-up.
        is_due = dataset.erase_photos_at is not None and dataset.erase_photos_at <= self.clock.now()
        if is_due or not photos:
            raise ConflictError("photos-gone")
        if job.provider not in agreed:
            raise ConflictError("consent-missing")
        return lora, version, photos

    async def _note(self, lora_id: UUID, provider: Provider, place: str) -> None:
        """What a provider may keep is written down before it does, so that it can be erased there too."""
        async with self.db.write(joins_update=False) as session:
            is_noted = await note_hosted(session, lora_id, provider.name, place, self.clock)
        if not is_noted:
            # The leavings of an earlier training are being removed this moment; the new place would go with them.
            raise BusyError("provider-unavailable")

    async def _pack(self, photo: Photo, about: Captioned | None) -> ArchivePhoto:
        try:
            data = await self.storage.get(photo.storage_key)
        except NotFoundError as error:
            raise ConflictError("photos-gone") from error
        return ArchivePhoto(data, caption_of(photo, about, self.coach) if about else None)
