"""What leads to the photos of a model, from wherever a model is shown."""

from enum import StrEnum
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.keyboards.buttons import button
from bot.speaker import Speaker


class DatasetAction(StrEnum):
    """What can be done with a data set."""

    OPEN = "open"
    ADD = "add"
    TRAIN = "train"
    NEW = "new"


class DatasetPress(CallbackData, prefix="dataset"):
    """A tap about the data set of a model."""

    action: DatasetAction
    lora_id: UUID


def open_button(say: Speaker, lora_id: UUID, key: str = "dataset-open") -> InlineKeyboardButton:
    """Leads to the photos of a model."""
    return button(say.plain(key), DatasetPress(action=DatasetAction.OPEN, lora_id=lora_id))
