"""What happened in a chat, numbered, so that a page or a test can follow it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class EventLog:
    """Numbered events of every chat. Numbers start at 1 in each chat and only grow."""

    chats: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    _changed: dict[int, asyncio.Event] = field(default_factory=dict)

    def add(self, chat_id: int, kind: str, **fields: Any) -> None:
        """Append an event {"n", "type", "at", ...fields} and wake whoever waits for this chat."""
        events = self.chats.setdefault(chat_id, [])
        events.append({"n": len(events) + 1, "type": kind, "at": time.time(), **fields})
        changed = self._changed.pop(chat_id, None)
        if changed is not None:
            changed.set()

    def after(self, chat_id: int, number: int) -> list[dict[str, Any]]:
        """Events with a number above `number`, in order."""
        return self.chats.get(chat_id, [])[max(0, number) :]

    def last(self, chat_id: int) -> int:
        """Number of the newest event, 0 where there is none."""
        return len(self.chats.get(chat_id, []))

    async def wait(
        self,
        chat_id: int,
        number: int,
        timeout: float,
        wanted: Callable[[dict[str, Any]], bool] | None = None,
    ) -> dict[str, Any] | None:
        """The first event above `number` that is wanted; None when `timeout` real seconds pass without."""
        try:
            async with asyncio.timeout(timeout):
                while True:
                    for event in self.after(chat_id, number):
                        number = int(event["n"])
                        if wanted is None or wanted(event):
                            return event
                    await self._changed.setdefault(chat_id, asyncio.Event()).wait()
        except TimeoutError:
            return None
