"""Hours of periodic work that were taken long ago."""

from datetime import datetime

from sqlalchemy import delete

from db.models import CronRun
from db.sessions import ReadSession, WriteSession


async def is_slot_taken(session: ReadSession, name: str, slot: str) -> bool:
    """Whether some replica has taken it."""
    return await session.get(CronRun, (name, slot)) is not None


async def forget_slots(session: WriteSession, name: str, before: datetime) -> None:
    """Removes the slots of the work `name` that were taken before then."""
    old = delete(CronRun).where(CronRun.name == name, CronRun.at < before)
    await session.execute(old.execution_options(synchronize_session=False))
