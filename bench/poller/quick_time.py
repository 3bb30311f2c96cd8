"""Time that runs faster, so that a measurement of half an hour takes minutes."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from services.jobs.look_pace import LookPace
from services.providers.base import Provider


class QuickClock:
    """A second of this machine is `speed` seconds of the product."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._begun = time.monotonic()

    @property
    def shift(self) -> timedelta:
        """How far this clock is from real time."""
        return timedelta(seconds=(time.monotonic() - self._begun) * (self._speed - 1.0))

    def now(self) -> datetime:
        """UTC now, with zone, shifted."""
        return datetime.now(UTC) + self.shift


class QuickPace(LookPace):
    """Spaces looks by the event loop's time, in which a budget is `speed` times as large."""

    def __init__(self, providers: Mapping[str, Provider]) -> None:
        super().__init__()
        self._quick = providers

    async def turn(self, provider: Provider) -> None:
        """See `LookPace.turn`."""
        await super().turn(self._quick[provider.name])
