"""When the providers' prices are read: at start, and every night."""

import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.worker.tick import TickPlan
from services.ports import Clock

LOOK_SECONDS = 300.0
NIGHT_HOUR = 3
"""UTC; between 03:00 and 04:00, so that many bots do not ask at the same minute."""
AFTER_SILENCE = timedelta(hours=1)
"""How long to wait for a provider that did not answer."""


class PriceTick:
    """Looks every few minutes whether it is time. Prices are kept in memory: every process reads for itself.

    `read` returns whether every provider answered.
    """

    def __init__(self, read: Callable[[], Awaitable[bool]], clock: Clock) -> None:
        self._read = read
        self._clock = clock
        self._due: datetime | None = None

    def plan(self) -> TickPlan:
        """The tick; its first look is in the background of the start."""
        return TickPlan("prices", LOOK_SECONDS, self.look, (), jitter=30.0, at_start=True)

    async def look(self) -> int:
        """Reads the prices if it is time."""
        now = self._clock.now()
        if self._due is None or now >= self._due:
            self._due = next_night(now)
            if not await self._read():
                self._due = min(self._due, now + AFTER_SILENCE)
        return 0


def next_night(now: datetime) -> datetime:
    """A moment after `now` in the hour after the next 03:00 UTC."""
    night = now.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    if night <= now:
        night += timedelta(days=1)
    return night + timedelta(seconds=random.uniform(0, 3540))  # noqa: S311 (spreads load, guards nothing)
