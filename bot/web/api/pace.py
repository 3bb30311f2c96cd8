"""How many requests one person may make: a bucket each for looking and for changing, in this process."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_PEOPLE = 10_000
"""Buckets that are kept; the ones used longest ago are forgotten, which at worst fills them."""


@dataclass(frozen=True)
class Pace:
    """`burst` requests at once, and `per_second` for ever."""

    burst: int
    per_second: float


LOOKING = Pace(burst=120, per_second=10.0)
CHANGING = Pace(burst=60, per_second=2.0)
"""A screen of the app asks three times, and an upload of 30 photos changes 30 times."""

OPENING = Pace(burst=30, per_second=0.5)
"""A launch can be shown again for an hour; nobody opens the app so often."""


class PaceKeeper:
    """Counts in seconds of `clock`, which only goes forward."""

    def __init__(self, pace: Pace, clock: Callable[[], float]) -> None:
        self._pace = pace
        self._clock = clock
        self._buckets: OrderedDict[int, tuple[float, float]] = OrderedDict()

    def wait_for(self, user_id: int) -> int:
        """0 and one request less, or the whole seconds after which one will be let through."""
        now = self._clock()
        left, since = self._buckets.pop(user_id, (float(self._pace.burst), now))
        left = min(self._pace.burst, left + (now - since) * self._pace.per_second)
        allowed = left >= 1
        self._buckets[user_id] = (left - 1 if allowed else left, now)
        if len(self._buckets) > MOST_PEOPLE:
            self._buckets.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - left) / self._pace.per_second))
