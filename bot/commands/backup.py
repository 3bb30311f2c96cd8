"""`python -m bot backup`: one file with all rows, and the stored files of this machine beside it."""

import asyncio

from bot.bootstrap_backup import build_backups
from bot.commands.databases import open_existing
from bot.commands.preparation import secrets_of
from bot.logs import set_up_logging
from bot.settings import Settings, SettingsError, load_settings
from services.backup.backups import Backup
from services.ports import SystemClock

MIB = 1024 * 1024


def backup(to: str | None = None) -> int:
    """Writes a backup into the folder `to`, else BACKUP_FOLDER, while bots run or not. Raises SettingsError and
    BackupError."""
    settings = load_settings()
    set_up_logging("ERROR", secrets_of(settings))
    folder = to or settings.backup_folder
    if not folder:
        raise SettingsError("Where to? Name a folder on another disk: python -m bot backup --to FOLDER")
    made = asyncio.run(_backup(settings, folder))
    print(f"{made.copy} holds all rows ({made.size / MIB:.1f} MiB). {_files(made)} DATA_KEY is not in it.")
    return 0


async def _backup(settings: Settings, folder: str) -> Backup:
    db = await open_existing(settings)
    try:
        return await build_backups(settings, db, SystemClock(), folder).make()
    finally:
        await db.close()


def _files(made: Backup) -> str:
    if made.files is None:
        return "The files are in a bucket, which has its own versions and backups."
    counts = made.files
    told = f"Files beside it: {counts.copied} copied, {counts.removed} erased."
    if counts.lost:
        told += f" {counts.lost} that rows name are not in the storage any more; their copies stay."
    return told
