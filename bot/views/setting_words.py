"""What a screen says about settings, of a training or of pictures: names, values, lines and questions."""

from collections.abc import Sequence
from typing import Any

from bot.speaker import Speaker
from services.errors import InvalidInputError
from services.generation.picture_settings import PictureSetting
from services.setting_view import SettingView
from services.typed_numbers import written


class SettingWords:
    """Words about settings whose texts begin with `family` ("setting", "picture-setting")."""

    def __init__(self, say: Speaker, family: str) -> None:
        self._say = say
        self._family = family

    def name(self, setting: SettingView) -> str:
        """What people call it."""
        return self._say.plain(f"{self._family}-{setting.key.value}")

    def value(self, setting: SettingView, value: Any) -> str:
        """A value of it as the person writes numbers."""
        if value is None:
            return self._say.plain("setting-none")
        if setting.key == PictureSetting.FORMAT:
            return str(value).upper()
        # A seed is no quantity and gets no thousands separators.
        return written(value) if setting.key == PictureSetting.SEED else shown(self._say, value)

    def line(self, setting: SettingView) -> str:
        """Name and value, and the usual value where it is another one."""
        key = "settings-line-own" if setting.is_own else "settings-line"
        value, usual = self.value(setting, setting.value), self.value(setting, setting.default)
        return self._say.text(key, setting=self.name(setting), value=value, usual=usual)

    def question(self, setting: SettingView, *more: str) -> str:
        """What it does, what is allowed and usual, whatever `more` there is to say, and how to answer."""
        facts = [self._say.text("setting-usual", usual=self.value(setting, setting.default))]
        if bounds := self._bounds(setting):
            least, most = bounds
            facts.insert(0, self._say.text("setting-bounds", min=least, max=most, step=setting.multiple))
        about = self._say.text(f"{self._family}-{setting.key.value}-about")
        answer = self._say.text("setting-tap" if setting.choices else "setting-write")
        return "\n\n".join([f"<b>{self.name(setting)}</b>\n{about}", " ".join(facts), *more, answer])

    def why_bad(self, setting: SettingView, error: InvalidInputError) -> str:
        """Why a typed value cannot be taken, with its bounds or choices as the question shows them."""
        params = dict(error.params)
        if bounds := self._bounds(setting):
            params["min"], params["max"] = bounds
        if setting.choices:
            params["choices"] = " · ".join(self.value(setting, choice) for choice in setting.choices)
        return self._say.text(error.text_key, **params)

    def in_short(self, settings: Sequence[SettingView]) -> str:
        """A few words about each, in one line."""
        return " · ".join(self._short(setting) for setting in settings)

    def _bounds(self, setting: SettingView) -> list[str]:
        """Least and most; empty for words."""
        return [self.value(setting, bound) for bound in (setting.least, setting.most) if bound is not None]

    def _short(self, setting: SettingView) -> str:
        count = setting.value if setting.key == PictureSetting.STEPS else 0
        value = self.value(setting, setting.value)
        return self._say.plain(f"{self._family}-{setting.key.value}-short", value=value, count=count)


def shown(say: Speaker, value: Any) -> str:
    """A number with all its digits in the person's way of writing ("1,500", "0,0004"), several sides with spaces."""
    if isinstance(value, str):
        return value.replace(",", ", ")
    return say.plain("setting-value", value=value)


def carried(value: Any) -> str:
    """A value as a button carries it."""
    return value if isinstance(value, str) else written(value)


def marked(label: str, *, chosen: bool) -> str:
    """A button's label, with a tick on what stands now."""
    return f"✓ {label}" if chosen else label
