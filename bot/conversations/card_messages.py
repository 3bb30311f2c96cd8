"""Which message shows a subject: live answers and the outbox edit the same one."""

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, Message

from bot.sending.delivery import card_is_gone
from bot.views.base import Rendered
from db.database import Database
from db.repositories.cards import card_message, put_card_message
from services.errors import NotFoundError


async def require_newest(query: CallbackQuery, db: Database, subject: str) -> None:
    """Raises `NotFoundError('button-old')` when a newer message shows the subject than the one that was tapped."""
    async with db.read() as session:
        newest = await card_message(session, query.from_user.id, subject)
    if newest is not None and query.message is not None and query.message.message_id < newest:
        raise NotFoundError("button-old")


async def post_card(message: Message, db: Database, subject: str, card: Rendered) -> None:
    """A new message that shows the subject from now on."""
    sent = await message.answer(card.text or "…", reply_markup=card.keyboard)
    await _remember(db, sent.chat.id, subject, sent.message_id)


async def edit_card(query: CallbackQuery, db: Database, subject: str, card: Rendered) -> None:
    """The tapped message shows the subject from now on; a new one does when that cannot be edited."""
    chat_id = query.from_user.id
    if isinstance(query.message, Message) and await _edited(query.message, card):
        await _remember(db, chat_id, subject, query.message.message_id)
        return
    assert query.bot is not None
    sent = await query.bot.send_message(chat_id, card.text or "…", reply_markup=card.keyboard)
    await _remember(db, chat_id, subject, sent.message_id)


async def _edited(message: Message, card: Rendered) -> bool:
    try:
        await message.edit_text(card.text or "…", reply_markup=card.keyboard)
    except TelegramBadRequest as error:
        if card_is_gone(error):
            return False
        raise
    return True


async def _remember(db: Database, chat_id: int, subject: str, message_id: int) -> None:
    async with db.write(joins_update=False) as session:
        await put_card_message(session, chat_id, subject, message_id)
