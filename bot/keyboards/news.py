"""A person's switch for broadcasts."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards.buttons import button, keyboard
from bot.texts import Texts
from db.enums import Language


class NewsSwitch(CallbackData, prefix="news"):
    """A tap that switches broadcasts on or off."""

    on: bool


def off_keyboard(texts: Texts, language: Language) -> InlineKeyboardMarkup:
    """Under a broadcast, and under the page of somebody who gets them."""
    return keyboard([[button(texts.plain(language, "news-button-off"), NewsSwitch(on=False))]])


def on_keyboard(texts: Texts, language: Language) -> InlineKeyboardMarkup:
    """For somebody who gets none."""
    return keyboard([[button(texts.plain(language, "news-button-on"), NewsSwitch(on=True))]])
