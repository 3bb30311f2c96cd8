"""When providers' lists are searched for calls that nobody knows: every quarter of an hour, by one replica."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.worker.tick import TickPlan
from db.claims import claim_slot
from db.database import Database
from db.repositories.slots import forget_slots
from services.ports import Clock

LOOK_SECONDS = 60.0
QUARTER = 15
KEPT = timedelta(days=1)


class OrphanTick:
    """Looks every minute whether the quarter's search has been taken: whoever inserts its row searches."""

    def __init__(self, db: Database, clock: Clock, search: Callable[[str], Awaitable[object]]) -> None:
        self._db = db
        self._clock = clock
        self._search = search

    def plans(self, providers: Sequence[str]) -> list[TickPlan]:
        """One tick for each provider, so that a slow one holds up nobody else."""
        return [TickPlan(f"orphans-{name}", LOOK_SECONDS, partial(self.look, name), jitter=10.0) for name in providers]

    async def look(self, provider: str) -> int:
        """Searches if this quarter is still to be searched."""
        now, name = self._clock.now(), f"orphans:{provider}"
        async with self._db.write(joins_update=False) as session:
            mine = await claim_slot(session, name, quarter_slot(now), now)
            await forget_slots(session, name, now - KEPT)
        if mine:
            await self._search(provider)
        return 0


def quarter_slot(now: datetime) -> str:
    """The name of the quarter of an hour in `cron_run`."""
    return f"{now:%Y-%m-%dT%H}:{now.minute // QUARTER * QUARTER:02d}"
