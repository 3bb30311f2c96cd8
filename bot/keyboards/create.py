"""What the buttons of the create conversation carry."""

from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.buttons import DANGER, button, in_rows, keyboard
from bot.speaker import Speaker
from db.enums import Retention
from services.training.trainer_settings import SettingKey


class Do(StrEnum):
    """What a tap wants."""

    AGREE = "agree"
    NOT_NOW = "not-now"
    TYPE = "type"
    CLASS = "class"
    CLASS_OWN = "class-own"
    NAME = "name"
    DONE = "done"
    PHOTOS = "photos"
    TIPS = "tips"
    REMOVE = "remove"
    DROP = "drop"
    REPLACE = "replace"
    ANYWAY = "anyway"
    TRAIN = "train"
    TRIGGER = "trigger"
    TRIGGER_TAKE = "take"
    DESCRIPTION = "describe"
    SKIP = "skip"
    TRAINERS = "trainers"
    TRAINER = "trainer"
    QUALITY = "quality"
    SETTINGS = "settings"
    RESET = "reset"
    RENAME = "rename"
    BACK = "back"
    DISCARD = "discard"
    DISCARD_YES = "discard-yes"


class CreatePress(CallbackData, prefix="create"):
    """A tap in the conversation about one draft; `value` is the choice, where there is one."""

    draft: UUID
    do: Do
    value: str = ""


class AgreePress(CallbackData, prefix="agree"):
    """Yes to the agreement that was shown: `mark` as in `Consents.mark`, photos kept as in `kept`."""

    draft: UUID
    kept: Retention
    mark: str


class SettingPress(CallbackData, prefix="set"):
    """A tap on a setting of a draft's training: without a `value` it is asked for."""

    draft: UUID
    key: SettingKey
    value: str = ""


def trainer_mark(key: str) -> str:
    """What stands for a trainer in a button: its key alone may not fit beside a draft's id into 64 bytes. The same
    whatever else is on offer."""
    return sha256(key.encode()).hexdigest()[:12]


class Buttons:
    """Makes buttons for one draft in one language."""

    def __init__(self, say: Speaker, draft_id: UUID) -> None:
        self._say = say
        self._draft_id = draft_id

    def make(self, key: str, do: Do, value: str = "", style: str | None = None) -> InlineKeyboardButton:
        """A button with the text `key`."""
        return self.labelled(self._say.plain(key), do, value, style)

    def labelled(self, label: str, do: Do, value: str = "", style: str | None = None) -> InlineKeyboardButton:
        """A button with these words."""
        return button(label, CreatePress(draft=self._draft_id, do=do, value=value), style)

    def agree(self, kept: Retention, mark: str) -> InlineKeyboardButton:
        """Agrees to the text and the providers of `mark`, and to a time."""
        label = self._say.plain(f"create-agree-{kept.value.replace('_', '-')}")
        return button(label, AgreePress(draft=self._draft_id, kept=kept, mark=mark))

    def back(self) -> InlineKeyboardButton:
        """Leads to the step that the draft is at."""
        return self.make("create-back", Do.BACK)

    def discard(self) -> InlineKeyboardButton:
        """Asks whether to give the draft up."""
        return self.make("create-discard", Do.DISCARD, style=DANGER)


def discard_keyboard(say: Speaker, draft_id: UUID) -> InlineKeyboardMarkup:
    """Yes and no to giving the draft up; the safe answer comes first."""
    make = Buttons(say, draft_id)
    return keyboard(
        [[make.make("create-discard-no", Do.BACK)], [make.make("create-discard-yes", Do.DISCARD_YES, style=DANGER)]]
    )


def numbers_keyboard(say: Speaker, draft_id: UUID, photos: int, do: Do) -> InlineKeyboardMarkup:
    """One button per photo that does it, five in a row."""
    make = Buttons(say, draft_id)
    numbers = [make.labelled(str(number), do, str(number)) for number in range(1, photos + 1)]
    return keyboard([*in_rows(numbers, 5), [make.back()]])
