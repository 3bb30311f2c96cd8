"""What may be set about a training, as a person chooses it: bounds, the price limit, and values worth a button."""

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from db.enums import Quality
from services.setting_view import SettingView
from services.training.rules import TrainingRules
from services.training.trainer_settings import ChoiceSetting, NumberSetting, Setting, SettingKey
from services.training.trainers import Trainer, TrainerTable, values_for

FEW = 4
"""Numbers up to this many are all worth a button."""

_STEPS = (Decimal("0.5"), Decimal(1), Decimal("1.5"), Decimal(2))
_STEPS_BETWEEN = Decimal("0.75")
_DOUBLING = (Decimal("0.5"), Decimal(1), Decimal(2), Decimal(4))

Within = Callable[[Any], bool]
"""Whether a training with this value of the setting, and the others as they are, is within the price limit."""


@dataclass(frozen=True)
class TrainingSettingView(SettingView):
    """A setting of the chosen trainer: what is trained with, and what would be if nobody had set it.

    `affordable` is the greatest whole number within the price limit; `suggested` values are within it too.
    """

    key: SettingKey
    affordable: float | None = None

    @property
    def is_limited(self) -> bool:
        """Whether the price limit leaves out values that the trainer would take."""
        return self.affordable != self.most if self.whole else len(self.suggested) < len(self.choices)


def settings_of(
    trainer: Trainer, quality: Quality, wishes: Mapping[str, Any], trainers: TrainerTable, rules: TrainingRules
) -> tuple[TrainingSettingView, ...]:
    """Everything that may be set about this trainer."""
    values, usual = values_for(trainer, quality, wishes), values_for(trainer, quality, {})
    most = rules.budget.max_training_usd

    def view(setting: Setting) -> TrainingSettingView:
        def within(value: Any) -> bool:
            return most is None or trainers.cost(trainer, {**values, setting.key.value: value}) <= most

        value, default = values.get(setting.key), usual.get(setting.key)
        if isinstance(setting, ChoiceSetting):
            fitting = tuple(filter(within, setting.choices))
            return TrainingSettingView(setting.key, value, default, choices=setting.choices, suggested=fitting)
        return TrainingSettingView(
            setting.key,
            value,
            default,
            setting.least,
            setting.most,
            setting.multiple,
            whole=setting.whole,
            affordable=_most_within(setting, within) if setting.whole else None,
            suggested=_numbers(setting, _standard(trainer, setting) if _is_steps(setting) else default, within),
        )

    return tuple(view(setting) for setting in trainer.settings)


def _numbers(setting: NumberSetting, usual: float | None, within: Within) -> tuple[float, ...]:
    """A few numbers around the usual one."""
    if setting.whole and setting.most - setting.least < FEW:
        return tuple(filter(within, range(math.ceil(setting.least), int(setting.most) + 1)))
    if usual is None:
        return ()

    def times(*factors: Decimal) -> set[float]:
        return {setting.fit(float(Decimal(repr(usual)) * factor)) for factor in factors}

    found = set(filter(within, times(*(_STEPS if _is_steps(setting) else _DOUBLING))))
    if _is_steps(setting) and len(found) < len(_STEPS) - 1:
        found |= set(filter(within, times(_STEPS_BETWEEN)))
    return tuple(sorted(found))


def _most_within(setting: NumberSetting, within: Within) -> float:
    """No price falls when a number grows; the least number where even that one is too dear."""
    numbers = range(math.ceil(setting.least), int(setting.most) + 1, setting.multiple)
    fitting = bisect_left(numbers, True, key=lambda number: not within(number))
    return numbers[max(fitting - 1, 0)]


def _standard(trainer: Trainer, setting: Setting) -> Any:
    """What a button offers stays the same whether quick or standard is chosen."""
    return trainer.courses[Quality.STANDARD].values.get(setting.key)


def _is_steps(setting: Setting) -> bool:
    return setting.key is SettingKey.STEPS
