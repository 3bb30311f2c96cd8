"""Making buttons: the one place that knows how Telegram colours them."""

from collections.abc import Iterable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

SUCCESS = "success"
DANGER = "danger"

Rows = Sequence[Sequence[InlineKeyboardButton]]


def button(label: str, data: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    """A button that carries `data`; `style` is SUCCESS or DANGER. Raises ValueError when the data is over 64 bytes."""
    return InlineKeyboardButton(text=label, callback_data=data.pack(), style=style)


def in_rows(buttons: Sequence[InlineKeyboardButton], width: int) -> list[list[InlineKeyboardButton]]:
    """Rows of up to `width` buttons."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def keyboard(rows: Iterable[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup:
    """A keyboard of these rows; empty rows are left out."""
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])
