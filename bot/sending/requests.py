"""Every call to Telegram passes here: pacing, the pause after a 429, and refusals that mean "already so"."""

from contextvars import ContextVar
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, GetUpdates, SendMediaGroup, TelegramMethod
from aiogram.methods.base import Response, TelegramType

from bot.sending.pacer import Pacer
from bot.sending.pauses import SendPauses
from db.sessions import assert_no_unit_of_work

LONGEST_WAIT = 30.0
LIVE_TRIES = 3
MESSAGES = ("send", "edit", "copy", "forward")
NOT_PACED = frozenset({"sendChatAction"})

stored_message: ContextVar[bool] = ContextVar("stored_message", default=False)
"""Set while the outbox sends: it paces by itself and wants to see a 429."""

answered_queries: ContextVar[set[str] | None] = ContextVar("answered_queries", default=None)
"""Collects the callback queries that were answered while one update is handled."""


class PacedRequests(BaseRequestMiddleware):
    """Paces live replies and repeats them after a 429, which means that Telegram did not take them."""

    def __init__(self, pacer: Pacer, pauses: SendPauses) -> None:
        self._pacer = pacer
        self._pauses = pauses

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Sends `method` when it is its turn."""
        assert_no_unit_of_work()
        if method.__api_method__ == GetUpdates.__api_method__:
            return await make_request(bot, method)
        if isinstance(method, AnswerCallbackQuery):
            _note_answer(method)
        for last in (False,) * (LIVE_TRIES - 1) + (True,):
            await self._turn(method)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                await self._pauses.begin(error.retry_after)
                if last or stored_message.get() or error.retry_after > LONGEST_WAIT:
                    raise
            except TelegramBadRequest as error:
                if already_so(method, error):
                    # Edits promise a Message or True; nothing of ours reads the result of an edit.
                    return cast(Response[TelegramType], True)
                raise
        raise AssertionError("the last try returns or raises")

    async def _turn(self, method: TelegramMethod[Any]) -> None:
        if stored_message.get():
            return
        name = method.__api_method__
        if name.startswith(MESSAGES) and name not in NOT_PACED:
            await self._pacer.live(len(method.media) if isinstance(method, SendMediaGroup) else 1)
        else:
            await self._pacer.quiet()


def already_so(method: TelegramMethod[Any], error: TelegramBadRequest) -> bool:
    """Whether the refusal means that nothing is left to do: the edit changes nothing, the tap is too old."""
    message = error.message.lower()
    if isinstance(method, AnswerCallbackQuery):
        return "query is too old" in message or "query id is invalid" in message
    return method.__api_method__.startswith("edit") and "message is not modified" in message


def _note_answer(method: AnswerCallbackQuery) -> None:
    answered = answered_queries.get()
    if answered is not None:
        answered.add(method.callback_query_id)
