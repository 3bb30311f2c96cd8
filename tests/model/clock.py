"""A clock that stands still until it is moved, so that the same steps always meet the same times."""

from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 3, 2, 12, tzinfo=UTC)


class ModelClock:
    """Every question is a microsecond later than the one before: rows written in turn are never due together."""

    def __init__(self) -> None:
        self.shift = timedelta(0)

    @property
    def elapsed(self) -> float:
        """Seconds since the clock was made."""
        return self.shift.total_seconds()

    def now(self) -> datetime:
        """UTC, with zone."""
        self.shift += timedelta(microseconds=1)
        return BEGIN + self.shift

    def advance(self, seconds: float) -> None:
        """Moves it ahead."""
        self.shift += timedelta(seconds=seconds)
