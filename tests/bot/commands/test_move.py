"""`python -m bot move` as the operator meets it."""

from pathlib import Path

import pytest

from bot.launch.single_process import only_process
from db.claims import Lease, take_lease
from db.copying import is_empty
from db.database import Database
from db.migrate import downgrade
from services.billing import ledger
from tests.bot.commands.operator import Operator
from tests.db.test_copying import content
from tests.support.clock import FakeClock
from tests.support.rows import make_attempt, make_job, make_user

pytestmark = pytest.mark.slow


async def fill(db: Database) -> None:
    """People with orders, and money that moved."""
    user = await make_user(db)
    await make_attempt(db, await make_job(db, user))
    async with db.write() as session:
        await ledger.grant(session, FakeClock(), user.id, 10, "start")


@pytest.fixture
def operator(tmp_path: Path, sqlite_url: str) -> Operator:
    """Of a bot on SQLite."""
    operator = Operator(tmp_path, sqlite_url)
    operator.in_database(fill)
    return operator


def test_everything_once(operator: Operator, tmp_path: Path, postgresql_url: str) -> None:
    """Rows and books are equal, the source stays, the password is not shown, and a second time is refused."""
    before = operator.in_database(content)
    moved = operator.run("move", "--to", postgresql_url.replace("postgres@", "postgres:a-secret-word@"))
    assert moved.returncode == 0, moved.stderr
    assert "counts and ledger are equal" in moved.stdout
    assert "DATABASE_URL=postgresql://postgres:***@" in moved.stdout
    assert "a-secret-word" not in moved.stdout + moved.stderr
    assert operator.in_database(content) == before
    there = Operator(tmp_path, postgresql_url)
    assert there.in_database(content) == before
    again = operator.run("move", "--to", postgresql_url)
    assert (again.returncode, "has rows already" in again.stderr) == (2, True)
    assert there.in_database(content) == before


def test_not_while_a_bot_works(operator: Operator, tmp_path: Path, postgresql_url: str) -> None:
    """On either side: it would write rows that are not copied, or between those that are."""
    with only_process(str(tmp_path / "loragram.db")):
        assert "Another bot is running" in operator.run("move", "--to", postgresql_url).stderr
    there = Operator(tmp_path, postgresql_url)

    async def hold(db: Database) -> str:
        """Leases and a connection; what the operator is told."""
        async with db.write() as session:
            await take_lease(session, "sender", FakeClock(), Lease("somebody", 60.0))
        return operator.run("move", "--to", postgresql_url).stderr

    assert "A bot is working on this database" in there.in_database(hold)
    assert "A bot is working on this database" in operator.run("move", "--to", postgresql_url).stderr


def test_what_cannot_be_moved(operator: Operator, tmp_path: Path, postgresql_url: str) -> None:
    """Each is a sentence, and the target stays empty."""
    assert "--to must be postgresql://" in operator.run("move", "--to", "sqlite:///other.db").stderr
    assert not (tmp_path / "other.db").exists()
    assert "--to: PostgreSQL cannot be used" in operator.run("move", "--to", "postgresql://a:b@127.0.0.1:9/c").stderr
    there = Operator(tmp_path, postgresql_url)
    assert "is no SQLite database" in there.run("move", "--to", postgresql_url).stderr
    operator.in_database(lambda db: downgrade(db, "0002"))
    assert "`python -m bot migrate` first" in operator.run("move", "--to", postgresql_url).stderr
    assert there.in_database(is_empty)
