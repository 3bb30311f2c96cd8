"""What may be set about a training, with the bounds of its trainer. Pure."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.errors import InvalidInputError
from services.setting_view import read_choice
from services.typed_numbers import read_number, written


class SettingKey(StrEnum):
    """What a setting means, whatever a trainer calls its field. Part of text keys (`setting-<key>`)."""

    STEPS = "steps"
    LEARNING_RATE = "learning_rate"
    RANK = "rank"
    RESOLUTION = "resolution"
    BATCH_SIZE = "batch_size"


@dataclass(frozen=True)
class NumberSetting:
    """A number from `least` to `most`, of which `multiple` is a divisor. A `default` of None leaves the field out."""

    key: SettingKey
    field: str
    least: float
    most: float
    default: float | None
    multiple: int = 1
    whole: bool = True

    def fit(self, wanted: float) -> float:
        """The nearest allowed value; a multiple is never rounded up, so that no price grows by it."""
        inside = min(max(wanted, self.least), self.most)
        if not self.whole:
            return float(inside)
        return max(int(inside) // self.multiple * self.multiple, math.ceil(self.least))

    def read(self, text: str) -> float:
        """What a person typed, see `read_number`; raises as that does, and `InvalidInputError('setting-multiple',
        setting, min, max, step)` for a number between two allowed ones.
        """
        number = read_number(text, setting=self.key.value, least=self.least, most=self.most, whole=self.whole)
        if self.whole and int(number) % self.multiple:
            bounds = {"min": written(self.least), "max": written(self.most)}
            raise InvalidInputError("setting-multiple", setting=self.key.value, **bounds, step=self.multiple)
        return number

    def accepts(self, value: Any) -> bool:
        """Whether a stored value is of this setting's kind; it may still have to be fitted."""
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


@dataclass(frozen=True)
class ChoiceSetting:
    """One of some words. A `default` of None leaves the field out."""

    key: SettingKey
    field: str
    choices: tuple[str, ...]
    default: str | None

    def fit(self, wanted: str) -> str:
        """The choice itself; the default, else the first, for one that this trainer does not have."""
        return wanted if wanted in self.choices else self.default or self.choices[0]

    def read(self, text: str) -> str:
        """What a person typed; raises as `read_choice` does."""
        return read_choice(text, setting=self.key.value, choices=self.choices)

    def accepts(self, value: Any) -> bool:
        """Whether a stored value is of this setting's kind; it may still have to be fitted."""
        return isinstance(value, str)


Setting = NumberSetting | ChoiceSetting
