"""Protocols for the world outside: clock, storage, messenger, translator.

Each docstring says what may be repeated safely. Implementations live in `services/storage`, in `bot`, and by hand
in tests.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from db.enums import Language, OutboxKind


class Clock(Protocol):
    """Time, so that tests can move it."""

    def now(self) -> datetime:
        """UTC now, with zone."""

    @property
    def shift(self) -> timedelta:
        """How far this clock is from real time; zero outside tests."""


class SystemClock:
    """The machine's clock."""

    shift = timedelta(0)

    def now(self) -> datetime:
        """UTC now, with zone."""
        return datetime.now(UTC)


class Storage(Protocol):
    """Files of people, encrypted at rest. Keys are ours (`pictures/<uuid>.png`); writing a key again replaces it,
    so every call may be repeated. Every call raises `StorageError`, worth a retry, when the store fails."""

    async def put(self, key: str, data: bytes) -> None:
        """Stores `data` under `key`."""

    async def put_stream(self, key: str, chunks: AsyncIterator[bytes], *, limit: int) -> "StoredFile":
        """Stores a stream; raises `BrokenArtefactError('too-large')` past `limit` bytes and keeps nothing."""

    async def get(self, key: str) -> bytes:
        """The file's plain bytes; raises `NotFoundError('file')` when it is gone."""

    def stream(self, key: str) -> AsyncIterator[bytes]:
        """The file's plain bytes in pieces of at most 1 MiB; raises as `get` does."""

    async def delete(self, key: str) -> None:
        """Removes the file; a missing one is fine."""

    async def delete_all(self, folder: str) -> None:
        """Removes every file whose key begins with `folder` and a slash; none is fine."""

    async def exists(self, key: str) -> bool:
        """Whether the file is there."""

    def listed(self, folder: str) -> AsyncIterator[Sequence["FoundFile"]]:
        """Every file whose key begins with `folder` and a slash, in pages and in no order; what comes and goes
        meanwhile may be among them or not."""


@dataclass(frozen=True)
class StoredFile:
    """What was written: plain size in bytes and SHA-256 in hex of the plain bytes."""

    size: int
    sha256: str


@dataclass(frozen=True)
class FoundFile:
    """A file in the storage, and when it was written."""

    key: str
    written_at: datetime


@dataclass(frozen=True)
class Message:
    """An outbox row ready to be sent: the messenger renders `view` with `params` in the receiver's language."""

    id: UUID
    chat_id: int
    kind: OutboxKind
    view: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Delivery:
    """Base of the messenger's answers."""


@dataclass(frozen=True)
class Delivered(Delivery):
    """Telegram took it (or the edit changed nothing, which is as good)."""


@dataclass(frozen=True)
class DeliverLater(Delivery):
    """Telegram definitely did not take it; try again after `seconds`. `whole_bot`: nobody may send until then."""

    seconds: float
    whole_bot: bool = False


@dataclass(frozen=True)
class DeliveryUnknown(Delivery):
    """The answer was lost after the request left: it may have arrived."""


@dataclass(frozen=True)
class Undeliverable(Delivery):
    """It will never arrive: the person blocked the bot (`unreachable`), or Telegram refuses the content."""

    reason: str
    unreachable: bool = False


class Messenger(Protocol):
    """Sends outbox messages to people."""

    async def deliver(self, message: Message) -> Delivery:
        """One try, never repeated inside. A card is edited in place; the others are new messages."""


@dataclass(frozen=True)
class Variant:
    """What a broadcast says in one language: messages in the chat of the admin who wrote them, in their order."""

    chat_id: int
    message_ids: tuple[int, ...]


@dataclass(frozen=True)
class Copied(Delivery):
    """Telegram took a copy; `message_ids` are its messages in the receiver's chat."""

    message_ids: tuple[int, ...]


class Broadcaster(Protocol):
    """Brings a broadcast to one person, and takes it back."""

    async def turn(self, chat_id: int, weight: int) -> None:
        """Waits until `weight` messages may go to the chat, after everything else the bot has to say. May be
        cancelled: nothing has left then."""

    async def copy(self, chat_id: int, language: Language, variant: Variant, *, silent: bool) -> Delivery:
        """One try, never repeated inside; `Copied` when Telegram took it. `language` is the receiver's, for what the
        bot adds of its own."""

    async def remove(self, chat_id: int, message_ids: Sequence[int]) -> Delivery:
        """Takes messages of the bot out of the chat; those that are gone already count as taken. Repeatable."""


class Translator(Protocol):
    """Puts what people wrote into English."""

    async def to_english(self, words: str, *, keep: Sequence[str], providers: Sequence[str]) -> str | None:
        """`words` in English, `keep` and quoted text in them untouched; None when no translation can be had within
        ten seconds. `providers` are those whose language models may see the words, the first to ask first.
        Repeatable (costs again)."""
