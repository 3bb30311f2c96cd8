"""The engine as the worker sees it: ticks that may run in any order, at any time, on any replica."""

from db.repositories.leases import free_all_leases
from services.jobs.finalise import finalise_tick
from services.jobs.hints import hint_tick
from services.jobs.overdue import deadline_tick
from services.jobs.parts import EngineParts
from services.jobs.poll import poll_tick
from services.jobs.restored import end_what_was_not_begun
from services.jobs.submit import submit_tick
from services.jobs.uncertain import uncertain_tick


class Engine:
    """Each tick claims due rows, works on them and returns how many it took; 0 means there was nothing to do."""

    def __init__(self, parts: EngineParts) -> None:
        self._parts = parts

    async def take_over(self) -> None:
        """At start, on a database that only one process may own: whatever was leased has no holder any more."""
        if self._parts.db.is_postgresql:
            return
        async with self._parts.db.write(joins_update=False) as session:
            await free_all_leases(session)

    async def settle_restored(self) -> int:
        """After a restore, before anything runs: see `restored`. How many orders were ended."""
        return await end_what_was_not_begun(self._parts)

    def stop(self) -> None:
        """Begins with no further job; those in hand are finished."""
        self._parts.stopping.ask()

    async def submit_tick(self) -> int:
        """Submits queued jobs."""
        return await submit_tick(self._parts)

    async def poll_tick(self) -> int:
        """Looks at running jobs."""
        return await poll_tick(self._parts)

    async def uncertain_tick(self) -> int:
        """Looks for calls whose outcome is unknown."""
        return await uncertain_tick(self._parts)

    async def finalise_tick(self) -> int:
        """Fetches results and ends validated jobs."""
        return await finalise_tick(self._parts)

    async def hint_tick(self) -> int:
        """Acts on provider webhooks."""
        return await hint_tick(self._parts)

    async def deadline_tick(self) -> int:
        """Reports jobs that nobody looks at."""
        return await deadline_tick(self._parts)
