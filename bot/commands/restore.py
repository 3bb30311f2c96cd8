"""`python -m bot restore`: everything as it was when a copy was made."""

import asyncio
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.bootstrap_engine import EngineSide, build_engine_side, open_database
from bot.commands.databases import is_missing, require_idle
from bot.commands.preparation import database_file, secrets_of
from bot.doctor.storage import data_key_findings
from bot.launch.single_process import only_process
from bot.logs import set_up_logging
from bot.settings import DATA_FOLDER, Settings, SettingsError, load_settings
from services.backup.aftermath import lay_to_rest
from services.backup.backups import FILES
from services.backup.mirror import MARK, give_back
from services.backup.restoring import holds_rows, restore_postgresql, restore_sqlite
from services.billing import ledger
from services.errors import StorageError
from services.ports import SystemClock
from services.storage.opening import local_folder


def restore(file: str, *, replace: bool = False, yes: bool = False) -> int:
    """Fills the database of the settings from the copy `file`; the exit status is 1 when its ledger does not add up.

    A database that has rows is taken the place of only with `replace`, after its name was typed, or with `yes`. Raises
    SettingsError, BackupError and UnknownRevisionError; then nothing has changed.
    """
    settings, copy = load_settings(), Path(file)
    set_up_logging("ERROR", secrets_of(settings))
    if not copy.is_file():
        raise SettingsError(f"There is no copy {copy}.")
    if settings.data_key is None:
        raise SettingsError("DATA_KEY is not set. Put the one of this copy into .env: without it no file can be read.")
    with only_process(database_file(settings)):
        full = asyncio.run(_is_full(settings))
        if full and not _may_replace(settings, replace, yes):
            return 1
        asyncio.run(_fill(settings, copy, replace=full))
        print(_bring_files(settings, copy.parent / FILES))
        return 1 if asyncio.run(_look_through(settings)) else 0


async def _is_full(settings: Settings) -> bool:
    if is_missing(settings):
        return False
    db = open_database(settings)
    try:
        await require_idle(db, SystemClock())
        return await holds_rows(db)
    finally:
        await db.close()


def _may_replace(settings: Settings, replace: bool, yes: bool) -> bool:
    name = _name(settings)
    if not replace:
        raise SettingsError(f"{name} has rows. With --replace they are removed, and the copy takes their place.")
    if yes:
        return True
    print(f"Everything in {name} is removed, and nobody can bring it back. Type {name} to go on.", flush=True)
    try:
        typed = input().strip()
    except EOFError:
        typed = ""
    if typed != name:
        print("That is not its name. Nothing was changed.")
    return typed == name


async def _fill(settings: Settings, copy: Path, *, replace: bool) -> None:
    told: list[str] = []

    async def prepare(url: str) -> None:
        told.extend(await _lay_to_rest(settings.model_copy(update={"database_url": url})))

    file = database_file(settings)
    if file is not None:
        await restore_sqlite(copy, Path(file), prepare)
    else:
        db = open_database(settings)
        try:
            await restore_postgresql(copy, db, DATA_FOLDER, prepare, replace=replace)
        finally:
            await db.close()
    print("\n".join([f"{_name(settings)} holds the rows of {copy.name}.", *told]))


async def _lay_to_rest(settings: Settings) -> list[str]:
    """Keeps what must not happen twice from happening; returns what there was, in words."""
    side = build_engine_side(settings)
    try:
        rest = await lay_to_rest(side.services.db, side.services.clock)
        ended = await side.engine.settle_restored()
    finally:
        await side.close()
    return [
        f"Not done again: {rest.updates} updates, {rest.pings} pings, {rest.broadcasts} broadcasts.",
        f"{ended} orders that were waiting have ended, credits back: they may have been made since the copy.",
        "Calls that ran are asked about at their providers when the bot starts. None is made a second time.",
    ]


def _bring_files(settings: Settings, mirror: Path) -> str:
    folder = local_folder(settings.storage_url)
    if folder is None:
        return "Files are in a bucket: bring its versions of that time back where they are missing."
    if not (mirror / MARK).exists():
        return f"There is no {mirror}, so no file was copied."
    try:
        return f"{give_back(mirror, folder)} missing files were copied from {mirror}."
    except OSError as error:
        return f"Not all files could be copied from {mirror} ({error.strerror}). Copy the rest by hand."


async def _look_through(settings: Settings) -> list[str]:
    """Erases what is due, and looks at the books; returns their faults."""
    side = build_engine_side(settings)
    try:
        print(await _erase_due(side))
        async with side.services.db.read() as session:
            faults = await ledger.audit(session)
    finally:
        await side.close()
    print("\n".join(["The books do not add up:", *faults]) if faults else "The books add up.")
    for finding in await data_key_findings(settings):
        print(finding.text)
    return faults


async def _erase_due(side: EngineSide) -> str:
    try:
        counts = await side.retention.erase_due()
    except StorageError:
        return "What was due to be erased could not be yet: the storage does not do its part. The bot goes on with it."
    return (
        f"Erased because it was due: {counts.models} models, {counts.photos} photos, {counts.proofs} pictures, "
        f"{counts.drafts} drafts."
    )


def _name(settings: Settings) -> str:
    """What the operator knows the database by; no address, no password."""
    file = database_file(settings)
    return Path(file).name if file is not None else make_url(settings.database_url).database or "the database"
