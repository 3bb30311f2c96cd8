"""Many models at once: what a list of them is chosen by, and what it shows beside each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from db.enums import ImageState, JobKind, LoraStatus, Purpose
from db.models import Generation, Image, Job, Lora, LoraVersion
from db.repositories.jobs import LIVE_STATES
from db.sessions import ReadSession


@dataclass(frozen=True)
class Outline:
    """What a model is found and sorted by."""

    id: UUID
    name: str
    description: str | None
    usage_count: int


async def outlines_of(session: ReadSession, user_id: int, status: LoraStatus | None = None) -> list[Outline]:
    """A person's models that are not deleted, newest first."""
    question = (
        select(Lora.id, Lora.name, Lora.description, Lora.usage_count)
        .where(Lora.user_id == user_id, Lora.deleted_at.is_(None))
        .order_by(Lora.created_at.desc(), Lora.id.desc())
    )
    if status is not None:
        question = question.where(Lora.status == status)
    return [Outline(*row) for row in await session.execute(question)]


async def loras_by_ids(session: ReadSession, ids: Collection[UUID]) -> dict[UUID, Lora]:
    """The models with these ids."""
    found = await session.execute(select(Lora).where(Lora.id.in_(list(ids))))
    return {lora.id: lora for lora in found.scalars()}


async def trainings_of(session: ReadSession, user_id: int, lora_id: UUID) -> list[tuple[Lora, LoraVersion, Job | None]]:
    """A model of this person that is not deleted with each of its trainings, the newest first; nothing for a model
    that is none."""
    found = await session.execute(
        select(Lora, LoraVersion, Job)
        .join(LoraVersion, LoraVersion.lora_id == Lora.id)
        .outerjoin(Job, Job.id == LoraVersion.job_id)
        .where(Lora.id == lora_id, Lora.user_id == user_id, Lora.deleted_at.is_(None))
        .order_by(LoraVersion.no.desc(), Job.id.desc())
    )
    return [(lora, version, job) for lora, version, job in found]


async def running_trainings(session: ReadSession, ids: Collection[UUID]) -> dict[UUID, Job]:
    """The newest training of each of these models that has not ended, by model; see `loras.running_training`."""
    found = await session.execute(
        select(LoraVersion.lora_id, Job)
        .join(Job, Job.subject_id == LoraVersion.id)
        .where(LoraVersion.lora_id.in_(list(ids)), Job.kind == JobKind.TRAINING, Job.state.in_(LIVE_STATES))
        .order_by(LoraVersion.no, Job.id)
    )
    # Of several the last one stays, which is the newest.
    return {row[0]: row[1] for row in found}


async def covers_of(session: ReadSession, ids: Collection[UUID], now: datetime) -> dict[UUID, Image]:
    """The newest picture of each of these models that is a proof or was saved, by model; none whose time is over."""
    newest = func.row_number().over(
        partition_by=Generation.lora_id, order_by=(Image.created_at.desc(), Image.id.desc())
    )
    ranked = (
        select(Image.id, Generation.lora_id, newest.label("place"))
        .join(Generation, Generation.id == Image.generation_id)
        .where(
            Generation.lora_id.in_(list(ids)),
            Image.state == ImageState.STORED,
            Image.storage_key.is_not(None),
            or_(Generation.purpose == Purpose.PROOF, Image.saved_at.is_not(None)),
            or_(Image.erase_at.is_(None), Image.erase_at > now),
        )
        .subquery()
    )
    found = await session.execute(
        select(ranked.c.lora_id, Image).join(ranked, ranked.c.id == Image.id).where(ranked.c.place == 1)
    )
    return {row[0]: row[1] for row in found}
