"""`python -m bot migrate`: brings the database up to date without starting the bot."""

import asyncio

from bot.bootstrap_engine import open_database
from bot.commands.preparation import database_file
from bot.launch.secrets_file import advice, make_missing_secrets
from bot.launch.single_process import only_process
from bot.settings import DATA_FOLDER, load_settings
from db.migrate import upgrade


def migrate() -> int:
    """Applies what is missing; nothing happens when nothing is. Raises SettingsError."""
    settings = load_settings()
    # Before the database exists: afterwards a missing DATA_KEY would count as lost.
    note = advice(make_missing_secrets(settings, DATA_FOLDER, real_token=True), DATA_FOLDER)
    if note:
        print(note)
    with only_process(database_file(settings)):
        asyncio.run(_migrate())
    print("The database is up to date.")
    return 0


async def _migrate() -> None:
    db = open_database(load_settings())
    try:
        await upgrade(db)
    finally:
        await db.close()
