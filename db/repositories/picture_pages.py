"""A person's orders of pictures, their pictures and their jobs, page by page, newest first."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from db.enums import ImageState, Purpose
from db.models import Generation, Image, Job, Lora
from db.sessions import ReadSession


@dataclass(frozen=True)
class Wanted:
    """Which part of a list: so many, of this model or of all, ordered by the person or proofs of a training."""

    limit: int
    lora_id: uuid.UUID | None = None
    purpose: Purpose = Purpose.USER


@dataclass(frozen=True)
class OrderRow:
    """An order of pictures with its model; `job` is None where none is known any more."""

    generation: Generation
    lora: Lora
    job: Job | None


@dataclass(frozen=True)
class PictureRow:
    """A picture with its order and its model."""

    image: Image
    generation: Generation
    lora: Lora


async def orders_page(
    session: ReadSession, user_id: int, wanted: Wanted, before: Generation | None
) -> Sequence[OrderRow]:
    """The person's orders that are older than `before`; those of deleted models are left out."""
    question = (
        select(Generation, Lora, Job)
        .join(Lora, Lora.id == Generation.lora_id)
        .outerjoin(Job, Job.id == Generation.job_id)
        .where(*_of(user_id, wanted))
        .order_by(Generation.created_at.desc(), Generation.id.desc())
        .limit(wanted.limit)
    )
    if before is not None:
        question = question.where(older(Generation.created_at, Generation.id, before.created_at, before.id))
    return [OrderRow(*row) for row in await session.execute(question)]


async def pictures_page(
    session: ReadSession, user_id: int, wanted: Wanted, before: tuple[Image, Generation] | None
) -> Sequence[PictureRow]:
    """The person's pictures that can be shown, behind `before`: newest order first, in each as they were made; those
    of deleted models are left out."""
    question = (
        select(Image, Generation, Lora)
        .join(Generation, Generation.id == Image.generation_id)
        .join(Lora, Lora.id == Generation.lora_id)
        .where(Image.state == ImageState.STORED, *_of(user_id, wanted))
        .order_by(Generation.created_at.desc(), Generation.id.desc(), Image.no)
        .limit(wanted.limit)
    )
    if before is not None:
        image, generation = before
        behind = and_(Generation.id == generation.id, Image.no > image.no)
        is_older = older(Generation.created_at, Generation.id, generation.created_at, generation.id)
        question = question.where(or_(behind, is_older))
    return [PictureRow(*row) for row in await session.execute(question)]


def older(
    at: InstrumentedAttribute[datetime], key: InstrumentedAttribute[uuid.UUID], than_at: datetime, than_key: uuid.UUID
) -> ColumnElement[bool]:
    """Behind a row in the order of time; rows of one moment go by their keys, so that no page loses any."""
    return or_(at < than_at, and_(at == than_at, key < than_key))


def _of(user_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    which = [Generation.user_id == user_id, Generation.purpose == wanted.purpose, Lora.deleted_at.is_(None)]
    return which if wanted.lora_id is None else [*which, Generation.lora_id == wanted.lora_id]
