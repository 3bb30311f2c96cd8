"""Very many people who only receive: their chats keep counts instead of messages."""

from array import array
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.people import Person

MOST = 2_000_000


@dataclass
class Crowd:
    """People with ids from `first_id` on, of whom the share `blocked_share` has blocked the bot, evenly spread. All of
    them have started it."""

    first_id: int = 0
    blocked_share: float = 0.0
    _received: "array[int]" = field(default_factory=lambda: array("I"))
    _newest: "array[int]" = field(default_factory=lambda: array("Q"))
    _taken_back: int = 0

    def gather(self, count: int, first_id: int, blocked_share: float) -> None:
        """Replaces the crowd. Raises ValueError for numbers that cannot be."""
        if not 0 <= count <= MOST or first_id < 1 or not 0 <= blocked_share <= 1:
            raise ValueError(f"a crowd has at most {MOST} people with ids above 0, and a share is 0 to 1")
        self.first_id, self.blocked_share, self._taken_back = first_id, blocked_share, 0
        self._received = array("I", bytes(4 * count))
        self._newest = array("Q", bytes(8 * count))

    def __contains__(self, chat_id: int) -> bool:
        return 0 <= chat_id - self.first_id < len(self._received)

    def has_blocked(self, chat_id: int) -> bool:
        """Whether this one of the crowd has blocked the bot."""
        number = chat_id - self.first_id
        return int((number + 1) * self.blocked_share) > int(number * self.blocked_share)

    def person(self, chat_id: int) -> Person:
        """One of the crowd."""
        return Person(chat_id, f"Person {chat_id}", "en", started=True)

    def receive(self, chat_id: int, message_id: int) -> None:
        """Counts a message that arrived."""
        self._received[chat_id - self.first_id] += 1
        self._newest[chat_id - self.first_id] = message_id

    def take_back(self, chat_id: int, message_ids: list[int]) -> None:
        """Counts somebody whose newest message is among those that the bot has deleted."""
        if self._newest[chat_id - self.first_id] in message_ids:
            self._newest[chat_id - self.first_id] = 0
            self._taken_back += 1

    def counts(self) -> list[int]:
        """How many messages came, person by person in the order of ids."""
        return list(self._received)

    def shown(self) -> dict[str, Any]:
        """The crowd in figures: `reached` got at least one message, `twice` more than one."""
        blocked = sum(self.has_blocked(self.first_id + number) for number in range(len(self._received)))
        return {
            "people": len(self._received),
            "blocked": blocked,
            "messages": sum(self._received),
            "reached": sum(count > 0 for count in self._received),
            "twice": sum(count > 1 for count in self._received),
            "taken_back": self._taken_back,
        }
