"""Data sets as objects of their own: whose they are, and whether they are at work."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, or_, select

from db.enums import JobKind, JobState
from db.models import Dataset, Job, Lora, LoraVersion, Photo
from db.repositories.jobs import LIVE_STATES
from db.sessions import ReadSession

AT_WORK = [state for state in LIVE_STATES if state is not JobState.REVIEW]
"""A training in review has sent its photos long ago and sends no others."""


async def is_in_use(session: ReadSession, dataset_id: UUID) -> bool:
    """Whether a training of this data set may still read its photos."""
    trains = exists().where(
        Job.subject_id == LoraVersion.id,
        Job.kind == JobKind.TRAINING,
        Job.state.in_(AT_WORK),
        LoraVersion.dataset_id == dataset_id,
    )
    return bool(await session.scalar(select(trains)))


async def photo_of_person(session: ReadSession, user_id: int, photo_id: UUID) -> tuple[Photo, Dataset] | None:
    """The photo with its data set as they stand, if it belongs to a model of this person that is not deleted."""
    found = await session.execute(
        select(Photo, Dataset)
        .join(Dataset, Dataset.id == Photo.dataset_id)
        .join(Lora, Lora.id == Dataset.lora_id)
        .where(Photo.id == photo_id, Dataset.user_id == user_id, Lora.user_id == user_id, Lora.deleted_at.is_(None))
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row else None


async def kept_sets(session: ReadSession, user_id: int, now: datetime) -> list[tuple[Lora, int]]:
    """A person's models that are not deleted, the newest first, with how many photos their last training's data set
    still has; none whose photos are erased or are about to be."""
    newest = (
        select(LoraVersion.lora_id, func.max(LoraVersion.no).label("no"))
        .group_by(LoraVersion.lora_id)
        .subquery("newest")
    )
    found = await session.execute(
        select(Lora, func.count(Photo.id))
        .join(newest, newest.c.lora_id == Lora.id)
        .join(LoraVersion, (LoraVersion.lora_id == Lora.id) & (LoraVersion.no == newest.c.no))
        .join(Dataset, Dataset.id == LoraVersion.dataset_id)
        .join(Photo, Photo.dataset_id == Dataset.id)
        .where(
            Lora.user_id == user_id,
            Lora.deleted_at.is_(None),
            Dataset.photos_erased_at.is_(None),
            or_(Dataset.erase_photos_at.is_(None), Dataset.erase_photos_at > now),
        )
        .group_by(Lora.id)
        .order_by(Lora.created_at.desc(), Lora.id.desc())
    )
    return [(row[0], row[1]) for row in found]
