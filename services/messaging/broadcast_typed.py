"""What admins type for a broadcast: its time, the number of its receivers. Pure."""

import re
from datetime import UTC, datetime, timedelta

from services.errors import InvalidInputError

WRITTEN = "%Y-%m-%d %H:%M"
LONGEST = timedelta(days=365)
SEPARATORS = re.compile(r"[\s.,'’]")
MOST_DIGITS = 10


def read_start(text: str, now: datetime) -> datetime:
    """A date and time in UTC such as `2026-11-21 10:00`, within a year from `now`.

    Raises `InvalidInputError`: 'broadcast-time' (`example`) for anything else, 'broadcast-past' (`now`) when it is
    over.
    """
    start = _start(text)
    if start is None or start - now > LONGEST:
        raise InvalidInputError("broadcast-time", example=tomorrow_morning(now).strftime(WRITTEN))
    if start <= now:
        raise InvalidInputError("broadcast-past", now=now.strftime(WRITTEN))
    return start


def tomorrow_morning(now: datetime) -> datetime:
    """Ten o'clock UTC of the next day."""
    return (now + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)


def read_receivers(text: str) -> int:
    """A number as people write it, `1204` or `1,204`; raises `InvalidInputError('broadcast-number')`."""
    digits = SEPARATORS.sub("", text)
    if not digits.isascii() or not digits.isdecimal() or len(digits) > MOST_DIGITS:
        raise InvalidInputError("broadcast-number")
    return int(digits)


def _start(text: str) -> datetime | None:
    try:
        return datetime.strptime(" ".join(text.split()), WRITTEN).replace(tzinfo=UTC)
    except ValueError:
        return None
