"""The product's database with two questions more: is anybody inside, and is the one who comes still alive."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from db.database import Database
from db.sessions import ReadSession, WriteSession
from tests.model.outside import Died, acting


class WatchedDatabase(Database):
    """`inside` counts open sessions. Of a replica that is `dead` nothing is read or committed any more."""

    def __init__(self, url: str, moved: asyncio.Event, dead: set[str]) -> None:
        super().__init__(url)
        self.inside = 0
        self._moved = moved
        self._dead = dead

    @asynccontextmanager
    async def write(self, *, joins_update: bool = True) -> AsyncIterator[WriteSession]:
        """See `Database.write`; a death before the commit undoes it."""
        with self._alive():
            async with super().write(joins_update=joins_update) as session:
                yield session
                self._check()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ReadSession]:
        """See `Database.read`."""
        with self._alive():
            async with super().read() as session:
                yield session

    @contextmanager
    def _alive(self) -> Iterator[None]:
        self._check()
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1
            self._moved.set()

    def _check(self) -> None:
        if acting.get() in self._dead:
            raise Died("it is dead already")
