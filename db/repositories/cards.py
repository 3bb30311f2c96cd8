"""Status cards: which message of a chat shows a subject; and Telegram's order to be silent."""

from datetime import datetime

from sqlalchemy import delete, update

from db.claims import insert_or_ignore
from db.models import SendPause, StatusCard
from db.sessions import ReadSession, WriteSession


async def card_message(session: ReadSession, chat_id: int, subject: str) -> int | None:
    """The id of the message that shows `subject`."""
    row = await session.get(StatusCard, (chat_id, subject))
    return row.message_id if row else None


async def put_card_message(session: WriteSession, chat_id: int, subject: str, message_id: int) -> None:
    """Remembers the message that shows `subject` from now on."""
    values = {"chat_id": chat_id, "subject": subject, "message_id": message_id}
    await session.execute(insert_or_ignore(session, StatusCard, values))
    change = update(StatusCard).where(StatusCard.chat_id == chat_id, StatusCard.subject == subject)
    await session.execute(change.values(message_id=message_id).execution_options(synchronize_session=False))


async def forget_card_message(session: WriteSession, chat_id: int, subject: str) -> None:
    """The next rendering of `subject` becomes a new message."""
    gone = delete(StatusCard).where(StatusCard.chat_id == chat_id, StatusCard.subject == subject)
    await session.execute(gone.execution_options(synchronize_session=False))


async def pause(session: ReadSession, bot_id: int) -> SendPause | None:
    """The last order to be silent that this bot was given."""
    return await session.get(SendPause, bot_id)


async def locked_pause(session: WriteSession, bot_id: int, now: datetime) -> SendPause:
    """The same, to be changed; one that ends at `now` when there was none."""
    await session.execute(insert_or_ignore(session, SendPause, {"bot_id": bot_id, "until": now}))
    return await session.get_one(SendPause, bot_id, with_for_update=True)
