"""The one place where errors of conversations end: a sentence for the person, one log line, a count."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import AiogramError
from aiogram.types import TelegramObject, Update

from bot.safe_trace import safe_trace
from bot.sending.delivery import means_unreachable
from bot.sending.requests import answered_queries
from bot.texts import Texts
from bot.worker.update_mark import LaneLostError, effect_is_written
from db.database import Database
from db.enums import Language
from db.models import User
from db.repositories.people import set_unreachable
from services.errors import LoragramError
from services.ports import Clock

ALERT_LIMIT = 200

log = logging.getLogger(__name__)


class ErrorBoundary(BaseMiddleware):
    """Expected errors become their text. Anything else is tried again by the lane while nothing is written yet;
    once the effect is written the person gets a short code instead. Every tap is answered."""

    def __init__(self, db: Database, clock: Clock, texts: Texts) -> None:
        self._db = db
        self._clock = clock
        self._texts = texts
        self.unexpected = 0

    async def __call__(
        self, handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]], event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:  # fmt: skip
        """Handles the update; raises what the lane should try again."""
        assert isinstance(event, Update)
        bot: Bot = data["bot"]
        user: User = data["user"]
        token = answered_queries.set(set())
        try:
            result = await handler(event, data)
            await self._answer(bot, event)
            return result
        except LoragramError as error:
            params = {name: value for name, value in error.params.items() if not name.startswith("_")}
            await self._tell(bot, event, user.language, error.text_key, params)
        except LaneLostError:
            raise
        except Exception as error:
            if isinstance(error, AiogramError) and means_unreachable(error):
                await self._unreachable(user.id)
                return None
            if not effect_is_written():
                raise
            code = self._report(error)
            await self._tell(bot, event, user.language, "error-unexpected", {"code": code})
        finally:
            answered_queries.reset(token)
        return None

    def _report(self, error: Exception) -> str:
        self.unexpected += 1
        code = uuid4().hex[:6].upper()
        log.error("a handler failed after its effect, code %s\n%s", code, safe_trace(error))
        return code

    async def _tell(self, bot: Bot, update: Update, language: Language, key: str, params: dict[str, Any]) -> None:
        """An alert for a tap, a message for everything else; best effort."""
        try:
            query = update.callback_query
            plain = self._texts.plain(language, key, **params)
            if query is not None and query.id not in (answered_queries.get() or ()) and len(plain) <= ALERT_LIMIT:
                await bot.answer_callback_query(query.id, plain, show_alert=True)
                return
            await self._answer(bot, update)
            chat_id = _chat_id(update)
            if chat_id is not None:
                await bot.send_message(chat_id, self._texts.text(language, key, **params))
        except AiogramError as error:
            log.warning("text %s could not be shown: %s", key, type(error).__name__)

    async def _answer(self, bot: Bot, update: Update) -> None:
        """Stops the button's clock when no handler did."""
        query = update.callback_query
        if query is None or query.id in (answered_queries.get() or ()):
            return
        try:
            await bot.answer_callback_query(query.id)
        except AiogramError as error:
            log.info("a tap could not be answered: %s", type(error).__name__)

    async def _unreachable(self, user_id: int) -> None:
        async with self._db.write(joins_update=False) as session:
            await set_unreachable(session, user_id, self._clock.now())


def _chat_id(update: Update) -> int | None:
    if update.message is not None:
        return update.message.chat.id
    if update.callback_query is not None and update.callback_query.message is not None:
        return update.callback_query.message.chat.id
    return None
