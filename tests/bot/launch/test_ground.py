"""A database that cannot be worked with is said in words before anything begins."""

import pytest

from bot.launch import ground
from bot.launch.ground import check_postgresql
from bot.settings import SettingsError
from db.database import Database


async def test_a_database_of_today_passes(db: Database) -> None:
    """SQLite has no version that matters."""
    await check_postgresql(db)


async def test_an_old_postgresql_is_refused(postgresql_db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names both versions."""
    monkeypatch.setattr(ground, "OLDEST_POSTGRESQL", 99)
    with pytest.raises(SettingsError, match=r"version 1\d; 99 or newer"):
        await check_postgresql(postgresql_db)


@pytest.mark.parametrize("broken", ["port", "database"])
async def test_a_server_that_does_not_let_us_in_is_said_in_words(postgresql_url: str, broken: str) -> None:
    """Without the address, which carries the password."""
    gone = f"{postgresql_url}-gone" if broken == "database" else "postgresql://nobody:hidden-word@127.0.0.1:1/none"
    db = Database(gone)
    with pytest.raises(SettingsError, match="DATABASE_URL: PostgreSQL cannot be used") as refused:
        await check_postgresql(db)
    assert "hidden-word" not in str(refused.value)
    await db.close()
