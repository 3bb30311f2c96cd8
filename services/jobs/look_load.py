"""How much each provider carries for us, and so how often one call may be looked at."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from db.database import Database
from db.repositories.jobs import running_by_provider
from services.ports import Clock
from services.providers.base import Provider

LEAST_AGE = 5.0
"""Seconds for which a count holds."""

COUNTED_PER_SECOND = 5_000.0
"""A longer count holds for longer, so that counting never costs more than a hundredth of the time."""


class LookLoad:
    """Running calls by provider, over all replicas, counted again every few seconds and never for a single look.

    Any number of replicas together keep a provider's budget: a call is looked at once in "calls ÷ budget" seconds,
    whoever does it.
    """

    def __init__(self) -> None:
        self._in_flight: Mapping[str, int] = {}
        self._holds_until: datetime | None = None

    async def renew(self, db: Database, clock: Clock) -> None:
        """Counts anew when the last count is too old."""
        if self._holds_until is not None and clock.now() < self._holds_until:
            return
        async with db.read() as session:
            self._in_flight = await running_by_provider(session)
        age = max(LEAST_AGE, sum(self._in_flight.values()) / COUNTED_PER_SECOND)
        self._holds_until = clock.now() + timedelta(seconds=age)

    def spacing(self, provider: Provider) -> float:
        """Seconds between two looks at one call of this provider's, by the last count."""
        return self._in_flight.get(provider.name, 0) / provider.looks_per_second
