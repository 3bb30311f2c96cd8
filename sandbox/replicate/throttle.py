"""The rate limit for making trainings and predictions."""

import math

from sandbox.clock import SandboxClock
from sandbox.replicate.problems import Problem
from sandbox.replicate.settings import ReplicateSettings

_WINDOW = 60.0


class Throttle:
    """Counts what was made in the last real minute."""

    def __init__(self, clock: SandboxClock, settings: ReplicateSettings) -> None:
        self._clock = clock
        self._settings = settings
        self._made: list[float] = []

    def pass_or_refuse(self) -> None:
        """Count one more. Raises Problem (429) where the minute is full."""
        now = self._clock.real_now()
        self._made = [at for at in self._made if at > now - _WINDOW]
        if len(self._made) < self._settings.creates_per_minute:
            self._made.append(now)
            return
        seconds = max(1, math.ceil(self._made[0] + _WINDOW - now))
        text = f"Request was throttled. Your rate limit resets in ~{seconds}s."
        headers = {"ratelimit-remaining": "0", "ratelimit-reset": str(seconds), "retry-after": str(seconds)}
        raise Problem(429, "Too many requests", text, headers)
