"""`python -m bot move`: from SQLite to PostgreSQL, whole or not at all."""

import asyncio
from collections.abc import Mapping

from sqlalchemy.engine import make_url

from bot.commands.databases import open_existing, require_idle
from bot.commands.preparation import database_file, database_passwords, secrets_of
from bot.launch.ground import check_postgresql
from bot.launch.single_process import only_process
from bot.logs import set_up_logging
from bot.settings import Settings, SettingsError, load_settings
from db.copying import copy_all
from db.database import Database
from db.migrate import current_revision, known_revisions, upgrade
from services.ports import SystemClock


def move(to: str) -> int:
    """Fills the empty PostgreSQL database at `to` with all rows of the SQLite database of the settings, which does not
    change. Raises SettingsError, CopyError and UnknownRevisionError; then the target has no row."""
    settings = load_settings()
    set_up_logging("ERROR", [*secrets_of(settings), *database_passwords(to)])
    if not settings.uses_sqlite:
        raise SettingsError("DATABASE_URL is no SQLite database: `move` goes from SQLite to PostgreSQL.")
    with only_process(database_file(settings)):
        counts = asyncio.run(_move(settings, to))
    print(f"{sum(counts.values())} rows of {len(counts)} tables are in PostgreSQL; counts and ledger are equal.")
    print(f"Now put this into .env, with the password: DATABASE_URL={make_url(to).render_as_string()}")
    print("The SQLite file has not changed. Never start a bot on it again: from now on it is a copy of the past.")
    return 0


def _target(url: str) -> Database:
    if not url.startswith("postgres"):  # before it is opened: SQLite would make a file
        raise SettingsError("--to must be postgresql://user:password@host/name.")
    try:
        return Database(url)
    except ValueError as error:
        raise SettingsError(f"--to: {error}") from None


async def _move(settings: Settings, to: str) -> Mapping[str, int]:
    target = _target(to)
    source = await open_existing(settings)
    try:
        if await current_revision(source) != known_revisions()[0]:
            raise SettingsError("The SQLite database is of another release: `python -m bot migrate` first.")
        await check_postgresql(target, "--to")
        await require_idle(target, SystemClock())
        await upgrade(target)
        return await copy_all(source, target)
    finally:
        await source.close()
        await target.close()
