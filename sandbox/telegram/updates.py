"""Updates that wait for the bot, in the queues of Telegram's server: messages per chat, presses per user."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# Kinds that are not delivered unless the bot asks for them by name.
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}

MESSAGE_LIFETIME = 86_400.0


def queue_of_message(chat_id: int) -> int:
    """Queue number of a chat's messages."""
    return chat_id


def queue_of_press(user_id: int) -> int:
    """Queue number of a user's button presses."""
    return user_id + (3 << 33)


def queue_of_membership(chat_id: int) -> int:
    """Queue number of the changes of the bot's own membership in a chat."""
    return chat_id + (5 << 33)


@dataclass
class PendingUpdate:
    """One update until it is confirmed. `expires_at` in monotonic seconds; `done` is called at the end."""

    update_id: int
    queue: int
    kind: str
    body: dict[str, Any]
    expires_at: float
    done: Callable[[], None] | None = None

    @property
    def expired(self) -> bool:
        """True once nobody may deliver it any more."""
        return time.monotonic() > self.expires_at


@dataclass
class Updates:
    """All pending updates in the order of their ids. `changed` is set and replaced by `wake`."""

    pending: dict[int, PendingUpdate] = field(default_factory=dict)
    allowed: list[str] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _last_id: int = 700_000_000

    def push(
        self,
        kind: str,
        payload: dict[str, Any],
        queue: int,
        lifetime: float = MESSAGE_LIFETIME,
        done: Callable[[], None] | None = None,
    ) -> PendingUpdate | None:
        """Add an update; None where the bot did not ask for this kind."""
        wanted = kind in self.allowed if self.allowed else kind not in _ON_REQUEST
        if not wanted:
            return None
        self._last_id += 1
        body = {"update_id": self._last_id, kind: payload}
        update = PendingUpdate(self._last_id, queue, kind, body, time.monotonic() + lifetime, done)
        self.pending[update.update_id] = update
        self.wake()
        return update

    def wake(self) -> None:
        """Wake everybody who waits on the `changed` they took before looking."""
        self.changed.set()
        self.changed = asyncio.Event()

    def head(self, queue: int) -> PendingUpdate | None:
        """The oldest update of a queue; expired ones are dropped on the way."""
        self._drop_expired()
        return next((u for u in self.pending.values() if u.queue == queue), None)

    def queues(self) -> list[int]:
        """Queues that have something to deliver, the one with the oldest update first."""
        return list(dict.fromkeys(u.queue for u in self.pending.values()))

    def oldest(self, limit: int) -> list[PendingUpdate]:
        """Up to `limit` updates in the order of their ids."""
        self._drop_expired()
        return list(self.pending.values())[:limit]

    def confirm(self, update: PendingUpdate) -> None:
        """Forget a delivered or expired update."""
        if self.pending.pop(update.update_id, None) is not None and update.done is not None:
            update.done()

    def confirm_below(self, offset: int) -> None:
        """getUpdates' offset: forget every update below it; a negative one keeps only the last -offset."""
        if offset < 0:
            keep = set(list(self.pending)[offset:])
            gone = [u for u in self.pending.values() if u.update_id not in keep]
        else:
            gone = [u for u in self.pending.values() if u.update_id < offset]
        for update in gone:
            self.confirm(update)

    def drop_all(self) -> None:
        """drop_pending_updates."""
        for update in list(self.pending.values()):
            self.confirm(update)

    def _drop_expired(self) -> None:
        for update in [u for u in self.pending.values() if u.expired]:
            self.confirm(update)
