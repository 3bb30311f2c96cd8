"""Whether this process takes work: not before it has started, and not once it was told to stop."""


class Readiness:
    """What a front is told. Nothing in this process waits for it."""

    def __init__(self) -> None:
        self._started = False
        self._draining = False

    @property
    def reason_against(self) -> str | None:
        """`starting` or `draining`; None while work is taken."""
        if self._draining:
            return "draining"
        return None if self._started else "starting"

    def started(self) -> None:
        """The database is migrated, Telegram has answered, and what this process does has begun."""
        self._started = True

    def drain(self) -> None:
        """From here on others are to be asked."""
        self._draining = True
