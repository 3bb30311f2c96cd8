"""What a check has found."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """OK: as it should be. WARNING: it works, but look at it. FAULT: something does not work."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One line of the report: `text` says what is so and, unless it is fine, how to mend it."""

    level: Level
    subject: str
    text: str

    def line(self) -> str:
        """As it is printed."""
        return f"{self.level.value:<8} {self.subject:<18} {' '.join(self.text.split())}"


def ok(subject: str, text: str) -> Finding:
    """As it should be."""
    return Finding(Level.OK, subject, text)


def warning(subject: str, text: str) -> Finding:
    """It works, but look at it."""
    return Finding(Level.WARNING, subject, text)


def fault(subject: str, text: str) -> Finding:
    """Something does not work."""
    return Finding(Level.FAULT, subject, text)
