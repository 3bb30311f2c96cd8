"""Generations, their pictures, and what they need to know of a model."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from db.claims import insert_once
from db.columns import new_id
from db.enums import ImageState, JobKind, Purpose
from db.models import Generation, Image, Job, Lora, LoraVersion
from db.repositories.picture_pages import older
from db.sessions import ReadSession, WriteSession


@dataclass(frozen=True)
class Order:
    """A generation with the model it uses."""

    generation: Generation
    lora: Lora
    version: LoraVersion


@dataclass(frozen=True)
class HistoryRow:
    """A job with the model it was about; `generation` is None for a training."""

    job: Job
    lora: Lora
    generation: Generation | None


@dataclass(frozen=True)
class NewImage:
    """A picture to be written: its place from 0, what was found in it, and who blocked it if somebody did."""

    no: int
    state: ImageState
    storage_key: str | None
    content_type: str
    width: int | None
    height: int | None
    seed: int | None
    erase_at: datetime | None
    blocked_by: str | None = None


async def model_of(session: ReadSession, user_id: int, lora_id: uuid.UUID) -> tuple[Lora, LoraVersion | None] | None:
    """A person's model with its present version; None when it is not theirs or deleted."""
    found = await session.execute(
        select(Lora, LoraVersion)
        .outerjoin(LoraVersion, LoraVersion.id == Lora.current_version_id)
        .where(Lora.id == lora_id, Lora.user_id == user_id, Lora.deleted_at.is_(None))
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row else None


async def count_use(session: WriteSession, lora_id: uuid.UUID) -> None:
    """Notes that a model was used once more."""
    await session.execute(
        update(Lora)
        .where(Lora.id == lora_id)
        .values(usage_count=Lora.usage_count + 1)
        .execution_options(synchronize_session=False)
    )


async def order_of(session: ReadSession, generation_id: uuid.UUID) -> Order | None:
    """The generation with its model and version, as they stand."""
    found = await session.execute(
        select(Generation, Lora, LoraVersion)
        .join(Lora, Lora.id == Generation.lora_id)
        .join(LoraVersion, LoraVersion.id == Generation.version_id)
        .where(Generation.id == generation_id)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    return Order(row[0], row[1], row[2]) if row else None


async def images_of(session: ReadSession, generation_ids: Collection[uuid.UUID]) -> list[Image]:
    """The pictures of these generations, in order."""
    found = await session.execute(
        select(Image).where(Image.generation_id.in_(list(generation_ids))).order_by(Image.generation_id, Image.no)
    )
    return list(found.scalars())


async def add_images(
    session: WriteSession, generation_id: uuid.UUID, at: datetime, images: Collection[NewImage]
) -> None:
    """Writes the pictures; one whose place is taken is left as it is."""
    for image in images:
        await insert_once(
            session,
            Image,
            {
                "id": new_id(),
                "generation_id": generation_id,
                "no": image.no,
                "state": image.state,
                "storage_key": image.storage_key,
                "content_type": image.content_type,
                "width": image.width,
                "height": image.height,
                "seed": image.seed,
                "erase_at": image.erase_at,
                "blocked_by": image.blocked_by,
                "created_at": at,
            },
        )


async def image_of(session: ReadSession, user_id: int, image_id: uuid.UUID) -> tuple[Image, Generation] | None:
    """A person's picture with its generation; None when it is not theirs."""
    found = await session.execute(
        select(Image, Generation)
        .join(Generation, Generation.id == Image.generation_id)
        .where(Image.id == image_id, Generation.user_id == user_id)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row else None


async def proofs_of(session: ReadSession, user_id: int, version_id: uuid.UUID) -> list[Generation]:
    """The proof generations of a version, in the order in which they were made."""
    found = await session.execute(
        select(Generation)
        .where(
            Generation.version_id == version_id,
            Generation.user_id == user_id,
            Generation.purpose == Purpose.PROOF,
        )
        .order_by(Generation.id)
    )
    return list(found.scalars())


async def history_of(session: ReadSession, user_id: int, limit: int, before: Job | None) -> list[HistoryRow]:
    """A person's own orders, newest first, older than `before`; child jobs are left out."""
    version = LoraVersion.__table__.alias("trained")
    query = (
        select(Job, Lora, Generation)
        .outerjoin(Generation, (Job.kind == JobKind.GENERATION) & (Generation.id == Job.subject_id))
        .outerjoin(version, (Job.kind == JobKind.TRAINING) & (version.c.id == Job.subject_id))
        .join(Lora, (Lora.id == Generation.lora_id) | (Lora.id == version.c.lora_id))
        .where(Job.user_id == user_id, Job.parent_id.is_(None))
        .order_by(Job.created_at.desc(), Job.id.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    if before is not None:
        query = query.where(older(Job.created_at, Job.id, before.created_at, before.id))
    return [HistoryRow(job, lora, generation) for job, lora, generation in await session.execute(query)]


async def trained_at(session: ReadSession, version: LoraVersion) -> str | None:
    """The provider that trained a version, which is the one that keeps its `hosted_version`."""
    return await session.scalar(select(Job.provider).where(Job.id == version.job_id))


async def set_weights_address(
    session: WriteSession, version_id: uuid.UUID, host: str | None, url: str | None, until: datetime | None
) -> None:
    """Where at `host` a version's weights can be read; None forgets it."""
    await session.execute(
        update(LoraVersion)
        .where(LoraVersion.id == version_id)
        .values(weights_host=host, weights_url=url, weights_url_until=until)
        .execution_options(synchronize_session=False)
    )


async def forget_hosted_version(session: WriteSession, version_id: uuid.UUID) -> None:
    """The provider keeps no version to run any more."""
    await session.execute(
        update(LoraVersion)
        .where(LoraVersion.id == version_id)
        .values(hosted_version=None)
        .execution_options(synchronize_session=False)
    )


async def count_stored(session: ReadSession, lora_id: uuid.UUID) -> int:
    """How many pictures of a model we have, proofs left out."""
    found = await session.scalar(
        select(func.count())
        .select_from(Image)
        .join(Generation, Generation.id == Image.generation_id)
        .where(Generation.lora_id == lora_id, Generation.purpose == Purpose.USER, Image.state == ImageState.STORED)
    )
    return found or 0
