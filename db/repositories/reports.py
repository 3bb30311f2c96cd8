"""Reports about pictures and models."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from db.enums import ReportState
from db.models import Generation, Image, Lora, Report
from db.sessions import ReadSession, WriteSession


@dataclass(frozen=True)
class ReportCase:
    """A report with what it is about, as far as that is still there: a report in words alone has neither."""

    report: Report
    image: Image | None
    lora: Lora | None


async def picture_for_anybody(session: ReadSession, image_id: uuid.UUID) -> tuple[Image, Generation] | None:
    """A picture with its generation, whoever's it is."""
    found = await session.execute(
        select(Image, Generation)
        .join(Generation, Generation.id == Image.generation_id)
        .where(Image.id == image_id)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row else None


async def open_report_of(session: ReadSession, reporter_id: int, image_id: uuid.UUID) -> Report | None:
    """What this person has reported about a picture and nobody has decided."""
    found = await session.execute(
        select(Report)
        .where(Report.reporter_id == reporter_id, Report.image_id == image_id, Report.state == ReportState.OPEN)
        .limit(1)
    )
    return found.scalar_one_or_none()


async def count_reports_since(session: ReadSession, reporter_id: int, since: datetime) -> int:
    """How many reports somebody has made since then."""
    found = await session.scalar(
        select(func.count()).select_from(Report).where(Report.reporter_id == reporter_id, Report.created_at > since)
    )
    return found or 0


async def open_cases(session: ReadSession, limit: int) -> list[ReportCase]:
    """What waits for an admin, the first that is due first."""
    found = await session.execute(
        select(Report, Image, Lora)
        .outerjoin(Image, Image.id == Report.image_id)
        .outerjoin(Lora, Lora.id == Report.lora_id)
        .where(Report.state == ReportState.OPEN)
        .order_by(Report.due_at, Report.id)
        .limit(limit)
    )
    return [ReportCase(report, image, lora) for report, image, lora in found]


async def count_open(session: ReadSession) -> int:
    """How many wait."""
    return await session.scalar(select(func.count()).select_from(Report).where(Report.state == ReportState.OPEN)) or 0


async def case_of(session: ReadSession, report_id: uuid.UUID) -> ReportCase | None:
    """One report with what it is about."""
    found = await session.execute(
        select(Report, Image, Lora)
        .outerjoin(Image, Image.id == Report.image_id)
        .outerjoin(Lora, Lora.id == Report.lora_id)
        .where(Report.id == report_id)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    return ReportCase(row[0], row[1], row[2]) if row else None


async def lock_report(session: WriteSession, report_id: uuid.UUID) -> Report | None:
    """The report, for whoever decides first."""
    found = await session.execute(
        select(Report).where(Report.id == report_id).with_for_update().execution_options(populate_existing=True)
    )
    return found.scalar_one_or_none()


async def open_about(session: WriteSession, *, image_id: uuid.UUID | None, lora_id: uuid.UUID | None) -> list[Report]:
    """All undecided reports about a picture, or about a model with any of its pictures."""
    about = Report.image_id == image_id if lora_id is None else Report.lora_id == lora_id
    found = await session.execute(
        select(Report).where(about, Report.state == ReportState.OPEN).order_by(Report.id).with_for_update()
    )
    return list(found.scalars())


async def overdue(session: WriteSession, now: datetime, limit: int) -> list[Report]:
    """Undecided reports whose time is over and about which nobody was reminded."""
    found = await session.execute(
        select(Report)
        .where(Report.state == ReportState.OPEN, Report.due_at <= now, Report.reminded_at.is_(None))
        .order_by(Report.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(found.scalars())
