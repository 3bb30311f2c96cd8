"""Who waits for a turn: lanes in their order, and one message per chat at a time within a lane.

Every step costs the same however many wait: a chat that has to wait stands aside and comes back by its time.
"""

import asyncio
import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class LaneName(StrEnum):
    """What goes first, in this order."""

    LIVE = "live"
    STORED = "stored"
    BROADCAST = "broadcast"


@dataclass(eq=False)
class Waiter:
    """One message, or an album of `weight` messages. `chat_id` is None where chats are not spaced."""

    lane: LaneName
    chat_id: int | None
    weight: int
    turn: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class _Lane:
    """`ready` holds at most one waiter of a chat, the first; the others of the chat are behind it."""

    def __init__(self) -> None:
        self.ready: deque[Waiter] = deque()
        self.behind: dict[int, deque[Waiter]] = {}
        self.shown: set[int] = set()

    def add(self, waiter: Waiter, *, chat_is_free: bool) -> None:
        """At the end of its chat."""
        chat = waiter.chat_id
        if chat is None:
            self.ready.append(waiter)
        elif chat_is_free and chat not in self.shown and chat not in self.behind:
            self.shown.add(chat)
            self.ready.append(waiter)
        else:
            self.behind.setdefault(chat, deque()).append(waiter)

    def take_off(self, chat: int | None) -> None:
        """The first of `ready`, which is of this chat, leaves it."""
        self.ready.popleft()
        if chat is not None:
            self.shown.discard(chat)

    def set_aside(self, waiter: Waiter, chat: int) -> None:
        """The first of `ready` has to wait for its chat."""
        self.take_off(chat)
        self.behind.setdefault(chat, deque()).appendleft(waiter)

    def bring_back(self, chat: int) -> None:
        """The chat is free: its next waiter is ready."""
        waiting = self.behind.get(chat)
        while waiting and waiting[0].turn.done():
            waiting.popleft()
        if chat in self.shown:
            return
        if waiting:
            self.shown.add(chat)
            self.ready.append(waiting.popleft())
        if not waiting:
            self.behind.pop(chat, None)


class Queues:
    """All lanes. A waiter whose turn is done (given, or cancelled) counts as gone. Times as in `Spacing`."""

    def __init__(self) -> None:
        self._lanes = {name: _Lane() for name in LaneName}
        self._busy: set[int] = set()
        self._free_again: list[tuple[float, int]] = []

    def add(self, waiter: Waiter) -> None:
        """Waits behind the others of its lane and chat."""
        self._lanes[waiter.lane].add(waiter, chat_is_free=waiter.chat_id not in self._busy)

    def first(self, now: float) -> Waiter | None:
        """Whose turn is next among those whose chat is free."""
        self._free_chats(now)
        return next((first for lane in self._lanes.values() for first in self._heads(lane)), None)

    def take(self, first: Waiter, chat_free_at: float) -> None:
        """The waiter that `first` named goes; the next one to its chat at that time."""
        lane, chat = self._lanes[first.lane], first.chat_id
        lane.take_off(chat)
        if chat is not None:
            self._busy.add(chat)
            heapq.heappush(self._free_again, (chat_free_at, chat))

    def next_chat_at(self) -> float | None:
        """When somebody who waits for their chat may be ready; None when nobody does."""
        if any(lane.behind for lane in self._lanes.values()) and self._free_again:
            return self._free_again[0][0]
        return None

    def _free_chats(self, now: float) -> None:
        while self._free_again and self._free_again[0][0] <= now:
            chat = heapq.heappop(self._free_again)[1]
            self._busy.discard(chat)
            for lane in self._lanes.values():
                lane.bring_back(chat)

    def _heads(self, lane: _Lane) -> Iterator[Waiter]:
        """The first of a lane who can go; those who left or whose chat is busy are put out of the way."""
        while lane.ready:
            head = lane.ready[0]
            chat = head.chat_id
            if head.turn.done():
                lane.take_off(chat)
                if chat is not None and chat not in self._busy:
                    lane.bring_back(chat)
            elif chat is not None and chat in self._busy:
                lane.set_aside(head, chat)
            else:
                yield head
                return
