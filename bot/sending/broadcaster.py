"""Brings broadcasts to people: copies of an admin's own messages, so that everything Telegram can show arrives as it
was written."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.sending.copies import copy_variant
from bot.sending.delivery import delivery_of
from bot.sending.pacer import Pacer
from bot.sending.requests import stored_message
from bot.texts import Texts
from db.enums import Language
from db.sessions import assert_no_unit_of_work
from services.ports import Copied, Delivered, Delivery, Variant


class TelegramBroadcaster:
    """Implements `ports.Broadcaster`."""

    def __init__(self, bot: Bot, pacer: Pacer, texts: Texts) -> None:
        self._bot = bot
        self._pacer = pacer
        self._texts = texts

    async def turn(self, chat_id: int, weight: int) -> None:
        """Waits behind replies and stored messages, and while the bot is paused."""
        await self._pacer.broadcast(chat_id, weight)

    async def copy(self, chat_id: int, language: Language, variant: Variant, *, silent: bool) -> Delivery:
        """One try, never repeated inside."""
        assert_no_unit_of_work()
        token = stored_message.set(True)
        try:
            ids = await copy_variant(self._bot, self._texts, chat_id, language, variant, silent=silent)
            return Copied(ids)
        except AiogramError as error:
            return delivery_of(error)
        finally:
            stored_message.reset(token)

    async def remove(self, chat_id: int, message_ids: Sequence[int]) -> Delivery:
        """One try. Telegram passes over messages that are gone already."""
        assert_no_unit_of_work()
        token = stored_message.set(True)
        try:
            await self._bot.delete_messages(chat_id, list(message_ids))
        except AiogramError as error:
            return delivery_of(error)
        finally:
            stored_message.reset(token)
        return Delivered()
