"""Questions to our own rows, for checks of something else."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.bootstrap_engine import open_database
from bot.doctor.database import sqlite_path
from bot.settings import Settings
from db.sessions import ReadSession

Answer = TypeVar("Answer")


async def ask_rows(settings: Settings, question: Callable[[ReadSession], Awaitable[Answer | None]]) -> Answer | None:
    """What the rows say; None also where there is no database or it cannot be read, which its own check tells."""
    path = sqlite_path(settings)
    if path is not None and not path.exists():
        return None
    db = open_database(settings)
    try:
        async with db.read() as session:
            return await question(session)
    except (SQLAlchemyError, OSError):
        return None
    finally:
        await db.close()
