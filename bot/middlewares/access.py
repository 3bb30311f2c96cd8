"""Who may use the bot: everything is closed to strangers except the way in and what the law asks for."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject, Update

from bot.standing import standing_of
from db.models import User
from services.billing.access import Access

OPEN_COMMANDS = frozenset({"/privacy", "/mydata", "/language", "/news", "/report"})
OPEN_BUTTONS = ("language:", "privacy:", "mydata:", "news:", "report-")


class AccessMiddleware(BaseMiddleware):
    """Raises ForbiddenError for people without access, whose text the error boundary shows."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def __call__(
        self, handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]], event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:  # fmt: skip
        """Lets the update through or raises `ForbiddenError('banned' | 'no-access')`."""
        user: User = data["user"]
        if not (isinstance(event, Update) and (is_open(event) or is_reporting(event, user.id))):
            self._access.require(user)
        return await handler(event, data)


def is_open(update: Update) -> bool:
    """Whether anybody may do this: an invite link, privacy, a report, the choice of a language, no more news,
    blocking the bot."""
    if update.message is not None:
        return _open_message(update.message)
    if update.callback_query is not None:
        return (update.callback_query.data or "").startswith(OPEN_BUTTONS)
    return update.my_chat_member is not None


def is_reporting(update: Update, user_id: int) -> bool:
    """Whether these are the words that a report of this person waits for."""
    here = standing_of(user_id)
    text = update.message.text if update.message is not None else None
    if here is None or text is None or text.startswith("/"):
        return False
    return (here.visitor.state or "").startswith("ReportSteps:")


def _open_message(message: Message) -> bool:
    words = (message.text or "").split(maxsplit=1)
    if not words:
        return False
    command = words[0].split("@")[0]
    return command in OPEN_COMMANDS or (command == "/start" and len(words) == 2)
