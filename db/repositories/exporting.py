"""Reading everything that is about a person, a page at a time."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select

from db.models import Dataset, Generation, Image, Lora, LoraVersion, Outbox, Photo
from db.repositories.of_person import Table, rows_about
from db.sessions import ReadSession

OURS = frozenset({"token_hash", "lease_owner", "lease_until", "lease_no", "decided_by"})
"""Columns that say nothing about a person: how replicas divide the work, what guards a door, and which admin decided
about a report."""

ABOUT_OTHERS = "admin_alert"
"""Messages to an admin; they are about other people."""


@dataclass(frozen=True)
class ExportedModel:
    """A model, as its files are named after it."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True)
class ExportedPhoto:
    """A training photo, with its model (None while none was ordered from its data set) and the key of the trainer that
    trained with it last."""

    photo: Photo
    lora: Lora | None
    trainer: str | None


@dataclass(frozen=True)
class ExportedFile:
    """Weights (`no` is the version's) or a picture (`no` within its order, `order_id`)."""

    model_id: uuid.UUID
    storage_key: str
    no: int
    at: datetime
    order_id: uuid.UUID | None = None


def exported_tables() -> Iterable[Table]:
    """The tables that are read, by their names."""
    return sorted(rows_about(0), key=lambda table: table.__tablename__)


async def exported_rows(
    session: ReadSession, user_id: int, table: Table, offset: int, limit: int
) -> list[dict[str, Any]]:
    """Rows of a table that are about the person, by key, as values by column."""
    columns = [column for column in table.__table__.columns if column.name not in OURS]
    wanted = select(*columns).select_from(table).where(rows_about(user_id)[table])
    if table is Outbox:
        wanted = wanted.where(Outbox.view != ABOUT_OTHERS)
    page = wanted.order_by(*inspect(table).primary_key).offset(offset).limit(limit)
    return [dict(row) for row in (await session.execute(page)).mappings()]


async def exported_models(session: ReadSession, user_id: int) -> list[ExportedModel]:
    """All models, the oldest first; an erased one has an empty name."""
    found = await session.execute(select(Lora.id, Lora.name).where(Lora.user_id == user_id).order_by(Lora.id))
    return [ExportedModel(*row) for row in found]


async def exported_photos(session: ReadSession, user_id: int) -> list[ExportedPhoto]:
    """All training photos, set by set."""
    trainer = (
        select(LoraVersion.trainer)
        .where(LoraVersion.dataset_id == Dataset.id)
        .order_by(LoraVersion.created_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = await session.execute(
        select(Photo, Lora, trainer)
        .join(Dataset, Dataset.id == Photo.dataset_id)
        .outerjoin(Lora, Lora.id == Dataset.lora_id)
        .where(Dataset.user_id == user_id)
        .order_by(Photo.dataset_id, Photo.position)
    )
    return [ExportedPhoto(*row) for row in found]


async def exported_weights(session: ReadSession, user_id: int) -> list[ExportedFile]:
    """The weights of all versions that have them."""
    found = await session.execute(
        select(LoraVersion.lora_id, LoraVersion.weights_key, LoraVersion.no, LoraVersion.created_at)
        .join(Lora, Lora.id == LoraVersion.lora_id)
        .where(Lora.user_id == user_id, LoraVersion.weights_key.is_not(None))
        .order_by(LoraVersion.id)
    )
    return [ExportedFile(row.lora_id, row.weights_key or "", row.no, row.created_at) for row in found]


async def exported_pictures(
    session: ReadSession, user_id: int, after: uuid.UUID | None, limit: int
) -> list[tuple[uuid.UUID, ExportedFile]]:
    """Pictures that have a file, behind the picture `after`, each with its id."""
    wanted = (
        select(
            Image.id, Generation.lora_id, Image.storage_key, Image.no, Image.created_at, Generation.id.label("order")
        )
        .join(Generation, Generation.id == Image.generation_id)
        .where(Generation.user_id == user_id, Image.storage_key.is_not(None))
    )
    if after is not None:
        wanted = wanted.where(Image.id > after)
    found = await session.execute(wanted.order_by(Image.id).limit(limit))
    return [
        (row.id, ExportedFile(row.lora_id, row.storage_key or "", row.no, row.created_at, row.order)) for row in found
    ]
