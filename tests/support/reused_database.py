"""One PostgreSQL database that many tests borrow one after another: emptying it takes milliseconds, and a copy of the
template up to a second of a busy server."""

import asyncpg

from tests.support.apart import run_apart
from tests.support.postgresql import Server

REVISION = "alembic_version"

SHAPE = """
SELECT md5(string_agg(part::text, ',' ORDER BY part::text)) FROM (
    SELECT attrelid::regclass::text, attname::text, atttypid, attnotnull, atthasdef
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    UNION ALL
    SELECT conrelid::regclass::text, conname::text, 0, convalidated, condeferrable
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT relname::text, tgname::text, 0, true, true
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal
    UNION ALL
    SELECT version_num::text, '', 0, true, true FROM alembic_version
) AS part
"""
"""Of tables, columns, indexes, constraints, triggers and the revision: tells a changed database from a used one."""

OTHERS_OUT = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class ReusedDatabase:
    """Lends a migrated database without rows; one at a time, on the server that is given."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._url: str | None = None
        self._shape: str | None = None

    def lend(self) -> str:
        """Its URL. The database is as a new copy of the template, apart from its statistics."""
        if self._url is None:
            self._url = self._server.create()
            self._shape = run_apart(_asked(self._url, SHAPE))
        return self._url

    def take_back(self) -> None:
        """Ends connections that are still open and removes all rows. A database whose tables were changed, or that this
        user may not empty, is dropped; the next borrower gets a new copy."""
        assert self._url is not None
        if not run_apart(_emptied(self._url, self._shape)):
            self.drop()

    def drop(self) -> None:
        """Removes the database, if there is one."""
        url, self._url = self._url, None
        if url is not None:
            self._server.drop(url)


async def _asked(url: str, question: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        answer: str = await connection.fetchval(question)
        return answer
    finally:
        await connection.close()


async def _emptied(url: str, shape: str | None) -> bool:
    connection = await asyncpg.connect(url)
    try:
        await connection.fetch(OTHERS_OUT)
        if await connection.fetchval(SHAPE) != shape:
            return False
        rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in rows if name != REVISION]
        async with connection.transaction():
            # Without foreign keys, so that the order of tables does not matter; sequences there are none.
            await connection.execute("SET LOCAL session_replication_role = replica")
            await connection.execute("; ".join(f'DELETE FROM "{table}"' for table in tables))
        return True
    except asyncpg.PostgresError:
        return False
    finally:
        await connection.close()
