"""Fixtures for databases: `db` runs a test on both, `sqlite_db` and `postgresql_db` on one."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from db.database import Database
from db.migrate import upgrade
from tests.support.apart import run_apart
from tests.support.postgresql import NoServerError, Server, find_server
from tests.support.reused_database import ReusedDatabase


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that tests copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    run_apart(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """A server with a migrated template; skips with the reason when there is none."""
    try:
        with find_server() as url:
            server = Server(url)
            server.prepare()
            yield server
            server.close()
    except NoServerError as error:
        pytest.skip(str(error))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh migrated SQLite database."""
    path = tmp_path / "loragram.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def reused_database(postgresql_server: Server) -> Iterator[ReusedDatabase]:
    """The PostgreSQL database that the tests of this process borrow in turn."""
    database = ReusedDatabase(postgresql_server)
    yield database
    database.drop()


@pytest.fixture
def postgresql_url(reused_database: ReusedDatabase) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database without rows."""
    yield reused_database.lend()
    reused_database.take_back()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh migrated database; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables; the test runs once on each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Server = request.getfixturevalue("postgresql_server")
    url = server.create_empty()
    yield url
    server.drop(url)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """A fresh migrated database, once on SQLite and once on PostgreSQL."""
    async for database in _opened(database_url):
        yield database


@pytest.fixture
async def sqlite_db(sqlite_url: str) -> AsyncIterator[Database]:
    """A fresh migrated SQLite database."""
    async for database in _opened(sqlite_url):
        yield database


@pytest.fixture
async def postgresql_db(postgresql_url: str) -> AsyncIterator[Database]:
    """A fresh migrated PostgreSQL database."""
    async for database in _opened(postgresql_url):
        yield database


async def _opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    yield database
    await database.close()


async def _migrate(url: str) -> None:
    database = Database(url)
    try:
        await upgrade(database)
    finally:
        await database.close()
