"""What the buttons of a draft of several people carry."""

from enum import StrEnum
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.keyboards.buttons import button
from bot.speaker import Speaker


class SeveralDo(StrEnum):
    """What a tap wants."""

    BEGIN = "begin"
    SINGLE = "single"
    SAME = "same"
    ASK_OUT = "ask-out"
    OUT = "out"
    CLASS = "class"
    TRAIN = "train"


class SeveralPress(CallbackData, prefix="many"):
    """A tap about one draft; `who` is `PersonView.number`, `value` the choice, where there is one."""

    draft: UUID
    do: SeveralDo
    who: int = 0
    value: str = ""


class SeveralButtons:
    """Makes buttons for one draft in one language."""

    def __init__(self, say: Speaker, draft_id: UUID) -> None:
        self._say = say
        self._draft_id = draft_id

    def make(
        self, key: str, do: SeveralDo, who: int = 0, value: str = "", style: str | None = None
    ) -> InlineKeyboardButton:
        """A button with the text `key`."""
        return self.labelled(self._say.plain(key), do, who, value, style)

    def labelled(
        self, label: str, do: SeveralDo, who: int = 0, value: str = "", style: str | None = None
    ) -> InlineKeyboardButton:
        """A button with these words."""
        return button(label, SeveralPress(draft=self._draft_id, do=do, who=who, value=value), style)
