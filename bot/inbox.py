"""Raw Telegram updates on their way into the inbox, whether a webhook or polling brought them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.group_commit import GroupCommit
from bot.nursery import Nursery
from db.database import Database
from db.repositories.updates import NewUpdate, keep_updates
from services.ports import Clock

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")


class NotAnUpdateError(ValueError):
    """The bytes are not a Telegram update."""


@dataclass(frozen=True)
class RawUpdate:
    """An update as it came. `lane` is the private chat's id; None when the update is none of our business."""

    update_id: int
    lane: int | None
    body: str


class Inbox:
    """Stores updates before they are acknowledged; those that come together are stored together."""

    def __init__(self, db: Database, clock: Clock, nursery: Nursery) -> None:
        self._db = db
        self._clock = clock
        self._group = GroupCommit(self._write, nursery)

    async def keep(self, raw: RawUpdate) -> bool:
        """Stores the update; False when it came before or is not for us. Raises what the database raises."""
        if raw.lane is None:
            return False
        return await self._group.put(NewUpdate(raw.update_id, raw.lane, raw.body))

    async def _write(self, updates: Sequence[NewUpdate]) -> list[bool]:
        once = {each.update_id: each for each in updates}
        async with self._db.write(joins_update=False) as session:
            fresh = await keep_updates(session, self._clock, list(once.values()))
        kept = []
        for each in updates:
            kept.append(each.update_id in fresh)
            fresh.discard(each.update_id)  # the same update a second time in one batch came before
        return kept


def read_update(body: bytes) -> RawUpdate:
    """Reads the little that storing needs. Raises NotAnUpdateError."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAnUpdateError("not JSON") from error
    if not isinstance(content, dict):
        raise NotAnUpdateError("not an object")
    return raw_update(content)


def raw_update(content: dict[str, Any]) -> RawUpdate:
    """The same for an update that is decoded already. Raises NotAnUpdateError."""
    update_id = content.get("update_id")
    if not isinstance(update_id, int) or isinstance(update_id, bool) or not 0 <= update_id < 2**63:
        raise NotAnUpdateError("no update_id")
    # ASCII alone: half a character or a NUL inside a text is then stored like any other.
    return RawUpdate(update_id, _lane(content), json.dumps(content, separators=(",", ":")))


def _lane(content: dict[str, Any]) -> int | None:
    """The private chat an update of an allowed kind belongs to. Groups and channels are not served."""
    for kind in ALLOWED_UPDATES:
        part = content.get(kind)
        if not isinstance(part, dict):
            continue
        chat = part.get("chat")
        if kind == "callback_query":
            message = part.get("message")
            chat = message.get("chat") if isinstance(message, dict) else None
        if not isinstance(chat, dict) or chat.get("type") != "private":
            return None
        lane = chat.get("id")
        return lane if isinstance(lane, int) and not isinstance(lane, bool) and abs(lane) < 2**63 else None
    return None
