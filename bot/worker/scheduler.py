"""APScheduler that only says "look now". All state is in the database, so nothing is lost when it stops."""

import asyncio
from collections.abc import Sequence

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.nursery import Nursery
from bot.worker.tick import Tick, TickPlan

LEAST_SECONDS = 0.2
"""No plan looks more often, whatever the factor: what people wait for wakes its tick anyway."""


class TickScheduler:
    """Runs each plan at its interval times `factor`, at most five times a second; at once when a local commit wakes its
    topic."""

    def __init__(self, plans: Sequence[TickPlan], nursery: Nursery, *, factor: float = 1.0) -> None:
        self.ticks = [Tick(plan) for plan in plans]
        self._nursery = nursery
        self._factor = factor
        self._scheduler = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()}, executors={"default": AsyncIOExecutor()}, timezone="UTC"
        )
        self._started = False

    def start(self) -> None:
        """Begins looking; needs a running loop."""
        for tick in self.ticks:
            every = max(tick.plan.every * self._factor, LEAST_SECONDS)
            self._scheduler.add_job(
                self._begin,
                IntervalTrigger(seconds=every, jitter=tick.plan.jitter * self._factor or None),
                args=(tick,),
                id=tick.plan.name,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
            if tick.plan.at_start:
                self._nursery.start(tick.run(), f"tick {tick.plan.name}")
        self._scheduler.start()
        self._started = True

    async def stop(self) -> None:
        """Looks no more; ticks in hand are finished (drain the nursery)."""
        for tick in self.ticks:
            tick.stop()
        if self._started:
            self._started = False
            self._scheduler.pause()
            # A look that is just being handed to the nursery gets there first: shutdown cancels it, with an error.
            await asyncio.sleep(0)
            self._scheduler.shutdown(wait=False)

    @property
    def topics(self) -> set[str]:
        """All topics that a tick looks at."""
        return {topic for tick in self.ticks for topic in tick.plan.topics}

    @property
    def last_end(self) -> float:
        """When a tick last finished, on the monotonic clock."""
        return max(tick.last_end for tick in self.ticks)

    def woken(self, topic: str) -> None:
        """For `Database.on_wake`."""
        if self._started:
            for tick in self.ticks:
                if topic in tick.plan.topics:
                    self._nursery.start(tick.run(), f"tick {tick.plan.name}")

    async def _begin(self, tick: Tick) -> None:
        # In the nursery, because the scheduler's own tasks are cancelled and not drained when it stops.
        self._nursery.start(tick.run(), f"tick {tick.plan.name}")
