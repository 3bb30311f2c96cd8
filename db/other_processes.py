"""Hints between the processes on one PostgreSQL database: that somebody has committed work of a topic.

Nothing depends on them: all work is in rows, and every process looks for it by itself now and then. They are told after
the commit and not in it: PostgreSQL lets only one transaction with a NOTIFY commit at a time, in the whole server.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any

import asyncpg
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

CHANNEL = "loragram_wakes"
"""Also what the server calls these connections."""

CHECK_SECONDS = 20.0
"""A connection that is silent for longer is asked whether it still is one."""

ANSWER_SECONDS = 5.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
TELL = "SELECT pg_notify($1, $2)"
ERRORS = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what the driver says when the server hangs up between two of its own steps
    SQLAlchemyError,
    OSError,
    TimeoutError,
)

log = logging.getLogger(__name__)


class OtherProcesses:
    """One connection that tells and hears. What is told while one telling is under way goes out together."""

    def __init__(self, url: URL, heard: Callable[[str], None]) -> None:
        _, options = url.get_dialect()().create_connect_args(url)
        self._options = {name: value for name, value in options.items() if not name.startswith("prepared_statement")}
        self._heard = heard
        self._name = secrets.token_hex(8)
        self._kept: frozenset[str] = frozenset()
        self._untold: set[str] = set()
        self._news = asyncio.Event()
        self._stopped = asyncio.Event()
        self._pause = FIRST_PAUSE

    def keep(self, topics: Collection[str]) -> None:
        """From now on others are not told of these `topics`, because this process looks at once and has room."""
        self._kept = frozenset(topics)

    def tell(self, topics: Collection[str]) -> None:
        """Tells the others, as soon as may be, and only while `run` runs."""
        self._untold |= set(topics) - self._kept
        if self._untold:
            self._news.set()

    async def run(self) -> None:
        """Tells and hears until `stop`, over any number of connections."""
        while not self._stopped.is_set():
            try:
                await self._converse()
            except ERRORS as error:
                log.warning("other processes cannot be heard for the moment: %s", type(error).__name__)
                await self._rest()

    def stop(self) -> None:
        """Lets `run` tell what is left, and end."""
        self._stopped.set()
        self._news.set()

    async def _converse(self) -> None:
        named = {"application_name": CHANNEL}
        connection = await asyncpg.connect(**self._options, server_settings=named, timeout=ANSWER_SECONDS)
        try:
            await connection.add_listener(CHANNEL, self._hear)
            connection.add_termination_listener(lambda _connection: self._news.set())
            self._pause = FIRST_PAUSE
            while True:
                await self._speak(connection)
                if self._untold:
                    continue  # said while the last words were under way
                if self._stopped.is_set():
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), CHECK_SECONDS)
        finally:
            connection.terminate()

    async def _speak(self, connection: Any) -> None:
        """Says what is new; with nothing new, still something that has to be answered."""
        self._news.clear()
        topics, self._untold = self._untold, set()
        if topics:
            payload = " ".join([self._name, *sorted(topics)])
            await connection.execute(TELL, CHANNEL, payload, timeout=ANSWER_SECONDS)
        else:
            await connection.execute("SELECT 1", timeout=ANSWER_SECONDS)

    def _hear(self, _connection: Any, _process: int, _channel: str, payload: object) -> None:
        teller, *topics = str(payload).split()
        if teller != self._name:
            for topic in topics:
                self._heard(topic)

    async def _rest(self) -> None:
        """Waits longer after every failure; `stop` ends it."""
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), pause)
