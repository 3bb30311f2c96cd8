"""The wish that this process ends: what it has claimed and not begun is left to others."""


class Stopping:
    """Asked once, never taken back."""

    def __init__(self) -> None:
        self._asked = False

    def ask(self) -> None:
        """From here on nothing is begun."""
        self._asked = True

    def __bool__(self) -> bool:
        return self._asked
