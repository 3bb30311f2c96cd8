"""Writes the next revision from the difference between the models and an upgraded empty database.

For developers: `python -m migrations.revise "what changes"`; read the file through before it is committed, and run
`ruff format` on it. A revision that no release contains yet may be deleted and written again.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from db.database import Database
from db.migrate import alembic_config, upgrade


def next_number(versions: Path) -> str:
    """Revisions are numbered 0001, 0002 …, in the order they apply."""
    return f"{sum(1 for _ in versions.glob('[0-9]*.py')) + 1:04d}"


async def revise(message: str) -> None:
    """Upgrades a temporary SQLite database to head and writes what is missing as a new revision."""
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{folder}/empty.db")
        try:
            await upgrade(db)
            async with db.writer.begin() as connection:
                await connection.run_sync(write_revision, message)
        finally:
            await db.close()


def write_revision(connection: Connection, message: str) -> None:
    """Runs Alembic's autogenerate on an open connection."""
    config = alembic_config(connection)
    folder = Path(config.get_main_option("script_location") or "")
    command.revision(config, message, autogenerate=True, rev_id=next_number(folder / "versions"))


if __name__ == "__main__":
    asyncio.run(revise(sys.argv[1]))
