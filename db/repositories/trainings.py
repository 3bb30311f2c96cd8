"""Trainings: versions, their photos, and how long earlier ones took."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from db.enums import ImageState, JobKind, JobState, Purpose, Quality
from db.models import Dataset, Generation, Image, Job, LoraVersion, Photo
from db.sessions import ReadSession, WriteSession


async def version_for_change(session: WriteSession, version_id: UUID) -> LoraVersion:
    """The version, locked until the unit of work ends."""
    found = await session.execute(
        select(LoraVersion)
        .where(LoraVersion.id == version_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.scalar_one()


async def next_version_no(session: ReadSession, lora_id: UUID) -> int:
    """The number of a model's next version, from 1."""
    highest = await session.scalar(select(func.max(LoraVersion.no)).where(LoraVersion.lora_id == lora_id))
    return int(highest or 0) + 1


async def free_retries_of(session: ReadSession, version_id: UUID) -> list[LoraVersion]:
    """The free trainings that were given for a version, newest first."""
    found = await session.execute(
        select(LoraVersion).where(LoraVersion.free_retry_of == version_id).order_by(LoraVersion.no.desc())
    )
    return list(found.scalars())


async def usable_photos(session: ReadSession, dataset_id: UUID) -> list[Photo]:
    """The photos of a data set in the order shown to the person; none when they have been erased."""
    found = await session.execute(
        select(Photo)
        .join(Dataset, Dataset.id == Photo.dataset_id)
        .where(Photo.dataset_id == dataset_id, Dataset.photos_erased_at.is_(None))
        .order_by(Photo.position, Photo.id)
    )
    return list(found.scalars())


async def count_usable_photos(session: ReadSession, dataset_id: UUID) -> int:
    """How many photos `usable_photos` would find."""
    found = await session.scalar(
        select(func.count())
        .select_from(Photo)
        .join(Dataset, Dataset.id == Photo.dataset_id)
        .where(Photo.dataset_id == dataset_id, Dataset.photos_erased_at.is_(None))
    )
    return int(found or 0)


async def finished_trainings(
    session: ReadSession, trainer: str, quality: Quality, limit: int = 20
) -> list[tuple[float, dict[str, Any]]]:
    """The newest trainings that ended well: seconds from the first sign of work to the end, and what was set."""
    found = await session.execute(
        select(Job.started_at, Job.finished_at, LoraVersion.params)
        .join(LoraVersion, LoraVersion.id == Job.subject_id)
        .where(
            Job.kind == JobKind.TRAINING,
            Job.state == JobState.SUCCEEDED,
            Job.started_at.is_not(None),
            Job.finished_at.is_not(None),
            LoraVersion.trainer == trainer,
            LoraVersion.quality == quality,
        )
        .order_by(Job.finished_at.desc())
        .limit(limit)
    )
    return [((end - start).total_seconds(), params) for start, end, params in found if start and end]


async def proof_images(session: ReadSession, version_id: UUID) -> list[Image]:
    """The proof pictures of a version that are in our storage, in the order in which they were ordered."""
    found = await session.execute(
        select(Image)
        .join(Generation, Generation.id == Image.generation_id)
        .where(
            Generation.version_id == version_id,
            Generation.purpose == Purpose.PROOF,
            Image.state == ImageState.STORED,
        )
        .order_by(Generation.id, Image.no)
    )
    return list(found.scalars())
