"""Brings a database to a revision of `migrations/`, forward or back.

One transaction holds all steps: a crash leaves the revision it started from. Processes that start at once wait
for each other: on PostgreSQL by an advisory lock, on SQLite by the file lock that `BEGIN IMMEDIATE` takes.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from db.database import Database

ADVISORY_LOCK = 0x6C6F7261  # "lora": any number, the same in every replica


class UnknownRevisionError(RuntimeError):
    """The database was made by another, probably newer, release; install that release or restore a backup."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"{self.__doc__} (revision {revision})")
        self.revision = revision


class BrokenReferencesError(RuntimeError):
    """A migration would leave rows that point at nothing; nothing was changed."""


async def upgrade(db: Database, revision: str = "head") -> None:
    """Applies every revision up to `revision`; does nothing when it is there already.

    Raises UnknownRevisionError when the database is at a revision this release does not know.
    """
    await _run(db, lambda connection: command.upgrade(alembic_config(connection), revision))


async def downgrade(db: Database, revision: str) -> None:
    """Goes back to `revision` (`base` is the empty database); tables that it did not have are lost."""
    await _run(db, lambda connection: command.downgrade(alembic_config(connection), revision))


async def current_revision(db: Database) -> str | None:
    """The revision the database is at; None when it is empty."""
    async with db.writer.connect() as connection:
        return await connection.run_sync(_revision_of)


def known_revisions() -> list[str]:
    """The revisions of this release, newest first."""
    return [script.revision for script in ScriptDirectory.from_config(alembic_config(None)).walk_revisions()]


def alembic_config(connection: Connection | None) -> Config:
    """Alembic's settings without a file: where the revisions are, and the connection to run them on."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    return config


async def _run(db: Database, step: Callable[[Connection], None]) -> None:
    async with db.writer.connect() as connection, _references_off(db, connection):
        async with connection.begin():
            if db.is_postgresql:
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
            await connection.run_sync(_refuse_unknown)
            await connection.run_sync(step)
            if not db.is_postgresql and (await connection.execute(text("PRAGMA foreign_key_check"))).first():
                raise BrokenReferencesError(BrokenReferencesError.__doc__)


@asynccontextmanager
async def _references_off(db: Database, connection: AsyncConnection) -> AsyncIterator[None]:
    # SQLite changes a table by making a new one and dropping the old; with foreign keys on, the drop deletes
    # the rows that point at it. The pragma has no effect inside a transaction, so it goes to the driver.
    if db.is_postgresql:
        yield
        return
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    await driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        await driver.execute("PRAGMA foreign_keys=ON")


def _refuse_unknown(connection: Connection) -> None:
    revision = _revision_of(connection)
    if revision is not None and revision not in known_revisions():
        raise UnknownRevisionError(revision)


def _revision_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
