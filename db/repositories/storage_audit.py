"""Holding rows and stored files against each other, a page at a time."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from db.claims import insert_once
from db.enums import ImageState
from db.models import Attempt, Dataset, Generation, Image, Job, Lora, LoraVersion, Photo, PrivacyRequest, StrayFile
from db.repositories.jobs import LIVE_STATES
from db.sessions import ReadSession, WriteSession


@dataclass(frozen=True)
class NamedFile:
    """A row that says that a file is stored."""

    row_id: uuid.UUID
    storage_key: str


async def named_files(
    session: ReadSession, kind: str, after: uuid.UUID | None, now: datetime, limit: int
) -> list[NamedFile]:
    """Rows of a `kind` (one of `KINDS`) behind `after`, by id, whose files must be there: none that are about to go."""
    rows = _must_be_there(kind, now)
    key = _KEYS[kind]
    page = rows.where(key > after) if after else rows
    return [NamedFile(*row) for row in await session.execute(page.order_by(key).limit(limit))]


async def is_still_named(session: ReadSession, kind: str, row_id: uuid.UUID, now: datetime) -> bool:
    """Whether the row still says so: it may have been erased since it was read."""
    return (await session.execute(_must_be_there(kind, now).where(_KEYS[kind] == row_id))).one_or_none() is not None


_KEYS: Mapping[str, InstrumentedAttribute[uuid.UUID]] = MappingProxyType(
    {"photos": Photo.id, "pictures": Image.id, "weights": LoraVersion.id}
)
_FILES: Mapping[str, InstrumentedAttribute[Any]] = MappingProxyType(
    {"photos": Photo.storage_key, "pictures": Image.storage_key, "weights": LoraVersion.weights_key}
)
KINDS = tuple(_KEYS)


def _must_be_there(kind: str, now: datetime) -> Select[uuid.UUID, Any]:
    found = select(_KEYS[kind], _FILES[kind]).where(_FILES[kind].is_not(None))
    if kind == "photos":
        stays = or_(Dataset.erase_photos_at.is_(None), Dataset.erase_photos_at > now)
        found = found.join(Dataset, Dataset.id == Photo.dataset_id)
        return found.where(Dataset.photos_erased_at.is_(None), stays)
    model_stays = or_(Lora.erase_at.is_(None), Lora.erase_at > now)
    if kind == "weights":
        return found.join(Lora, Lora.id == LoraVersion.lora_id).where(model_stays)
    found = found.join(Generation, Generation.id == Image.generation_id).join(Lora, Lora.id == Generation.lora_id)
    stays = or_(Image.erase_at.is_(None), Image.erase_at > now)
    return found.where(Image.state == ImageState.STORED, stays, model_stays)


async def keys_of_datasets(session: ReadSession, datasets: Collection[uuid.UUID]) -> set[str]:
    """The files that photo rows of these data sets name."""
    return set(await session.scalars(select(Photo.storage_key).where(Photo.dataset_id.in_(datasets))))


async def keys_of_attempts(session: ReadSession, attempts: Collection[uuid.UUID]) -> set[str]:
    """The files that rows name of what these paid calls have brought."""
    called = select(Job.subject_id).join(Attempt, Attempt.job_id == Job.id).where(Attempt.id.in_(attempts))
    pictures = select(Image.storage_key).where(Image.storage_key.is_not(None), Image.generation_id.in_(called))
    weights = select(LoraVersion.weights_key).where(LoraVersion.weights_key.is_not(None), LoraVersion.id.in_(called))
    return {key for question in (pictures, weights) for key in await session.scalars(question) if key is not None}


async def keys_of_exports(session: ReadSession, requests: Collection[uuid.UUID]) -> set[str]:
    """The files that these requests for an export name."""
    named = select(PrivacyRequest.file_key).where(PrivacyRequest.id.in_(requests))
    return {key for key in await session.scalars(named) if key is not None}


async def live_attempts(session: ReadSession, attempts: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those whose jobs have not ended: what they have brought may not be written down yet."""
    alive = select(Attempt.id).join(Job, Job.id == Attempt.job_id)
    return set(await session.scalars(alive.where(Attempt.id.in_(attempts), Job.state.in_(LIVE_STATES))))


async def note_strays(session: WriteSession, keys: Sequence[str], now: datetime) -> None:
    """Remembers files that no row names; one that was noted before keeps its date."""
    for key in keys:
        await insert_once(session, StrayFile, {"storage_key": key, "seen_at": now})


async def noted_strays(session: ReadSession, before: datetime, after: str, limit: int) -> list[str]:
    """Files noted before then, behind `after`, by key."""
    wanted = select(StrayFile.storage_key).where(StrayFile.seen_at < before, StrayFile.storage_key > after)
    return list(await session.scalars(wanted.order_by(StrayFile.storage_key).limit(limit)))


async def forget_strays(session: WriteSession, keys: Collection[str]) -> None:
    """They are gone, or a row names them after all."""
    gone = delete(StrayFile).where(StrayFile.storage_key.in_(keys))
    await session.execute(gone.execution_options(synchronize_session=False))
