"""aiogram's conversation storage over our rows: a state's name and the id of the draft it fills, nothing else."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from bot.standing import Standing, standing_of
from db.database import Database
from db.repositories.conversations import conversation, put_draft, put_state

DRAFT = "draft_id"


class ConversationStorage(BaseStorage):
    """Keeps state per chat; data other than `draft_id` is refused because it belongs into the draft's row.

    Writes do not join the update being handled: where a chat stands is no effect, the handler's own rows are. What was
    read with the update is not asked for again, and an end that changes nothing is not written.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Stores the state's name; None ends the conversation."""
        name = state.state if isinstance(state, State) else state
        here = _here(key)
        if here is not None:
            if name is None and here.visitor.state is None:
                return
            here.move()
        async with self._db.write(joins_update=False) as session:
            await put_state(session, key.chat_id, name)

    async def get_state(self, key: StorageKey) -> str | None:
        """The state's name."""
        here = _here(key)
        if here is not None:
            return here.visitor.state
        async with self._db.read() as session:
            row = await conversation(session, key.chat_id)
        return row.state if row else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Stores `{"draft_id": …}` or nothing; raises ValueError for other keys."""
        if data.keys() - {DRAFT}:
            raise ValueError("a conversation keeps only its state and draft_id; put the rest into the draft")
        value = data.get(DRAFT)
        draft_id = value if value is None or isinstance(value, UUID) else UUID(str(value))
        here = _here(key)
        if here is not None:
            if draft_id is None and here.visitor.draft_id is None:
                return
            here.move()
        async with self._db.write(joins_update=False) as session:
            await put_draft(session, key.chat_id, draft_id)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """`{"draft_id": UUID}` or an empty dict."""
        here = _here(key)
        if here is not None:
            return {DRAFT: here.visitor.draft_id} if here.visitor.draft_id else {}
        async with self._db.read() as session:
            row = await conversation(session, key.chat_id)
        return {DRAFT: row.draft_id} if row and row.draft_id else {}

    async def close(self) -> None:
        """Nothing to close: the database belongs to the one who opened it."""


def _here(key: StorageKey) -> Standing | None:
    known = standing_of(key.chat_id)
    return known if known is not None and known.holds else None
