"""Where chats stand in their conversations."""

from uuid import UUID

from sqlalchemy import update

from db.claims import insert_or_ignore
from db.models import Conversation
from db.sessions import ReadSession, WriteSession


async def conversation(session: ReadSession, chat_id: int) -> Conversation | None:
    """The chat's row, if it ever had a conversation."""
    return await session.get(Conversation, chat_id)


async def put_state(session: WriteSession, chat_id: int, state: str | None) -> None:
    """Sets the state's name; None means no conversation."""
    await _put(session, chat_id, state=state)


async def put_draft(session: WriteSession, chat_id: int, draft_id: UUID | None) -> None:
    """Sets the draft that the conversation fills."""
    await _put(session, chat_id, draft_id=draft_id)


async def _put(session: WriteSession, chat_id: int, **values: object) -> None:
    if any(value is not None for value in values.values()):
        await session.execute(insert_or_ignore(session, Conversation, {"chat_id": chat_id}))
    await session.execute(update(Conversation).where(Conversation.chat_id == chat_id).values(**values))
