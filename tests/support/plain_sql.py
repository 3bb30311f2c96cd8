"""A database as anybody can read it: plain SQL beside the product, committed rows only."""

import sqlite3
from contextlib import closing
from typing import Any

import asyncpg

SQLITE = "sqlite:///"


async def ask(url: str, query: str) -> list[tuple[Any, ...]]:
    """The answer to a query that both databases understand; a file must exist."""
    if url.startswith(SQLITE):
        with closing(sqlite3.connect(f"file:{url.removeprefix(SQLITE)}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(query).fetchall()
    session = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await session.fetch(query)]
    finally:
        await session.close()
