"""Whom a broadcast is for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from db.enums import Language
from db.repositories.audience import Audience
from services.errors import InvalidInputError

MAX_DAYS = 365


class Models(StrEnum):
    """What a person has to do with models: anything, one that pictures can be made with, or never ordered one."""

    ANY = "any"
    READY = "ready"
    NEVER = "never"


@dataclass(frozen=True)
class Segment:
    """People who meet all of it; None and ANY ask for nothing. `active_days`: seen within so many days.

    Whoever is banned, wants no broadcasts or takes no messages from the bot is in no segment.
    """

    language: Language | None = None
    active_days: int | None = None
    models: Models = Models.ANY

    def __post_init__(self) -> None:
        """Raises `InvalidInputError('segment-days', max)`."""
        if self.active_days is not None and not 1 <= self.active_days <= MAX_DAYS:
            raise InvalidInputError("segment-days", max=MAX_DAYS)

    def to_json(self) -> dict[str, Any]:
        """What `from_json` reads; {} for everybody."""
        found = {"language": self.language, "active_days": self.active_days}
        models = {} if self.models is Models.ANY else {"models": self.models.value}
        return {name: value for name, value in found.items() if value is not None} | models

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Segment":
        """A stored segment."""
        language = stored.get("language")
        return cls(
            Language(language) if language else None,
            stored.get("active_days"),
            Models(stored.get("models", Models.ANY)),
        )


def audience_of(segment: Segment, now: datetime) -> Audience:
    """The segment as conditions on people at this moment."""
    return Audience(
        language=segment.language,
        seen_since=now - timedelta(days=segment.active_days) if segment.active_days else None,
        has_model=segment.models is Models.READY,
        never_ordered=segment.models is Models.NEVER,
    )


def has_moved(before: int, after: int) -> bool:
    """Whether an audience is so much larger or smaller than was counted that it has to be confirmed again: by over a
    twentieth, because among very many people somebody comes or goes every second."""
    return abs(after - before) * 20 > before
