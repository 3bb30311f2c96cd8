"""Where files are kept: it takes, gives back and removes, there is room, and DATA_KEY fits what lies there."""

import secrets
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from pathlib import Path

from bot.doctor.database import sqlite_path
from bot.doctor.findings import Finding, fault, ok, warning
from bot.doctor.rows import ask_rows
from bot.settings import Settings
from bot.storage_advice import storage_advice
from db.repositories.stored_files import any_storage_key
from services.errors import BrokenArtefactError, LoragramError, NotFoundError, StorageError
from services.storage.checking import check_storage
from services.storage.opening import local_folder, open_storage

GIB = 1024**3
LITTLE_ROOM = 2 * GIB
NO_ROOM = GIB // 2
"""A single model may have 500 MB."""


async def storage_findings(settings: Settings) -> Sequence[Finding]:
    """Puts an object there, reads it and removes it. A folder that does not exist yet is not made."""
    folder = local_folder(settings.storage_url)
    if folder is not None and not folder.is_dir():
        return [warning("storage", f"{folder} does not exist yet. The first `run` makes it.")]
    key = settings.data_key.get_secret_value() if settings.data_key else _any_key()
    try:
        await check_storage(open_storage(settings.storage_url, key))
    except ValueError as error:
        return [fault("storage", f"STORAGE_URL cannot be used: {error}.")]
    except (StorageError, BrokenArtefactError) as error:
        return [fault("storage", f"Files cannot be kept: {storage_advice(error, in_folder=folder is not None)}.")]
    except OSError as error:
        advice = "Check who owns the folder, and the disk"
        return [fault("storage", f"Files cannot be kept ({type(error).__name__}). {advice}.")]
    where = str(folder) if folder else settings.storage_url
    return [ok("storage", f"{where} takes, gives back and removes.")]


async def room_findings(settings: Settings) -> Sequence[Finding]:
    """The free space where files and the SQLite file lie; one disk is told once."""
    places = [_existing(place) for place in (local_folder(settings.storage_url), sqlite_path(settings)) if place]
    disks = {place.stat().st_dev: place for place in reversed(places)}
    return [_room(place) for place in disks.values()]


async def data_key_findings(settings: Settings) -> Sequence[Finding]:
    """Whether DATA_KEY is there, and opens a file that was stored earlier."""
    path = sqlite_path(settings)
    is_first = path is not None and not path.exists()
    if settings.data_key is None:
        if is_first:
            return [warning("data key", "DATA_KEY is not set. The first `run` makes one; back it up then.")]
        text = "DATA_KEY is missing: no stored file can be read. Put the backed-up one into .env; make a new one only"
        return [fault("data key", f"{text} where nothing was ever stored.")]
    if is_first:
        return [ok("data key", "DATA_KEY is set, and nothing is stored yet.")]
    stored = await ask_rows(settings, any_storage_key)
    if stored is None:
        return [ok("data key", "DATA_KEY is set, and nothing is stored yet.")]
    try:
        storage = open_storage(settings.storage_url, settings.data_key.get_secret_value())
        await anext(aiter(storage.stream(stored)))
    except NotFoundError:
        return [warning("data key", "Not checked: a file that the database knows is not in the storage. Same backup?")]
    except (LoragramError, ValueError, OSError):
        text = "DATA_KEY does not open what is stored. Put the key back that this data was made with; make no new one."
        return [fault("data key", text)]
    return [ok("data key", "DATA_KEY opens what is stored.")]


def _room(place: Path) -> Finding:
    free = shutil.disk_usage(place).free
    text = f"{free / GIB:.1f} GiB are free at {place}."
    if free < NO_ROOM:
        return fault("disk", f"{text} The next model may not fit, and a full disk stops everything: make room.")
    if free < LITTLE_ROOM:
        return warning("disk", f"{text} A model takes up to 0.5 GiB: make room soon.")
    return ok("disk", text)


def _existing(place: Path) -> Path:
    """The place itself or the nearest folder above it that is there."""
    folder = place.absolute()
    while not folder.is_dir():
        folder = folder.parent
    return folder


def _any_key() -> str:
    return urlsafe_b64encode(secrets.token_bytes(32)).decode()
