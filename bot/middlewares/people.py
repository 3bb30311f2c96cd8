"""Who writes: stores the person and hands the row to handlers as `user`."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject
from aiogram.types import User as TelegramUser

from bot.standing import standing_of
from db.database import Database
from db.enums import Language
from db.models import User
from db.repositories.people import meet, person
from services.messaging.outbox import send_what_was_missed
from services.ports import Clock

SEEN_EVERY = timedelta(minutes=5)
NAME_LIMIT = 128


class PeopleMiddleware(BaseMiddleware):
    """Writes only when something changed or the last visit is older than five minutes.

    Whoever could not be written to before (an admin who never pressed /start, a person who had blocked the bot) gets
    what was missed.
    """

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def __call__(
        self, handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]], event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:  # fmt: skip
        """Adds `user`; updates without a person (there are none in private chats) pass unhandled."""
        sender: TelegramUser | None = data.get("event_from_user")
        if sender is None or sender.is_bot:
            return None
        data["user"] = await self._user(sender)
        return await handler(event, data)

    async def _user(self, sender: TelegramUser) -> User:
        known = await self._known(sender.id)
        name, language = sender.first_name[:NAME_LIMIT], language_of(sender.language_code)
        now = self._clock.now()
        if known is not None and now - known.last_seen_at < SEEN_EVERY and known.unreachable_at is None:
            same_language = known.language_chosen or known.language is language
            if known.first_name == name and known.username == sender.username and same_language:
                return known
        # Knowing somebody is no effect of their message: it must not mark the update handled.
        async with self._db.write(joins_update=False) as session:
            if known is None or known.unreachable_at is not None:
                await send_what_was_missed(session, self._clock, sender.id)
            return await meet(session, sender.id, first_name=name, username=sender.username, language=language, now=now)

    async def _known(self, user_id: int) -> User | None:
        here = standing_of(user_id)
        if here is not None:
            return here.visitor.user
        async with self._db.read() as session:
            return await person(session, user_id)


def language_of(code: str | None) -> Language:
    """The product's language for a Telegram language code such as `ru`, `pt-br` or None."""
    primary = (code or "").lower().split("-")[0]
    return Language(primary) if primary in set(Language) else Language.EN
