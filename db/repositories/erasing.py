"""Finding what has had its time, and what its rows keep when its files are gone.

Rows of models, versions, generations and pictures stay, because jobs and the ledger refer to them; what a person
wrote or named is blanked.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, null, select, union_all, update

from db.enums import AttemptState, ImageState
from db.models import (
    Attempt,
    Conversation,
    Dataset,
    Draft,
    Generation,
    Image,
    Job,
    Lora,
    LoraVersion,
    Photo,
    TranslatedText,
)
from db.repositories.draft_people import datasets_of
from db.repositories.photos import count_photos, lock_dataset
from db.sessions import ReadSession, WriteSession


@dataclass(frozen=True)
class ModelFiles:
    """Storage keys that rows of a model name, the paid calls that may have left more, and its data sets."""

    keys: list[str]
    attempts: list[uuid.UUID]
    datasets: list[uuid.UUID]


async def drop_drafts(session: WriteSession, *, untouched_since: datetime, now: datetime, limit: int) -> int:
    """Deletes drafts that nobody touched since then, ends their conversations and makes their photos due."""
    found = await session.execute(
        select(Draft.id, Draft.dataset_id)
        .where(Draft.updated_at < untouched_since)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    drafts = {row.id: row.dataset_id for row in found}
    await session.execute(
        update(Conversation).where(Conversation.draft_id.in_(drafts)).values(state=None, draft_id=None)
    )
    datasets = {*drafts.values(), *await datasets_of(session, drafts)}
    await session.execute(delete(Draft).where(Draft.id.in_(drafts)))
    await session.execute(
        update(Dataset)
        .where(Dataset.id.in_(datasets), Dataset.lora_id.is_(None), Dataset.photos_erased_at.is_(None))
        .values(erase_photos_at=now)
    )
    return len(drafts)


async def next_dataset_due(session: ReadSession, now: datetime, *, but: Collection[uuid.UUID]) -> uuid.UUID | None:
    """A data set whose photos are to be erased, the longest overdue first; none of `but`."""
    found = await session.execute(
        select(Dataset.id)
        .where(Dataset.erase_photos_at <= now, Dataset.photos_erased_at.is_(None), Dataset.id.not_in(but))
        .order_by(Dataset.erase_photos_at)
        .limit(1)
    )
    return found.scalar_one_or_none()


async def photo_files(session: ReadSession, dataset_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Photo ids of a data set with their storage keys."""
    found = await session.execute(select(Photo.id, Photo.storage_key).where(Photo.dataset_id == dataset_id))
    return {row.id: row.storage_key for row in found}


async def mark_photos_erased(
    session: WriteSession, dataset_id: uuid.UUID, photo_ids: Sequence[uuid.UUID], now: datetime
) -> None:
    """Deletes these photo rows with their captions; the data set is closed unless a photo came in meanwhile."""
    await lock_dataset(session, dataset_id)
    await session.execute(delete(Photo).where(Photo.id.in_(photo_ids)))
    if await count_photos(session, dataset_id) == 0:
        await session.execute(
            update(Dataset)
            .where(Dataset.id == dataset_id, Dataset.photos_erased_at.is_(None))
            .values(photos_erased_at=now)
        )


async def close_due_proofs(session: WriteSession, now: datetime, limit: int) -> None:
    """Marks pictures erased that nobody saved in time; their storage keys stay until the files are gone."""
    due = (
        select(Image.id)
        .where(Image.erase_at <= now, Image.state != ImageState.ERASED, Image.storage_key.is_not(None))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    await session.execute(
        update(Image)
        .where(Image.id.in_(due.scalar_subquery()))
        .values(state=ImageState.ERASED)
        .execution_options(synchronize_session=False)
    )


async def closed_proofs(session: ReadSession, limit: int) -> dict[uuid.UUID, str]:
    """Pictures marked erased whose files may still be there: ids with storage keys."""
    found = await session.execute(
        select(Image.id, Image.storage_key)
        .where(Image.state == ImageState.ERASED, Image.storage_key.is_not(None))
        .limit(limit)
    )
    return {row.id: row.storage_key for row in found}


async def forget_picture_files(session: WriteSession, image_ids: Sequence[uuid.UUID]) -> None:
    """Takes the storage keys of removed files off their rows."""
    await session.execute(update(Image).where(Image.id.in_(image_ids)).values(storage_key=None, erase_at=None))


async def models_due(session: ReadSession, now: datetime, limit: int) -> list[uuid.UUID]:
    """Deleted models that can no longer be brought back."""
    found = await session.execute(
        select(Lora.id).where(Lora.erase_at <= now, Lora.deleted_at.is_not(None), Lora.erased_at.is_(None)).limit(limit)
    )
    return list(found.scalars())


async def model_files(session: ReadSession, lora_id: uuid.UUID) -> ModelFiles:
    """Everything a model has in storage."""
    weights = await session.scalars(select(LoraVersion.weights_key).where(LoraVersion.lora_id == lora_id))
    pictures = await session.scalars(select(Image.storage_key).join(Generation).where(Generation.lora_id == lora_id))
    attempts = await session.scalars(select(Attempt.id).where(Attempt.job_id.in_(_jobs_of(lora_id))))
    datasets = await session.scalars(select(Dataset.id).where(Dataset.lora_id == lora_id))
    return ModelFiles(
        keys=[key for key in (*weights, *pictures) if key is not None],
        attempts=list(attempts),
        datasets=list(datasets),
    )


async def mark_model_erased(session: WriteSession, lora_id: uuid.UUID, now: datetime) -> None:
    """Blanks what a person wrote or named, in the model, its versions, pictures, generations and paid calls."""
    generations = select(Generation.id).where(Generation.lora_id == lora_id)
    owner = select(Lora.user_id).where(Lora.id == lora_id).scalar_subquery()
    statements = (
        # Outputs repeat the prompt; a call that is not settled is left to the engine, which still needs it.
        update(Attempt)
        .where(
            Attempt.job_id.in_(_jobs_of(lora_id)), Attempt.state.not_in((AttemptState.CALLING, AttemptState.ACCEPTED))
        )
        .values(output=null(), data_url=None, fingerprint=None),
        update(Image)
        .where(Image.generation_id.in_(generations))
        .values(state=ImageState.ERASED, storage_key=None, erase_at=None),
        update(Generation).where(Generation.lora_id == lora_id).values(prompt="", prompt_sent="", english=None),
        update(LoraVersion)
        .where(LoraVersion.lora_id == lora_id)
        .values(weights_key=None, weights_url=None, weights_url_until=None, weights_host=None, hosted_version=None),
        # What is kept of their translations does not say which model it was for; the next prompt is asked about anew.
        delete(TranslatedText).where(TranslatedText.user_id == owner),
        # A photo that came in while the set was being erased.
        update(Dataset)
        .where(Dataset.lora_id == lora_id, Dataset.photos_erased_at.is_(None))
        .values(erase_photos_at=now),
        update(Lora)
        .where(Lora.id == lora_id)
        .values(name="", name_key=None, description=None, trigger_word="", trigger_key=None, erased_at=now),
    )
    for statement in statements:
        await session.execute(statement.execution_options(synchronize_session=False))


def _jobs_of(lora_id: uuid.UUID) -> Select[uuid.UUID]:
    """Trainings and generations of a model."""
    subjects = union_all(
        select(LoraVersion.id).where(LoraVersion.lora_id == lora_id),
        select(Generation.id).where(Generation.lora_id == lora_id),
    )
    return select(Job.id).where(Job.subject_id.in_(subjects))
