"""What no conversation understood: buttons of old messages, and messages that fit nowhere. Comes last."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.texts import Texts
from db.models import User


def router() -> Router:
    """The handlers that take what is left."""
    fallback = Router(name="fallback")
    fallback.callback_query()(old_button)
    fallback.message()(not_understood)
    return fallback


async def old_button(query: CallbackQuery, user: User, texts: Texts) -> None:
    """The button belongs to an earlier step."""
    await query.answer(texts.plain(user.language, "error-button-old"), show_alert=True)


async def not_understood(message: Message, user: User, texts: Texts) -> None:
    """Says what can be done instead."""
    await message.answer(texts.text(user.language, "not-understood"))
