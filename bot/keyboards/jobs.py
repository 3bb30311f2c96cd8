"""The history of orders."""

from collections.abc import Sequence
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards.buttons import button, keyboard


class OpenJob(CallbackData, prefix="job"):
    """A tap that shows an order's card anew."""

    job_id: UUID


def jobs_keyboard(live: Sequence[tuple[UUID, str]]) -> InlineKeyboardMarkup | None:
    """One row per order that is not finished, under the given label; None when there is none."""
    rows = [[button(label, OpenJob(job_id=job_id))] for job_id, label in live]
    return keyboard(rows) if rows else None
