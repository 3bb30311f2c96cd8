"""Buttons about jobs whose paid call is lost, for admins."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.excerpts import clipped
from bot.keyboards.admin import AdminPlace, back, go
from bot.keyboards.buttons import DANGER, button, keyboard
from bot.speaker import Speaker
from services.jobs.verdicts import Case


class CaseDo(StrEnum):
    """What a tap about a case wants; those that end in `yes` do it."""

    OPEN = "open"
    ADOPT = "adopt"
    FAIL = "fail"
    FAIL_YES = "fail-yes"
    CANCEL = "cancel"
    CANCEL_YES = "cancel-yes"


class AdminCase(CallbackData, prefix="adc"):
    """A tap about one job."""

    do: CaseDo
    job: UUID


def _act(say: Speaker, do: CaseDo, job_id: UUID, style: str | None = None) -> InlineKeyboardButton:
    return button(say.plain(f"admin-case-do-{do.value}"), AdminCase(do=do, job=job_id), style)


def cases_keyboard(say: Speaker, cases: Sequence[Case]) -> InlineKeyboardMarkup:
    """One row per case."""
    rows = [
        [button(clipped(f"{case.first_name} · {str(case.job_id)[-8:]}"), AdminCase(do=CaseDo.OPEN, job=case.job_id))]
        for case in cases
    ]
    return keyboard([*rows, [go(say, AdminPlace.CASES, "admin-refresh")], back(say)])


def case_keyboard(say: Speaker, case: Case) -> InlineKeyboardMarkup:
    """The three verdicts, and the provider's page."""
    link = [InlineKeyboardButton(text=say.plain("admin-case-link"), url=case.link)] if case.link else []
    return keyboard(
        [
            link,
            [_act(say, CaseDo.ADOPT, case.job_id)],
            [_act(say, CaseDo.FAIL, case.job_id, DANGER), _act(say, CaseDo.CANCEL, case.job_id, DANGER)],
            back(say, AdminPlace.CASES),
        ]
    )


def sure_keyboard(say: Speaker, do: CaseDo, job_id: UUID) -> InlineKeyboardMarkup:
    """Do it, or back to the case."""
    return keyboard([[_act(say, do, job_id, DANGER)], [to_case(say, job_id)]])


def to_case(say: Speaker, job_id: UUID) -> InlineKeyboardButton:
    """Back to the case."""
    return button(say.plain("admin-back"), AdminCase(do=CaseDo.OPEN, job=job_id))
