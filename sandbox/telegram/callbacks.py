"""Button presses that wait for answerCallbackQuery."""

import time
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.errors import query_too_old


@dataclass
class Press:
    """One press: who, on which message, when (monotonic seconds), and the answer once there is one."""

    query_id: str
    person_id: int
    message_id: int
    at: float
    answer: dict[str, Any] | None = None


@dataclass
class Presses:
    """Every press by callback query id."""

    by_id: dict[str, Press] = field(default_factory=dict)

    def add(self, person_id: int, message_id: int) -> Press:
        """Record a press that was made just now."""
        query_id = str((person_id << 32) + len(self.by_id) + 1)
        press = Press(query_id, person_id, message_id, time.monotonic())
        self.by_id[query_id] = press
        return press

    def answer(self, query_id: str, answer: dict[str, Any], lifetime: float) -> Press:
        """Record the answer. Raises ApiError 400 for an unknown id or a press older than `lifetime`."""
        press = self.by_id.get(query_id)
        if press is None or time.monotonic() - press.at > lifetime:
            raise query_too_old()
        press.answer = answer
        return press
