"""A task that one process does at a time, over all that share the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from db.claims import Lease, give_lease_back, take_lease
from db.database import Database
from services.ports import Clock

LOOK_SECONDS = 5.0
TOPIC = "turns"


class Turn:
    """This process's turn at the task `name`. It ends `seconds` after it was last taken, should the process die."""

    def __init__(self, db: Database, clock: Clock, name: str, owner: str, seconds: float) -> None:
        self._db = db
        self._clock = clock
        self._name = name
        self._lease = Lease(owner, seconds)
        self._given_back = asyncio.Event()
        db.on_wake(self._woken)

    async def come(self) -> None:
        """Returns once it is our turn, for a whole lease."""
        while not await self.take():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._given_back.wait(), LOOK_SECONDS)
            self._given_back.clear()

    async def take(self) -> bool:
        """Takes or renews the turn; False while it is another's."""
        async with self._db.write(joins_update=False) as session:
            return await take_lease(session, self._name, self._clock, self._lease)

    async def give_back(self) -> None:
        """Others may go on at once."""
        async with self._db.write(joins_update=False) as session:
            await give_lease_back(session, self._name, self._lease.owner)
            session.wake(TOPIC)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Waits for the turn, and gives it back."""
        await self.come()
        try:
            yield
        finally:
            await self.give_back()

    def _woken(self, topic: str) -> None:
        if topic == TOPIC:
            self._given_back.set()
