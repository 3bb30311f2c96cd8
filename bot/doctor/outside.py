"""Plain questions to addresses outside, with the answer's date."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp

MOST_ANSWER_BYTES = 256 * 1024
SECONDS = 15.0


class NoAnswerError(Exception):
    """Nobody answered. The message is the kind of failure alone: the address may carry a secret."""


@dataclass(frozen=True)
class OutsideAnswer:
    """`date` is the other side's clock, None where it did not tell; `asked` and `answered` are ours."""

    status: int
    body: bytes
    date: datetime | None
    asked: datetime
    answered: datetime


class Outside:
    """Asks. Follows no redirect and sends no credentials but what the address carries."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def get(self, url: str) -> OutsideAnswer:
        """The answer, whatever its status. Raises `NoAnswerError`."""
        asked = datetime.now(UTC)
        try:
            async with self._session.get(url, allow_redirects=False) as response:
                answered = datetime.now(UTC)
                body = await response.content.read(MOST_ANSWER_BYTES)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise NoAnswerError(type(error).__name__) from None
        return OutsideAnswer(response.status, body, _date(response.headers.get("Date")), asked, answered)


@asynccontextmanager
async def open_outside() -> AsyncIterator[Outside]:
    """For as long as the block lasts."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as session:
        yield Outside(session)


def _date(text: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return date.replace(tzinfo=UTC) if date and date.tzinfo is None else date
