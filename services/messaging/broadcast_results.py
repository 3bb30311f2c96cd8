"""What Telegram's answers mean for a broadcast. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from db.enums import DeliveryState
from services.ports import Copied, DeliverLater, Delivery, DeliveryUnknown, Undeliverable

EQUAL_FAULTS = 20
"""So many refusals of one kind in a row are no matter of single people: the message itself is wrong, or Telegram is."""

UNKNOWN = "unknown"
SLOW_FROM = 3
"""A single lost answer is an accident; from so many in a row on, each doubles the wait before the next call."""

LONGEST_HOLD = 60.0
REASON_LENGTH = 80


def result_of(user_id: int, delivery: Delivery, at: datetime) -> Mapping[str, Any]:
    """The columns of the delivery's row. What Telegram definitely did not take waits for its next try."""
    state, reason, message_ids = DeliveryState.WAITING, None, None
    match delivery:
        case Copied(copies):
            state, message_ids = DeliveryState.SENT, list(copies)
        case Undeliverable(why, unreachable):
            state, reason = DeliveryState.BLOCKED if unreachable else DeliveryState.FAILED, why[:REASON_LENGTH]
        case DeliveryUnknown():
            state = DeliveryState.UNKNOWN
    return {"user_id": user_id, "state": state, "message_ids": message_ids, "reason": reason, "at": at}


class FaultStreak:
    """Counts answers of one kind in a row; people who take no messages, and what waits, say nothing about the
    message."""

    def __init__(self) -> None:
        self._reason: str | None = None
        self._count = 0

    @property
    def fault(self) -> str | None:
        """What went wrong too often, None while nothing did."""
        return self._reason if self._count >= EQUAL_FAULTS else None

    def note(self, delivery: Delivery) -> float:
        """Takes an answer in; returns for how many seconds nothing further should be sent."""
        match delivery:
            case Copied():
                self._reason, self._count = None, 0
            case Undeliverable(reason, unreachable=False):
                self._again(reason)
            case DeliveryUnknown():
                self._again(UNKNOWN)
                return min(LONGEST_HOLD, 2.0 ** (self._count - SLOW_FROM)) if self._count >= SLOW_FROM else 0.0
            case DeliverLater(seconds):
                return seconds
        return 0.0

    def _again(self, reason: str) -> None:
        self._count = self._count + 1 if reason == self._reason else 1
        self._reason = reason
