"""The unit of work: the only thing that commits."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from contextvars import ContextVar

from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from db.engines import build_engines, normalise_url
from db.other_processes import OtherProcesses
from db.sessions import ReadSession, WriteSession, open_unit_of_work

Joiner = Callable[[WriteSession], Awaitable[None]]

joins_next_write: ContextVar[Joiner | None] = ContextVar("joins_next_write", default=None)


class Database:
    """Opens sessions on the database at `url` (`sqlite:///path` or `postgresql://…`)."""

    def __init__(self, url: str) -> None:
        self._url = normalise_url(url)
        self._writer, self._reader = build_engines(self._url)
        self._write = async_sessionmaker(self._writer, class_=WriteSession, expire_on_commit=False)
        self._read = async_sessionmaker(self._reader, class_=ReadSession, expire_on_commit=False)
        self._listeners: list[Callable[[str], None]] = []
        self.others = OtherProcesses(self._url, self._wake) if self.is_postgresql else None
        """The other processes on this database; None on SQLite, which serves one."""

    @property
    def is_postgresql(self) -> bool:
        """Whether several replicas may share this database."""
        return self._url.get_backend_name() == "postgresql"

    @property
    def path(self) -> str | None:
        """The file of a SQLite database."""
        return None if self.is_postgresql else self._url.database

    @property
    def writer(self) -> AsyncEngine:
        """The writing engine, for migrations."""
        return self._writer

    def on_wake(self, listener: Callable[[str], None]) -> None:
        """Calls `listener(topic)` after a commit whose unit of work asked to wake `topic`, here or in another process.

        Those of other processes are hints: some get lost.
        """
        self._listeners.append(listener)

    @asynccontextmanager
    async def write(self, *, joins_update: bool = True) -> AsyncIterator[WriteSession]:
        """One transaction; commits on leaving, rolls back on an exception.

        The first such transaction while a Telegram update is handled also marks that update handled, so that
        effect and mark stand or fall together; bookkeeping that is no effect passes `joins_update=False`.
        """
        session = self._write()
        token = open_unit_of_work.set(True)
        try:
            async with session.begin():
                yield session
                joiner = joins_next_write.get() if joins_update else None
                if joiner is not None:
                    await joiner(session)
        finally:
            open_unit_of_work.reset(token)
            await session.close()
        if joiner is not None:
            joins_next_write.set(None)
        for tell in session.info.get("tells", ()):
            tell()
        self._announce(session.info.get("wakes", ()))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ReadSession]:
        """A session for questions; sees only committed rows."""
        session = self._read()
        try:
            yield session
            if session.new or session.dirty or session.deleted:
                await session.flush()  # which the database refuses, instead of a change that is lost silently
        finally:
            await session.close()

    async def close(self) -> None:
        """Closes all connections; safe to call twice."""
        await self._writer.dispose()
        await self._reader.dispose()

    def _announce(self, topics: Collection[str]) -> None:
        for topic in topics:
            self._wake(topic)
        if self.others is not None:
            self.others.tell(topics)

    def _wake(self, topic: str) -> None:
        for listener in self._listeners:
            listener(topic)
