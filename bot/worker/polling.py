"""Long polling into the same inbox, for a bot without a public address. One process at a time."""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import TelegramMethod
from sqlalchemy.exc import SQLAlchemyError

from bot.inbox import ALLOWED_UPDATES, Inbox, NotAnUpdateError, RawUpdate, raw_update
from bot.safe_trace import safe_trace
from bot.turn import Turn

POLL_SECONDS = 25
BATCH = 100
ERROR_SECONDS = 3.0
REFUSED_SECONDS = 60.0
TURN_SECONDS = 75.0
"""Longer than one question and storing what it brings; the turn is renewed before every question."""

log = logging.getLogger(__name__)


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates without decoding: one update that aiogram cannot read must not hold up the others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class Polling:
    """Asks Telegram for updates and confirms a batch only after it is stored. Without a `turn` it is always ours."""

    def __init__(self, bot: Bot, inbox: Inbox, turn: Turn | None = None) -> None:
        self._bot = bot
        self._inbox = inbox
        self._turn = turn
        self._offset: int | None = None

    async def run(self) -> None:
        """Polls until cancelled: what was not stored is asked for again by whoever polls next.

        Nothing ends it: a bot that has silently stopped listening looks well from outside.
        """
        while True:
            try:
                if self._turn is not None:
                    await self._turn.come()
                await self.poll_once(POLL_SECONDS)
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except TelegramUnauthorizedError:
                log.error("Telegram refuses BOT_TOKEN; it was withdrawn or replaced")
                await asyncio.sleep(REFUSED_SECONDS)
            except (TelegramAPIError, SQLAlchemyError, OSError, TimeoutError) as error:
                log.warning("polling failed: %s", type(error).__name__)
                await asyncio.sleep(ERROR_SECONDS)
            except Exception as error:  # noqa: BLE001 (logged, and the next question is asked all the same)
                log.error("polling failed unexpectedly\n%s", safe_trace(error))
                await asyncio.sleep(ERROR_SECONDS)

    async def leave(self) -> None:
        """Once `run` was cancelled: lets another process poll."""
        if self._turn is not None:
            await self._turn.give_back()

    async def poll_once(self, seconds: int) -> int:
        """One question; the number of updates that came."""
        ask = GetRawUpdates(offset=self._offset, limit=BATCH, timeout=seconds, allowed_updates=list(ALLOWED_UPDATES))
        updates = await self._bot(ask, request_timeout=seconds + 15)
        raws = list(_readable(updates))
        await asyncio.gather(*(self._inbox.keep(raw) for raw in raws))
        if raws:
            self._offset = max(raw.update_id for raw in raws) + 1
        return len(updates)


def _readable(updates: Iterable[dict[str, Any]]) -> Iterator[RawUpdate]:
    for content in updates:
        try:
            yield raw_update(content)
        except NotAnUpdateError:
            log.warning("Telegram sent something that is no update")
