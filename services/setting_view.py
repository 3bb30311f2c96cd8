"""A setting as a person chooses it, whatever it is a setting of. Pure."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from services.errors import InvalidInputError


@dataclass(frozen=True)
class SettingView:
    """A setting as it stands, and what it is when nobody sets it; a value of None is left to chance.

    A number has bounds, is `whole` or not, and a multiple of `multiple`; words have `choices` and no bounds.
    `suggested` are values worth a button, all of them allowed.
    """

    key: StrEnum
    value: Any
    default: Any
    least: float | None = None
    most: float | None = None
    multiple: int = 1
    choices: tuple[str, ...] = ()
    whole: bool = False
    suggested: tuple[Any, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether the person has set it."""
        return bool(self.value != self.default)


View = TypeVar("View", bound=SettingView)


def find_setting(settings: Sequence[View], key: str) -> View:
    """Raises `InvalidInputError('button-old')` when none of the settings has this key."""
    for setting in settings:
        if setting.key == key:
            return setting
    raise InvalidInputError("button-old")


def read_choice(text: str, *, setting: str, choices: Sequence[str]) -> str:
    """What a person typed for a setting that is one of some words; raises `InvalidInputError('setting-choice', setting,
    choices)`.
    """
    word = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    if word not in choices:
        raise InvalidInputError("setting-choice", setting=setting, choices=" · ".join(choices))
    return word
