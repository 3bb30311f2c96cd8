"""Counting what should be gone by now and is still there. Each count is one question to the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select

from db.models import (
    Dataset,
    Draft,
    Image,
    Job,
    Lora,
    Photo,
    TgUpdate,
    TranslatedText,
    UploadedFile,
)
from db.repositories.jobs import LIVE_STATES
from db.sessions import ReadSession


@dataclass(frozen=True)
class Deadlines:
    """The moments before which things must be gone: `dated` for what carries its own date, the others for what was
    last touched then."""

    dated: datetime
    updates: datetime
    drafts: datetime
    translations: datetime


async def count_late(session: ReadSession, deadlines: Deadlines) -> Mapping[str, int]:
    """How many of each kind are still there."""
    questions = _questions(deadlines)
    return {name: int((await session.execute(question)).scalar_one()) for name, question in questions.items()}


def _questions(deadlines: Deadlines) -> dict[str, Select[int]]:
    dated = deadlines.dated
    needed = exists().where(Job.id == UploadedFile.job_id, or_(Job.state.in_(LIVE_STATES), Job.finished_at >= dated))
    return {
        "photos": select(func.count())
        .select_from(Photo)
        .join(Dataset, Dataset.id == Photo.dataset_id)
        .where(or_(Dataset.erase_photos_at < dated, Dataset.photos_erased_at < dated)),
        "proofs": select(func.count()).select_from(Image).where(Image.erase_at < dated, Image.storage_key.is_not(None)),
        "models": select(func.count())
        .select_from(Lora)
        .where(Lora.erase_at < dated, Lora.deleted_at.is_not(None), Lora.erased_at.is_(None)),
        "uploads": select(func.count())
        .select_from(UploadedFile)
        .where(or_(UploadedFile.until < dated, (UploadedFile.uploaded_at < dated) & ~needed)),
        "updates": select(func.count())
        .select_from(TgUpdate)
        .where(
            or_(
                TgUpdate.handled_at < deadlines.updates,
                TgUpdate.quarantined_at < deadlines.updates,
                TgUpdate.handled_at.is_not(None) & TgUpdate.body.is_not(None),
            )
        ),
        "drafts": select(func.count()).select_from(Draft).where(Draft.updated_at < deadlines.drafts),
        "translations": select(func.count())
        .select_from(TranslatedText)
        .where(TranslatedText.used_at < deadlines.translations),
    }
