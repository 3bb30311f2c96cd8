"""When the next message may go: evenly spaced, and never more than the rate within a second as Telegram counts it.

A plain `next = now + gap` is late by what every timer is late, some per cent of the rate at 300 a second. Here slots
follow a schedule of their own, and a sender that comes late goes on at once until it has caught up. So that catching up
never makes a second too full, all that went within the last second is counted as well.
"""

import math
from collections import deque

SCHEDULED = 0.99
"""The share of the rate that slots are planned for; the rest is room for messages that overtake on their way."""

SECOND = 1.005
"""What is counted as a second: two messages may be nearer to each other at Telegram than they were here."""

CATCH_UP = 0.1
"""Seconds of lateness that are made up for, such as a slow commit's; who comes later than that comes after a rest."""


class Spacing:
    """The slots of one bot. Times are seconds on the caller's monotonic clock, rates messages per second."""

    def __init__(self) -> None:
        self._slot = -math.inf
        self._went: deque[tuple[float, int]] = deque()
        self._count = 0

    def free_at(self, weight: int, rate: float, now: float) -> float:
        """The earliest time for `weight` messages at once; `now` or before it means at once.

        More than the rate allows in a second go when nothing went for a second.
        """
        while self._went and self._went[0][0] + SECOND <= now:
            self._count -= self._went.popleft()[1]
        excess = self._count + weight - math.ceil(rate)
        free = self._slot
        for at, gone in self._went:
            if excess <= 0:
                break
            excess -= gone
            free = max(free, at + SECOND)
        return free

    def take(self, weight: int, rate: float, now: float) -> None:
        """`weight` messages go now."""
        began = self._slot if now - self._slot <= CATCH_UP else now
        self._slot = began + weight / (rate * SCHEDULED)
        self._went.append((now, weight))
        self._count += weight
