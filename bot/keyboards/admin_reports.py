"""Buttons about reports, for admins."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.admin import AdminPlace, back, go
from bot.keyboards.buttons import DANGER, button, keyboard
from bot.speaker import Speaker
from db.enums import ImageState
from db.repositories.reports import ReportCase


class ReportDo(StrEnum):
    """What a tap about a report wants. `picture` and `model` ask first; those that end in `yes` do it."""

    OPEN = "open"
    LOOK = "look"
    KEEP = "keep"
    DONE = "done"
    PICTURE = "picture"
    PICTURE_YES = "picture-yes"
    MODEL = "model"
    MODEL_YES = "model-yes"


class AdminReport(CallbackData, prefix="adr"):
    """A tap about one report."""

    do: ReportDo
    report: UUID


def reports_keyboard(say: Speaker, cases: Sequence[ReportCase]) -> InlineKeyboardMarkup:
    """One row per report."""
    rows = [
        [
            button(
                f"{number}. {say.plain(f'report-reason-{case.report.reason}')}",
                AdminReport(do=ReportDo.OPEN, report=case.report.id),
            )
        ]
        for number, case in enumerate(cases, start=1)
    ]
    return keyboard([*rows, [go(say, AdminPlace.REPORTS, "admin-refresh")], back(say)])


def report_keyboard(say: Speaker, case: ReportCase) -> InlineKeyboardMarkup:
    """Look, take away, let stay; a report in words alone is settled by hand."""
    has_picture = case.image is not None and case.image.state is ImageState.STORED
    has_model = case.lora is not None and case.lora.erased_at is None
    taking = [
        *([_act(say, case, ReportDo.PICTURE, DANGER)] if has_picture else []),
        *([_act(say, case, ReportDo.MODEL, DANGER)] if has_model else []),
    ]
    rows = [
        [_act(say, case, ReportDo.LOOK)] if has_picture else [],
        taking or [_act(say, case, ReportDo.DONE)],
        [_act(say, case, ReportDo.KEEP)],
        back(say, AdminPlace.REPORTS),
    ]
    return keyboard(rows)


def sure_keyboard(say: Speaker, case: ReportCase, do: ReportDo) -> InlineKeyboardMarkup:
    """Do it, or back to the report."""
    return keyboard(
        [
            [_act(say, case, do, DANGER)],
            [button(say.plain("admin-back"), AdminReport(do=ReportDo.OPEN, report=case.report.id))],
        ]
    )


def _act(say: Speaker, case: ReportCase, do: ReportDo, style: str | None = None) -> InlineKeyboardButton:
    return button(say.plain(f"admin-report-do-{do.value}"), AdminReport(do=do, report=case.report.id), style)
