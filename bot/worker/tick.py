"""One kind of looking for work: never twice at the same time, at once when woken, loud when it fails."""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.safe_trace import safe_trace

MOST_ROUNDS = 20

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TickPlan:
    """`look` claims what is due, works on it and returns how many rows it took. `every` and `jitter` in seconds;
    a commit that wakes one of `topics` makes it look at once. `drains`: what it took is not due again at once, so it
    looks again until nothing is. `at_start`: the first look does not wait for the interval. `halt` asks a look that
    may take hours to come to its end."""

    name: str
    every: float
    look: Callable[[], Awaitable[int]]
    topics: tuple[str, ...] = ()
    jitter: float = 0.0
    drains: bool = False
    at_start: bool = False
    halt: Callable[[], None] | None = None


class Tick:
    """Runs a plan. A call while it runs makes it look once more instead of running beside itself. `failures` counts
    looks that failed; `last_end` (on the monotonic clock) and `last_seconds` are about the last run."""

    def __init__(self, plan: TickPlan) -> None:
        self.plan = plan
        self.failures = 0
        self.last_end = time.monotonic()
        self.last_seconds = 0.0
        self._running = False
        self._again = False
        self._stopped = False

    def stop(self) -> None:
        """No further looking; the one in hand is finished."""
        self._stopped = True
        if self.plan.halt is not None:
            self.plan.halt()

    async def run(self) -> None:
        """Looks once, or until nothing is due (at most twenty times in a row)."""
        if self._running:
            self._again = True
            return
        self._running = True
        begun = time.monotonic()
        try:
            for _ in range(MOST_ROUNDS):
                self._again = False
                taken = 0 if self._stopped else await self._look()
                if not (taken and self.plan.drains) and not self._again:
                    break
        finally:
            self._running = False
            self.last_end = time.monotonic()
            self.last_seconds = self.last_end - begun

    async def _look(self) -> int:
        try:
            return await self.plan.look()
        except Exception as error:  # noqa: BLE001 (a tick must outlive any failure; counted and logged)
            self.failures += 1
            log.error("tick %s failed\n%s", self.plan.name, safe_trace(error))
            return 0
