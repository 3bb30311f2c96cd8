"""What the free training after "not me" does differently: photos left out, more steps. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from db.models import Photo
from services.photos.likeness import Likeness
from services.training.trainer_settings import NumberSetting, SettingKey
from services.training.trainers import Trainer, TrainerTable

MORE_STEPS = (1.25, 1.2, 1.15, 1.1)
"""The first that the limits allow. A quarter more brings a face nearer, much more makes every picture look like the
photos, and less than a tenth is not worth naming."""


@dataclass(frozen=True)
class RetryChange:
    """`left_out`: ids of the photos that are not trained with, `numbers` their numbers in the set. `steps` as they were
    and as they are; the same when nothing was to be gained."""

    left_out: tuple[UUID, ...]
    numbers: tuple[int, ...]
    steps: tuple[int, int]

    @property
    def has_more_steps(self) -> bool:
        """Whether the training is longer."""
        return self.steps[1] > self.steps[0]

    def __bool__(self) -> bool:
        """Whether anything is done differently."""
        return bool(self.left_out) or self.has_more_steps


def change_for(
    likeness: Likeness,
    photos: Sequence[Photo],
    least: int,
    trainers: TrainerTable,
    trainer: Trainer,
    values: Mapping[str, Any],
    most_usd: Decimal | None,
) -> RetryChange:
    """The change for a version with these numbers, its set of `photos` and the `values` it was ordered with.

    Photos of somebody else are left out first, then those that are only there because the person wanted it; `least`
    photos stay. Steps grow as far as the trainer's bounds and a price of `most_usd` allow.
    """
    already = set(likeness.left_out)
    odd = [photo for photo in photos if str(photo.id) in likeness.odd]
    wanted = [photo for photo in photos if photo.use_anyway and photo not in odd]
    here = sum(str(photo.id) not in already for photo in photos)
    spare = max(0, here - least)
    fresh = [photo for photo in (*odd, *wanted) if str(photo.id) not in already][:spare]
    kept_out = [photo for photo in photos if str(photo.id) in already]
    dropped = sorted((*kept_out, *fresh), key=lambda photo: photo.position)
    steps = int(values[SettingKey.STEPS])
    return RetryChange(
        left_out=tuple(photo.id for photo in dropped),
        numbers=tuple(photo.position for photo in dropped),
        steps=(steps, _more(trainers, trainer, values, most_usd)),
    )


def with_change(values: Mapping[str, Any], change: RetryChange) -> dict[str, Any]:
    """The values to train with."""
    return {**values, SettingKey.STEPS.value: change.steps[1]} if change.has_more_steps else dict(values)


def _more(trainers: TrainerTable, trainer: Trainer, values: Mapping[str, Any], most_usd: Decimal | None) -> int:
    steps = int(values[SettingKey.STEPS])
    setting = trainer.setting(SettingKey.STEPS)
    if not isinstance(setting, NumberSetting):
        return steps
    for times in MORE_STEPS:
        more = int(setting.fit(steps * times))
        cost = trainers.cost(trainer, {**values, SettingKey.STEPS.value: more})
        if more > steps and (most_usd is None or cost <= most_usd):
            return more
    return steps
