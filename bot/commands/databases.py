"""What must hold before all rows of a database are copied, and of the database that takes them."""

from pathlib import Path

from bot.bootstrap_engine import open_database
from bot.commands.preparation import database_file
from bot.launch.ground import check_postgresql
from bot.settings import Settings, SettingsError
from db.database import Database
from db.migrate import current_revision, known_revisions
from db.repositories.health import others_connected
from db.repositories.leases import anything_held
from services.ports import Clock


def is_missing(settings: Settings) -> bool:
    """Whether the database would be a SQLite file that does not exist."""
    file = database_file(settings)
    return file is not None and not Path(file).is_file()


async def open_existing(settings: Settings) -> Database:
    """The database of the settings, which has tables. Raises SettingsError; a missing SQLite file is not made."""
    if is_missing(settings):
        raise SettingsError(f"DATABASE_URL: there is no {database_file(settings)}. Run this where the bot runs.")
    db = open_database(settings)
    try:
        await check_postgresql(db)
        if await current_revision(db) is None:
            raise SettingsError("DATABASE_URL: the database is empty.")
    except SettingsError:
        await db.close()
        raise
    return db


async def require_idle(db: Database, clock: Clock) -> None:
    """Raises SettingsError when a bot works on a PostgreSQL database: it would write between the restored rows. SQLite
    has its lock for that."""
    if not db.is_postgresql:
        return
    await check_postgresql(db)
    current = await current_revision(db) == known_revisions()[0]
    async with db.read() as session:
        works = await others_connected(session) > 0 or (current and await anything_held(session, clock.now()))
    if works:
        raise SettingsError(
            "A bot is working on this database, or was killed on it within the last minutes. Stop every bot in order, "
            "all machines, and try again."
        )
