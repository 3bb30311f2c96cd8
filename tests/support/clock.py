"""A clock that tests move."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Real time plus a shift, so that leases compared with a PostgreSQL server's own clock move along."""

    def __init__(self) -> None:
        self.shift = timedelta(0)

    def now(self) -> datetime:
        """UTC now, with zone, shifted."""
        return datetime.now(UTC) + self.shift

    def advance(self, seconds: float = 0.0, *, days: float = 0.0) -> None:
        """Moves the clock ahead (or back, with a negative number)."""
        self.shift += timedelta(seconds=seconds, days=days)


class StillClock(FakeClock):
    """Stands still until it is moved, for what is compared with no other clock: a slow machine changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._started = datetime.now(UTC)

    def now(self) -> datetime:
        """UTC, with zone: when it was made, shifted."""
        return self._started + self.shift
