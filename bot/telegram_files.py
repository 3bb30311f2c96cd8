"""Fetching what people have sent, from Telegram."""

import asyncio
import logging

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import ClientError

from db.sessions import assert_no_unit_of_work
from services.errors import InvalidInputError

MAX_BYTES = 20 * 1024 * 1024
"""The most that Telegram lets a bot download."""

TRIES = 3
WAIT_SECONDS = 1.0
LONGEST_WAIT = 30.0
FILE_SECONDS = 60
CHUNK = 256 * 1024

log = logging.getLogger(__name__)


class TelegramFiles:
    """Implements `services.training.albums.PhotoSource`; a source is Telegram's file id."""

    def __init__(self, bot: Bot, max_bytes: int = MAX_BYTES) -> None:
        self._bot = bot
        self._max_bytes = max_bytes

    async def fetch(self, source: str) -> bytes:
        """The file's bytes, tried three times.

        Raises `InvalidInputError('photo-file-too-big', megabytes)` and `InvalidInputError('photo-not-fetched')`.
        """
        assert_no_unit_of_work()
        for tries in range(TRIES):
            try:
                return await self._download(source)
            except TelegramRetryAfter as error:
                wait = min(float(error.retry_after), LONGEST_WAIT)
            except TelegramBadRequest as error:
                if "too big" in error.message.lower():
                    raise self._too_big() from None
                log.info("a file cannot be fetched: Telegram refuses")
                break
            except (TelegramNetworkError, TelegramServerError, ClientError, OSError, TimeoutError) as error:
                log.info("a file could not be fetched (%d of %d): %s", tries + 1, TRIES, type(error).__name__)
                wait = WAIT_SECONDS * (tries + 1)
            except AiogramError as error:
                log.warning("a file cannot be fetched: %s", type(error).__name__)
                break
            if tries + 1 < TRIES:
                await asyncio.sleep(wait)
        raise InvalidInputError("photo-not-fetched")

    async def _download(self, source: str) -> bytes:
        file = await self._bot.get_file(source)
        if file.file_path is None:
            raise InvalidInputError("photo-not-fetched")
        if (file.file_size or 0) > self._max_bytes:
            raise self._too_big()
        url = self._bot.session.api.file_url(self._bot.token, file.file_path)
        data = bytearray()
        stream = self._bot.session.stream_content(url, timeout=FILE_SECONDS, chunk_size=CHUNK, raise_for_status=True)
        async for chunk in stream:
            data += chunk
            if len(data) > self._max_bytes:
                raise self._too_big()
        return bytes(data)

    def _too_big(self) -> InvalidInputError:
        return InvalidInputError("photo-file-too-big", megabytes=self._max_bytes // (1024 * 1024))
