"""The database: reached, up to date, sound, and willing to take what is written."""

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.bootstrap_engine import open_database
from bot.doctor.findings import Finding, fault, ok, warning
from bot.settings import Settings
from db.database import Database
from db.migrate import current_revision, known_revisions
from db.repositories.health import OLDEST_POSTGRESQL, postgresql_version
from db.repositories.marks import leave_mark
from db.sqlite_soundness import sqlite_damage
from services.ports import Clock

ADVICE = "Check DATABASE_URL, who owns the file, and that the server runs."


class _TakeBackError(Exception):
    """Ends a unit of work without a trace."""


async def database_findings(settings: Settings, clock: Clock) -> Sequence[Finding]:
    """Leaves nothing behind; a SQLite file that does not exist yet is not made."""
    path = sqlite_path(settings)
    if path is not None and not path.exists():
        return [warning("database", f"{path} does not exist yet. The first `run` makes it.")]
    if path is not None and (found := await _damage(path)):
        return found
    db = open_database(settings)
    try:
        return await _look(db, clock)
    except (SQLAlchemyError, OSError) as error:
        return [fault("database", f"It cannot be opened ({type(error).__name__}). {ADVICE}")]
    finally:
        await db.close()


def sqlite_path(settings: Settings) -> Path | None:
    """The file of a SQLite database."""
    return Path(settings.database_url.removeprefix("sqlite:///")) if settings.uses_sqlite else None


async def _damage(path: Path) -> list[Finding]:
    try:
        damage = await asyncio.to_thread(sqlite_damage, path)
    except sqlite3.OperationalError as error:
        return [fault("database", f"{path} cannot be read ({error}). {ADVICE}")]
    except sqlite3.DatabaseError as error:
        damage = str(error)
    if damage is None:
        return []
    text = (
        f"{path} is damaged or no database ({damage}). Stop the bot, keep a copy, and restore the newest sound backup."
    )
    return [fault("database", text)]


async def _look(db: Database, clock: Clock) -> list[Finding]:
    revision, known = await current_revision(db), known_revisions()
    if revision is not None and revision not in known:
        text = f"It was made by a newer release (revision {revision}). Install that release, or restore a backup."
        return [fault("database", text)]
    found = await _age(db)
    if revision != known[0]:
        at = f"at revision {revision}" if revision else "empty"
        text = f"It is {at}, this release wants {known[0]}. `python -m bot migrate` or the next start brings it there."
        return [*found, warning("database", text)]
    if not await _takes(db, clock):
        text = "It answers, but takes nothing: read-only file, full disk or missing rights."
        return [*found, fault("database", text)]
    kind = "PostgreSQL" if db.is_postgresql else "SQLite"
    return found or [ok("database", f"{kind} answers, is sound, takes what is written, and is at {revision}.")]


async def _age(db: Database) -> list[Finding]:
    if not db.is_postgresql:
        return []
    async with db.read() as session:
        version = await postgresql_version(session)
    if version >= OLDEST_POSTGRESQL:
        return []
    return [fault("database", f"PostgreSQL is version {version}; {OLDEST_POSTGRESQL} or newer is needed.")]


async def _takes(db: Database, clock: Clock) -> bool:
    try:
        async with db.write(joins_update=False) as session:
            await leave_mark(session, "doctor", "probe", clock.now())
            await session.flush()
            raise _TakeBackError
    except _TakeBackError:
        return True
    except SQLAlchemyError:
        return False
