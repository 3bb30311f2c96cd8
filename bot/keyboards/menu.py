"""Buttons that lead to the beginning of another conversation."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.keyboards.buttons import button
from bot.texts import Texts
from db.enums import Language


class Place(StrEnum):
    """Where a menu button leads; the same as the command of that name."""

    CREATE = "create"
    GENERATE = "generate"
    MODELS = "models"
    HELP = "help"


class Menu(CallbackData, prefix="menu"):
    """A tap that stands for a command."""

    to: Place


def menu_button(texts: Texts, language: Language, to: Place) -> InlineKeyboardButton:
    """The button with its usual words (`menu-<place>`)."""
    return button(texts.plain(language, f"menu-{to.value}"), Menu(to=to))
