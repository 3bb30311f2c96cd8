"""Whether the database answers, and which it is."""

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from db.engines import APPLICATION
from db.sessions import ReadSession

OLDEST_POSTGRESQL = 15
"""The major version that is needed."""

NO_ANSWER = (SQLAlchemyError, asyncpg.PostgresError, OSError, TimeoutError)
"""What a question raises when the database cannot be reached or lets us not in."""


async def ping(session: ReadSession) -> None:
    """Asks the smallest question there is; raises what the database raises."""
    await session.execute(text("SELECT 1"))


async def postgresql_version(session: ReadSession) -> int:
    """The server's major version."""
    return int((await session.execute(text("SHOW server_version_num"))).scalar_one()) // 10_000


async def others_connected(session: ReadSession) -> int:
    """How many other connections of this program a PostgreSQL database has, idle ones among them."""
    others = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = :name"
    )
    return int((await session.execute(others, {"name": APPLICATION})).scalar_one())
