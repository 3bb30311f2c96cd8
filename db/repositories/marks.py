"""What was last told to the outside world, so that it is not told again at every start."""

from datetime import datetime

from sqlalchemy import delete, select

from db.models import CronRun
from db.sessions import ReadSession, WriteSession


async def mark_of(session: ReadSession, name: str) -> str | None:
    """The mark last left under `name`."""
    return (await session.execute(select(CronRun.slot).where(CronRun.name == name).limit(1))).scalar_one_or_none()


async def leave_mark(session: WriteSession, name: str, mark: str, at: datetime) -> None:
    """Replaces the mark under `name` (at most 32 characters)."""
    await session.execute(delete(CronRun).where(CronRun.name == name))
    session.add(CronRun(name=name, slot=mark, at=at))
