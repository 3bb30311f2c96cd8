"""Finding people by what an admin knows of them."""

from sqlalchemy import func, or_, select

from db.models import User
from db.sessions import ReadSession


async def people_named(session: ReadSession, part: str, limit: int) -> list[User]:
    """People whose name or user name holds `part`, those seen last first.

    SQLite folds Latin letters alone, so the usual ways to write a name are looked for one by one.
    """
    ways = {part, part.lower(), part.upper(), part.title()}
    holds = [column.contains(way, autoescape=True) for way in ways for column in (User.first_name, User.username)]
    found = await session.execute(select(User).where(or_(*holds)).order_by(User.last_seen_at.desc()).limit(limit))
    return list(found.scalars())


async def people_by_username(session: ReadSession, username: str) -> list[User]:
    """People who had this user name when they were last seen, in whatever letters; the latest first. Telegram gives a
    name that was given up to somebody else."""
    found = await session.execute(
        select(User).where(func.lower(User.username) == username.lower()).order_by(User.last_seen_at.desc())
    )
    return list(found.scalars())
