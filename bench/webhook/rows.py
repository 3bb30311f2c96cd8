"""What is really in the database after a measurement, asked from outside the product's process."""

from dataclasses import dataclass

from sqlalchemy import func, select

from db.database import Database
from db.models import ChatLane, TgUpdate


@dataclass(frozen=True)
class Rows:
    """Updates in the inbox, how many of them are handled, and chats that have a lane."""

    updates: int
    handled: int
    failures: int
    lanes: int


async def count_rows(url: str) -> Rows:
    """Counts in a session of its own, which sees committed rows alone."""
    db = Database(url)
    try:
        async with db.read() as session:
            found = await session.execute(
                select(func.count(), func.count(TgUpdate.handled_at), func.coalesce(func.sum(TgUpdate.failures), 0))
            )
            updates, handled, failures = found.one()
            lanes = await session.scalar(select(func.count()).select_from(ChatLane))
        return Rows(updates, handled, int(failures), lanes or 0)
    finally:
        await db.close()


def require(fulfilled: bool, what: str) -> None:
    """Raises AssertionError: a benchmark that measured something else must not print a figure."""
    if not fulfilled:
        raise AssertionError(f"the measurement is void: {what}")
