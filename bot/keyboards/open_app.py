"""The button that opens the Mini App: the last row of a keyboard where a screen is the better place."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo

from bot.keyboards.buttons import keyboard
from bot.speaker import Speaker


def app_row(say: Speaker, url: str | None) -> list[InlineKeyboardButton]:
    """A row that opens this screen; empty without an address, so that `keyboard` leaves it out."""
    if url is None:
        return []
    return [InlineKeyboardButton(text=say.plain("app-open"), web_app=WebAppInfo(url=url))]


def with_app_row(markup: InlineKeyboardMarkup | None, say: Speaker, url: str | None) -> InlineKeyboardMarkup | None:
    """The keyboard with that row as its last; as it is without an address."""
    if url is None:
        return markup
    rows = markup.inline_keyboard if markup is not None else []
    return keyboard([*rows, app_row(say, url)])
