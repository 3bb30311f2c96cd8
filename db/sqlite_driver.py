"""aiosqlite for SQLAlchemy with one trip to the connection's thread for each statement.

SQLAlchemy's own adapter goes there four times: to open a cursor, to execute, to fetch and to close; and once more for
BEGIN. A statement of this product takes 10 to 50 µs and a trip about as long, so the trips were most of the time
(measured, docs/decisions/0005-front-door.md). Here one trip does all of it, with the BEGIN of a transaction in front of
its first statement. The thread remains: no statement, lock or disk ever stops the event loop.
"""

import sqlite3
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.util.concurrency import await_only


@dataclass(frozen=True)
class _Answer:
    """What a statement left: its rows, and what a cursor says of them."""

    rows: list[Any] = field(default_factory=list)
    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None


_NOTHING = _Answer()


class OneTripCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that exists in the thread only while its statement runs."""

    __slots__ = ("_answer", "arraysize")

    def __init__(self, connection: "OneTripConnection") -> None:
        self._adapt_connection = connection
        self._connection = connection._connection
        self._rows = deque()
        self._answer = _NOTHING
        self.arraysize = 1

    @property
    def description(self) -> Any:
        """The columns of the rows, None for a statement without any."""
        return self._answer.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return self._answer.rowcount

    @property
    def lastrowid(self) -> Any:
        """The row that was inserted last."""
        return self._answer.lastrowid

    async def _async_soft_close(self) -> None:
        """Nothing is open in the thread."""

    def close(self) -> None:
        """Drops rows that were not fetched."""
        self._rows.clear()

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        return await self._travel(operation, parameters or (), many=False)

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:
        return await self._travel(operation, seq_of_parameters, many=True)

    async def _travel(self, operation: str, parameters: Any, *, many: bool) -> None:
        connection: Any = self._adapt_connection
        begin = connection.take_begin()
        async with connection._execute_mutex:
            driver = connection._connection
            try:
                self._answer = await driver._execute(_run, driver._conn, begin, operation, parameters, many)
            except sqlite3.Error:
                if begin is not None and not driver.in_transaction:
                    connection.give_begin_back(begin)
                raise
        self._rows = deque(self._answer.rows)


def _run(connection: sqlite3.Connection, begin: str | None, operation: str, parameters: Any, many: bool) -> _Answer:
    if begin is not None:
        connection.execute(begin)
    cursor = connection.cursor()
    try:
        if many:
            cursor.executemany(operation, parameters)
        else:
            cursor.execute(operation, parameters)
        rows = cursor.fetchall() if cursor.description else []
        return _Answer(rows, cursor.description, cursor.rowcount, cursor.lastrowid)
    finally:
        cursor.close()


class OneTripConnection(AsyncAdapt_aiosqlite_connection):
    """A connection whose BEGIN waits for the first statement, and that ends no transaction twice."""

    __slots__ = ("_begin", "_is_open", "_only_reads")

    _cursor_cls = OneTripCursor  # type: ignore[assignment]

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._begin: str | None = None
        self._is_open = False
        self._only_reads = False

    def begin(self, *, only_reads: bool) -> None:
        """Begins a transaction when something is executed. One that writes takes the lock with its first statement: a
        deferred transaction that writes later fails at once with "database is locked"."""
        self._begin = "BEGIN" if only_reads else "BEGIN IMMEDIATE"
        self._only_reads = only_reads

    def take_begin(self) -> str | None:
        """What has to be executed before the next statement."""
        begin, self._begin = self._begin, None
        self._is_open = self._is_open or begin is not None
        return begin

    def give_begin_back(self, begin: str) -> None:
        """It could not be executed: what follows would otherwise run outside any transaction, and stay."""
        self._begin, self._is_open = begin, False

    def commit(self) -> None:
        """Ends the transaction, if it ever began."""
        self._begin = None
        if self._is_open:
            super().commit()
            self._is_open = False

    def rollback(self) -> None:
        """The same. Nobody waits for the end of one that only read: the thread works in the order it was asked in."""
        self._begin = None
        if self._is_open and self._only_reads and self._connection._connection:
            self._connection._tx.put_nowait((None, self._connection._conn.rollback))
        elif self._is_open:
            super().rollback()
        self._is_open = False


class _Dbapi(AsyncAdapt_aiosqlite_dbapi):
    """aiosqlite's module with connections of ours."""

    def connect(self, *arg: Any, **kw: Any) -> OneTripConnection:
        """Opens a connection; its thread never keeps the program from ending."""
        connection = aiosqlite.connect(*arg, **kw)
        connection._thread.daemon = True
        return OneTripConnection(self, await_only(connection))


class OneTripSQLite(SQLiteDialect_aiosqlite):
    """The dialect behind `sqlite+onetrip://`."""

    supports_statement_cache = True
    supports_server_side_cursors = False

    @classmethod
    def import_dbapi(cls) -> _Dbapi:
        """See `_Dbapi`."""
        return _Dbapi(aiosqlite, sqlite3)

    def get_driver_connection(self, connection: DBAPIConnection) -> Any:
        """aiosqlite's own connection."""
        return connection._connection
