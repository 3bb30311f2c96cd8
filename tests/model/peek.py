"""The database as anybody can read it: plain SQL beside the product, committed rows only."""

import sqlite3
from pathlib import Path
from typing import Any


class Peek:
    """A connection of its own that cannot write."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The answer to a query."""
        return self._connection.execute(query, values).fetchall()

    def state_of(self, job: str) -> str | None:
        """A job's state; None when there is no such job."""
        found = self.rows("SELECT state FROM job WHERE id = ?", job)
        return found[0][0] if found else None

    def lease_of(self, table: str, key: str) -> tuple[str | None, str | None]:
        """Owner and end of the lease of a job or a message."""
        queries = {
            "job": "SELECT lease_owner, lease_until FROM job WHERE id = ?",
            "outbox": "SELECT lease_owner, lease_until FROM outbox WHERE id = ?",
        }
        [found] = self.rows(queries[table], key)
        return found[0], found[1]

    def close(self) -> None:
        """Closes it."""
        self._connection.close()
