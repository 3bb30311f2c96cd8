"""All parts of the Telegram stand-in, put together once."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.faults import Faults
from sandbox.nursery import Nursery
from sandbox.telegram.callbacks import Presses
from sandbox.telegram.crowd import Crowd
from sandbox.telegram.errors import bad_request, forbidden
from sandbox.telegram.events import EventLog
from sandbox.telegram.files import FileStore
from sandbox.telegram.messages import Messages
from sandbox.telegram.people import People, Person
from sandbox.telegram.profile import BotProfile
from sandbox.telegram.settings import TelegramSettings
from sandbox.telegram.updates import Updates

# Calls kept for GET /control/telegram/calls; older ones are forgotten.
CALLS_KEPT = 20_000


@dataclass
class Webhook:
    """Where updates are posted. An empty `url` means polling."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_at: int = 0
    last_error: str = ""


@dataclass
class World:
    """The Telegram of the sandbox: one bot, its people, and everything between them.

    `poller` numbers the getUpdates calls: a newer one ends an older one that still waits.
    """

    token: str
    clock: SandboxClock
    faults: Faults
    nursery: Nursery
    messages: Messages
    profile: BotProfile
    settings: TelegramSettings = field(default_factory=TelegramSettings)
    people: People = field(default_factory=People)
    files: FileStore = field(default_factory=FileStore)
    presses: Presses = field(default_factory=Presses)
    updates: Updates = field(default_factory=Updates)
    webhook: Webhook = field(default_factory=Webhook)
    poller: int = 0
    calls: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=CALLS_KEPT))

    @property
    def events(self) -> EventLog:
        """What happened in each chat."""
        return self.messages.events

    @property
    def crowd(self) -> Crowd:
        """Those who are only counted."""
        return self.messages.crowd

    def now(self) -> int:
        """Dates of messages: real unix seconds, which a fast clock never changes."""
        return int(self.clock.real_now())

    def bot_user(self) -> dict[str, Any]:
        """The bot's own User object."""
        bot_id = int(self.token.split(":", 1)[0])
        return {
            "id": bot_id,
            "is_bot": True,
            "first_name": self.profile.name,
            "username": "loragram_sandbox_bot",
        }

    def person_to_write_to(self, chat_id: int) -> Person:
        """The person behind a chat. Raises ApiError: 400 unknown or never started, 403 blocked."""
        one_of_many = chat_id in self.crowd
        person = self.crowd.person(chat_id) if one_of_many else self.people.by_id.get(chat_id)
        if person is None or not person.started:
            raise bad_request("chat not found")
        if chat_id in self.settings.blocked_users or (one_of_many and self.crowd.has_blocked(chat_id)):
            raise forbidden("bot was blocked by the user")
        return person

    def message_body(self, person: Person, *, from_bot: bool) -> dict[str, Any]:
        """The fields that every message has, with a fresh message id."""
        return {
            "message_id": self.messages.next_id(),
            "from": self.bot_user() if from_bot else person.user(),
            "chat": person.chat(),
            "date": self.now(),
        }


def build_world(token: str, clock: SandboxClock, faults: Faults, nursery: Nursery) -> World:
    """A Telegram with one bot and nobody else."""
    return World(token, clock, faults, nursery, Messages(EventLog()), BotProfile("LoRA sandbox bot"))
