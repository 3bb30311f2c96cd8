"""Withdrawing a consent: asked twice, because photos go at once."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.buttons import DANGER, button, keyboard
from bot.keyboards.mydata import mydata_button
from bot.speaker import Speaker
from bot.texts import Texts
from db.enums import Language


class PrivacyAction(StrEnum):
    """What the buttons do."""

    ASK = "ask"
    KEEP = "keep"
    WITHDRAW = "withdraw"


class PrivacyPress(CallbackData, prefix="privacy"):
    """A tap under the privacy page."""

    action: PrivacyAction


def privacy_keyboard(texts: Texts, language: Language, *, has_consent: bool) -> InlineKeyboardMarkup:
    """Under the page: the way to one's own data, and a consent to withdraw while there is one."""
    rows = [[mydata_button(Speaker(texts, language))]]
    if has_consent:
        rows.append([_one(texts, language, PrivacyAction.ASK, DANGER)])
    return keyboard(rows)


def sure_keyboard(texts: Texts, language: Language) -> InlineKeyboardMarkup:
    """The safe answer first."""
    return keyboard(
        [[_one(texts, language, PrivacyAction.KEEP)], [_one(texts, language, PrivacyAction.WITHDRAW, DANGER)]]
    )


def _one(texts: Texts, language: Language, action: PrivacyAction, style: str | None = None) -> InlineKeyboardButton:
    return button(texts.plain(language, f"privacy-button-{action.value}"), PrivacyPress(action=action), style)
