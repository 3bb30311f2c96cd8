"""What a process stands on, checked before it begins."""

from bot.settings import SettingsError
from db.database import Database
from db.repositories.health import NO_ANSWER, OLDEST_POSTGRESQL, postgresql_version


async def check_postgresql(db: Database, name: str = "DATABASE_URL") -> None:
    """Raises SettingsError, in words, for a PostgreSQL that is too old, does not answer or lets us not in; SQLite
    passes. `name` is where the operator has written its address."""
    if not db.is_postgresql:
        return
    try:
        async with db.read() as session:
            version = await postgresql_version(session)
    except NO_ANSWER as error:
        raise SettingsError(
            f"{name}: PostgreSQL cannot be used ({type(error).__name__}). Check host, port, user, password and "
            "database name, and that the server runs."
        ) from None
    if version < OLDEST_POSTGRESQL:
        raise SettingsError(f"{name}: PostgreSQL is version {version}; {OLDEST_POSTGRESQL} or newer is needed.")
