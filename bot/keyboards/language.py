"""The choice of a language."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.texts import Texts
from db.enums import Language


class LanguageChoice(CallbackData, prefix="language"):
    """A tap on a language."""

    language: Language


class LanguageMenu(CallbackData, prefix="languages"):
    """A tap that shows the languages."""


def language_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    """Every language by its own name."""
    buttons = [
        InlineKeyboardButton(
            text=texts.plain(language, "language-name"), callback_data=LanguageChoice(language=language).pack()
        )
        for language in Language
    ]
    return InlineKeyboardMarkup(inline_keyboard=[buttons])
