"""Buttons of a report."""

from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards.buttons import button, in_rows, keyboard
from bot.speaker import Speaker
from services.safety.reports import Reason


class ReportAsk(CallbackData, prefix="report-ask"):
    """A tap under a picture: what is wrong with it?"""

    image: UUID


class ReportReason(CallbackData, prefix="report-why"):
    """What is wrong, with a picture or with something that words will tell."""

    reason: Reason
    image: UUID | None = None


class ReportSend(CallbackData, prefix="report-send"):
    """Sends a report of a picture without words."""

    reason: Reason
    image: UUID


class ReportLeave(CallbackData, prefix="report-leave"):
    """Reports nothing."""


def reasons_keyboard(say: Speaker, image: UUID | None = None) -> InlineKeyboardMarkup:
    """One button per reason."""
    reasons = [button(say.plain(f"report-reason-{one.value}"), ReportReason(reason=one, image=image)) for one in Reason]
    return keyboard([*in_rows(reasons, 1), [button(say.plain("report-leave"), ReportLeave())]])


def words_keyboard(say: Speaker, reason: Reason, image: UUID | None) -> InlineKeyboardMarkup:
    """A picture can be reported without words."""
    send = [button(say.plain("report-send"), ReportSend(reason=reason, image=image))] if image else []
    return keyboard([send, [button(say.plain("report-leave"), ReportLeave())]])
