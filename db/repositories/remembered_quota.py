"""What people had used of a quota when they had everything deleted. Nobody can tell from a row who it was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, and_, delete, func, or_, select

from db.columns import new_id
from db.models import RememberedQuota
from db.sessions import ReadSession, WriteSession

MONTH = "%Y-%m"
DAY = "%Y-%m-%d"


@dataclass(frozen=True)
class Used:
    """Trainings and pictures of a period."""

    trainings: int = 0
    pictures: int = 0


async def remembered_use(session: ReadSession, person: str, period: str) -> Used:
    """What is remembered of `person`, a keyed hash, for a period."""
    found = await session.execute(
        select(RememberedQuota.trainings, RememberedQuota.pictures).where(
            RememberedQuota.person == person, RememberedQuota.period == period
        )
    )
    row = found.one_or_none()
    return Used(*row) if row is not None else Used()


async def remember_use(session: WriteSession, person: str, period: str, used: Used, now: datetime) -> None:
    """Adds to what is remembered; nothing is written for nothing."""
    if used == Used():
        return
    found = await session.scalars(
        select(RememberedQuota)
        .where(RememberedQuota.person == person, RememberedQuota.period == period)
        .with_for_update()
    )
    row = found.one_or_none()
    if row is None:
        row = RememberedQuota(id=new_id(), person=person, period=period, trainings=0, pictures=0, created_at=now)
        session.add(row)
    row.trainings += used.trainings
    row.pictures += used.pictures
    await session.flush()


async def forget_past_periods(session: WriteSession, now: datetime) -> int:
    """Removes what is about months and days that are over; how many."""
    # Their names sort by age, and those of days are longer.
    months = and_(func.length(RememberedQuota.period) == len("2026-01"), RememberedQuota.period < now.strftime(MONTH))
    days = and_(func.length(RememberedQuota.period) > len("2026-01"), RememberedQuota.period < now.strftime(DAY))
    done = await session.execute(
        delete(RememberedQuota).where(or_(months, days)).execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], done).rowcount
