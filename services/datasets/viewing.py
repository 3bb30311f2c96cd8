"""What a screen of a data set may show, read in one go."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.models import Dataset, Lora, LoraVersion, Photo
from db.repositories.datasets import is_in_use
from db.repositories.loras import lora_of, versions_of
from db.sessions import ReadSession
from services.errors import NotFoundError
from services.photos.judged_as import judged_as
from services.photos.judging import Judgement
from services.photos.trained import judged_photos
from services.training.photo_captions import caption_of, captioned
from services.training.rules import TrainingRules
from services.training.trainers import CaptionRule, Trainer, TrainerTable


@dataclass(frozen=True)
class DatasetPhoto:
    """A photo, its verdict, and what it is trained with; `is_own`: the person has written the caption."""

    photo: Photo
    judgement: Judgement
    caption: str
    is_own: bool


@dataclass(frozen=True)
class DatasetView:
    """The data set of a model's newest training. `photos` are none when they are erased or about to be. `in_use`: a
    training may still read them, so nothing may change. `caption_rule` is that of the trainer."""

    lora: Lora
    version: LoraVersion
    dataset: Dataset
    photos: tuple[DatasetPhoto, ...]
    in_use: bool
    caption_rule: CaptionRule
    max_photos: int

    @property
    def is_full(self) -> bool:
        """Whether no photo can be added."""
        return len(self.photos) >= self.max_photos


async def view_dataset(
    session: ReadSession, now: datetime, user_id: int, lora_id: UUID, trainers: TrainerTable, rules: TrainingRules
) -> DatasetView:
    """The data set of a person's model; raises `NotFoundError('model-gone')`."""
    lora = await lora_of(session, user_id, lora_id)
    versions = await versions_of(session, lora.id) if lora is not None and lora.deleted_at is None else []
    if lora is None or not versions:
        raise NotFoundError("model-gone")
    newest = versions[0]
    dataset = await session.get_one(Dataset, newest.dataset_id)
    trainer = trainers.get(newest.trainer)
    return DatasetView(
        lora=lora,
        version=newest,
        dataset=dataset,
        photos=() if is_gone(dataset, now) else await _photos(session, lora, dataset, trainer, rules),
        in_use=await is_in_use(session, dataset.id),
        caption_rule=trainer.caption_rule,
        max_photos=rules.photos.max_count,
    )


def is_gone(dataset: Dataset, now: datetime) -> bool:
    """Whether the photos are erased, or will be at the next clean-up."""
    return dataset.photos_erased_at is not None or (
        dataset.erase_photos_at is not None and dataset.erase_photos_at <= now
    )


async def _photos(
    session: ReadSession, lora: Lora, dataset: Dataset, trainer: Trainer, rules: TrainingRules
) -> tuple[DatasetPhoto, ...]:
    about = captioned(lora, trainer)
    judged = await judged_photos(session, dataset.id, judged_as(lora.type, lora.class_word), rules.coach)
    return tuple(
        DatasetPhoto(
            one.photo, one.judgement, caption_of(one.photo, about, rules.coach), is_own=one.photo.caption is not None
        )
        for one in judged
    )
