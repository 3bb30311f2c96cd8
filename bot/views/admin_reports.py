"""Reports as admins read them."""

from collections.abc import Sequence
from datetime import datetime

from bot.excerpts import titled
from bot.speaker import Speaker
from db.enums import ImageState
from db.repositories.reports import ReportCase

HOUR = 3600


def reports_text(say: Speaker, cases: Sequence[ReportCase], now: datetime) -> str:
    """The list, with the time that is left for each."""
    if not cases:
        return say.text("admin-reports-none")
    lines = [f"{number}. {_line(say, case, now)}" for number, case in enumerate(cases, start=1)]
    return "\n".join([say.text("admin-reports"), *lines])


def report_text(say: Speaker, case: ReportCase, now: datetime) -> str:
    """One of them, with the reporter's words."""
    report = case.report
    lines = [
        say.text("admin-report", reason=say.plain(f"report-reason-{report.reason}")),
        _left(say, report.due_at, now),
        say.text("admin-report-from", id=str(report.reporter_id)),
    ]
    if case.lora is not None:
        lines.append(say.text("admin-report-model", name=titled(case.lora.name), owner=str(case.lora.user_id)))
    if case.image is not None and case.image.state is not ImageState.STORED:
        lines.append(say.text("admin-report-picture-gone"))
    if report.words:
        lines.append(say.text("admin-report-words", words=report.words))
    return "\n".join(lines)


def _line(say: Speaker, case: ReportCase, now: datetime) -> str:
    return f"{say.text(f'report-reason-{case.report.reason}')} · {_left(say, case.report.due_at, now)}"


def _left(say: Speaker, due_at: datetime, now: datetime) -> str:
    hours = int((due_at - now).total_seconds() // HOUR)
    return say.text("admin-report-left", hours=hours) if due_at > now else say.text("admin-report-late", hours=-hours)
