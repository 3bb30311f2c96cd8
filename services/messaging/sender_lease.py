"""Who sends for a bot token: one process at a time, because even spacing cannot be kept by two who do not see each
other's messages."""

import asyncio
import math
import time
from collections.abc import Callable

from db.claims import Lease, take_lease
from db.database import Database
from services.ports import Clock

LEASE_SECONDS = 15.0
"""After a death the others wait this long, at most."""

RENEW_SECONDS = 5.0
"""Two renewals may fail before the lease ends."""

ASK_SECONDS = 1.0
"""How often a process without the lease asks for it."""


class SenderLease:
    """This process's right to send stored messages and broadcasts as the bot `bot_id`.

    Between two renewals the answer comes from memory. Time is counted here by `monotonic` from before the lease was
    asked for, so that this process stops believing in it before the others may have it. On SQLite a process has the
    database to itself, and nothing is asked.
    """

    def __init__(
        self, db: Database, clock: Clock, bot_id: int, owner: str, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._db = db
        self._clock = clock
        self._name = f"sender:{bot_id}"
        self._lease = Lease(owner, LEASE_SECONDS)
        self._monotonic = monotonic
        self._asking = asyncio.Lock()
        self._ours_until = -math.inf if db.is_postgresql else math.inf
        self._ask_at = -math.inf if db.is_postgresql else math.inf
        self._retired = False

    async def holds(self) -> bool:
        """Whether this process is the sender; takes or renews the lease when it is time to."""
        async with self._asking:
            asked_at = self._monotonic()
            if asked_at >= self._ask_at and not self._retired:
                taken = await self._take()
                self._ours_until = asked_at + LEASE_SECONDS if taken else -math.inf
                self._ask_at = asked_at + (RENEW_SECONDS if taken else ASK_SECONDS)
        return self.still_ours()

    def still_ours(self) -> bool:
        """The same from memory, for the moment before a call: a process that was stopped for a while wakes up here."""
        return not self._retired and self._monotonic() < self._ours_until

    async def tick(self) -> int:
        """Keeps the lease while a message waits for its turn; nothing is taken in hand."""
        await self.holds()
        return 0

    def retire(self) -> None:
        """This process sends no more. The row is freed together with all others that the process holds."""
        self._retired = True

    async def _take(self) -> bool:
        async with self._db.write(joins_update=False) as session:
            return await take_lease(session, self._name, self._clock, self._lease)
