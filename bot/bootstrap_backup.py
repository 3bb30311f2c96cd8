"""Builds what makes backups."""

from pathlib import Path

from bot.bootstrap_engine import EngineSide
from bot.settings import Settings
from bot.worker.backup_tick import BackupTick
from bot.worker.tick import TickPlan
from db.database import Database
from services.backup.backups import Backups
from services.ports import Clock
from services.storage.opening import local_folder


def build_backups(settings: Settings, db: Database, clock: Clock, folder: str) -> Backups:
    """Backups of the database and of the files on this machine, in `folder`."""
    return Backups(db, clock, Path(folder), local_folder(settings.storage_url))


def backup_plans(settings: Settings, side: EngineSide) -> list[TickPlan]:
    """The nightly backup; nothing without BACKUP_FOLDER."""
    if settings.backup_folder is None:
        return []
    services = side.services
    backups = build_backups(settings, services.db, services.clock, settings.backup_folder)
    return [
        BackupTick(
            services.db, services.clock, backups, settings.backups_kept, side.owner, settings.admin_ids
        ).plan()
    ]  # fmt: skip
