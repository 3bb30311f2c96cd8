"""Moments as Replicate writes them, with up to nine digits after the second."""

from datetime import UTC, datetime
from typing import Any


def read_time(value: Any) -> datetime | None:
    """The moment, with zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def write_time(moment: datetime) -> str:
    """ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
