"""Engines by URL: SQLite with one writer and several readers, PostgreSQL with one pool."""

import math
import os
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects import registry
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from db.sqlite_driver import OneTripConnection

READERS = 4
POOL = 10
TURN_SECONDS = 30
"""How long a unit of work waits for one of those connections. In an overloaded process waiting is better than failing:
what fails is begun anew, which is more work."""

BUSY_MILLISECONDS = 10_000
"""How long a statement waits, in its thread, for the lock of another process."""

STATEMENTS = 512
"""Prepared statements that a connection keeps; the product has about half as many."""

TRUSTED_SECONDS = 1.0
"""A PostgreSQL connection that rested for longer is tried out before it is used."""

APPLICATION = "loragram"
"""What PostgreSQL's list of connections shows for ours."""

JOURNAL_BYTES = 64 * 1024 * 1024


def normalise_url(text: str) -> URL:
    """The URL with an async driver; accepts `sqlite:///path` and `postgresql://…`.

    Raises ValueError for another database.
    """
    url = make_url(text)
    backend = url.get_backend_name()
    if backend == "sqlite":
        return url.set(drivername="sqlite+onetrip")
    if backend in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+asyncpg")
    raise ValueError(f"DATABASE_URL must be sqlite or postgresql, not {backend}")


def build_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """The writing and the reading engine; on PostgreSQL they share one pool."""
    if url.get_backend_name() == "sqlite":
        if url.database:
            _make_private(Path(url.database))
        return _sqlite(url, writer=True), _sqlite(url, writer=False)
    engine = _postgresql(url)
    return engine, engine.execution_options(postgresql_readonly=True)


def is_crowded_out(error: BaseException) -> bool:
    """Whether no connection was free in time: nothing that was to be asked is to blame."""
    return isinstance(error, PoolTimeoutError)


def _make_private(path: Path) -> None:
    """An empty file for its owner alone where there is none; SQLite gives the files beside it the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _postgresql(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=TURN_SECONDS,
        connect_args={
            "command_timeout": 30,
            "server_settings": {
                "application_name": APPLICATION,
                "timezone": "UTC",
                "idle_in_transaction_session_timeout": "30000",
            },
        },
    )

    @event.listens_for(engine.sync_engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info["used_at"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def try_out(connection: Any, record: Any, _proxy: Any) -> None:
        # Before every use, as `pool_pre_ping` does, this would be three more round trips for every question.
        if time.monotonic() - record.info.get("used_at", math.inf) > TRUSTED_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise DisconnectionError from error

    return engine


def _sqlite(url: URL, *, writer: bool) -> AsyncEngine:
    registry.register("sqlite.onetrip", "db.sqlite_driver", "OneTripSQLite")
    engine = create_async_engine(
        url,
        pool_size=1 if writer else READERS,
        max_overflow=0,
        pool_timeout=10,
        connect_args={"cached_statements": STATEMENTS},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by itself: it begins none before a SELECT, and a
        # read-modify-write then loses updates silently.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # NORMAL may roll back a committed row after power loss; this file holds money
            "foreign_keys=ON",
            f"journal_size_limit={JOURNAL_BYTES}",
            f"busy_timeout={BUSY_MILLISECONDS}",
            *([] if writer else ["query_only=ON"]),
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        driver: OneTripConnection = connection.connection.dbapi_connection
        driver.begin(only_reads=not writer)

    return engine
