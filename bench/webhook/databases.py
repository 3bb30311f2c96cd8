"""A fresh database on a PostgreSQL server, when there is one."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy.engine import make_url

LOCAL_POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"


async def answers(server: str) -> bool:
    """Whether a server is there."""
    try:
        connection = await asyncpg.connect(server, timeout=3)
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return False
    await connection.close()
    return True


@asynccontextmanager
async def fresh_postgresql(server: str) -> AsyncIterator[str]:
    """The URL of an empty database, dropped afterwards."""
    name = f"loragram_bench_{secrets.token_hex(4)}"
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await connection.close()
