"""A broadcast as one person gets it."""

from aiogram import Bot

from bot.keyboards.news import off_keyboard
from bot.texts import Texts
from db.enums import Language
from services.ports import Variant


async def copy_variant(
    bot: Bot, texts: Texts, chat_id: int, language: Language, variant: Variant, *, silent: bool
) -> tuple[int, ...]:
    """Copies it into a chat; the ids of the copies. Raises `AiogramError`.

    A single message carries a button that switches broadcasts off, in the receiver's `language`; Telegram gives albums
    no buttons, and /news does the same.
    """
    source, quiet = variant.chat_id, silent or None
    if len(variant.message_ids) > 1:
        copies = await bot.copy_messages(chat_id, source, list(variant.message_ids), disable_notification=quiet)
        return tuple(copy.message_id for copy in copies)
    copy = await bot.copy_message(
        chat_id,
        source,
        variant.message_ids[0],
        disable_notification=quiet,
        reply_markup=off_keyboard(texts, language),
    )
    return (copy.message_id,)
