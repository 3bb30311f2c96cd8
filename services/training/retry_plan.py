"""What the free training of a version would do differently, read from its rows."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db.models import Lora, LoraVersion
from db.repositories.trainings import usable_photos
from db.sessions import ReadSession
from services.billing.budget import standing_budget
from services.photos.judged_as import judged_as
from services.photos.likeness import Likeness
from services.photos.trained import trained_photos
from services.training.draft_offers import least_photos
from services.training.moving import ordered_in, to_repeat
from services.training.retry_change import RetryChange, change_for
from services.training.rules import TrainingRules
from services.training.trainer_settings import SettingKey
from services.training.trainers import Trainer, TrainerTable


async def planned_change(
    session: ReadSession,
    trainers: TrainerTable,
    rules: TrainingRules,
    version: LoraVersion,
    trainer: Trainer,
    values: Mapping[str, Any],
) -> RetryChange | None:
    """The change to `values`; None without numbers, which is where nobody can say what would help, or when there is
    nothing to change."""
    likeness = Likeness.from_json(version.likeness)
    if not likeness.has_numbers:
        return None
    lora = await session.get_one(Lora, version.lora_id)
    photos = await trained_photos(session, version.dataset_id, judged_as(lora.type, lora.class_word), rules.coach)
    most = (await standing_budget(session, rules.budget)).max_training_usd
    change = change_for(likeness, photos, least_photos(trainer, rules), trainers, trainer, values, most)
    return change or None


async def made_change(
    session: ReadSession, trainers: TrainerTable, rules: TrainingRules, version: LoraVersion
) -> RetryChange | None:
    """What the free training `version` does differently than the one that it repeats; None for nothing."""
    earlier = await session.get(LoraVersion, version.free_retry_of) if version.free_retry_of else None
    if earlier is None:
        return None
    _, before = to_repeat(trainers, rules, earlier)
    _, after = ordered_in(trainers, version)
    left_out = photos_left_out(version)
    photos = [photo for photo in await usable_photos(session, version.dataset_id) if photo.id in left_out]
    change = RetryChange(
        left_out=tuple(photo.id for photo in photos),
        numbers=tuple(photo.position for photo in photos),
        steps=(int(before[SettingKey.STEPS]), int(after[SettingKey.STEPS])),
    )
    return change or None


def photos_left_out(version: LoraVersion) -> tuple[UUID, ...]:
    """The photos of its set that a version was not trained with."""
    return tuple(map(UUID, Likeness.from_json(version.likeness).left_out))
