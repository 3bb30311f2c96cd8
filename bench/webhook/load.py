"""Updates as Telegram posts them: a number of requests always under way, or so many a second whatever happens."""

import asyncio
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.webhook.wire import Connection

PATH = "/telegram/webhook"
SECRET = "bench-secret-of-thirty-two-letters-and-more"
FIRST_CHAT = 1_000_000
STALL_SECONDS = 30.0


@dataclass
class Taken:
    """What one measurement saw: seconds of each acknowledgement, the moments of first request and last answer."""

    seconds: list[float] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0
    refused: int = 0


def updates_of(chats: Sequence[int], numbers: Iterable[int]) -> list[bytes]:
    """A `/start` for each number, of one chat after another."""
    return [start_update(number, chats[number % len(chats)]) for number in numbers]


def start_update(number: int, chat: int) -> bytes:
    """A POST with `/start` of somebody's private chat."""
    person = {"id": chat, "is_bot": False, "first_name": "Anna", "username": f"anna{chat}", "language_code": "en"}
    message = {
        "message_id": number,
        "date": 1_800_000_000,
        "from": person,
        "chat": {"id": chat, "type": "private", "first_name": "Anna", "username": f"anna{chat}"},
        "text": "/start",
        "entities": [{"offset": 0, "length": 6, "type": "bot_command"}],
    }
    body = json.dumps({"update_id": number, "message": message}).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: bot.example\r\nContent-Type: application/json\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Load:
    """Connections to one server, opened once and kept."""

    def __init__(self, port: int, connections: int) -> None:
        self._port = port
        self._count = connections
        self._connections: list[Connection] = []
        self._since: dict[Connection, float] = {}
        self._free: list[Connection] = []
        self._late: list[tuple[float, bytes]] = []
        self._next: Iterator[bytes] = iter(())
        self._closed_loop = True
        self._taken = Taken()
        self._wanted = 0
        self._done: asyncio.Future[None] | None = None

    async def open(self) -> None:
        """Connects."""
        loop = asyncio.get_running_loop()
        for _ in range(self._count):
            _, connection = await loop.create_connection(lambda: Connection(self._answered), "127.0.0.1", self._port)
            self._connections.append(connection)

    def close(self) -> None:
        """Hangs up."""
        for connection in self._connections:
            connection.close()

    async def closed_loop(self, updates: Sequence[bytes]) -> Taken:
        """Every connection sends its next update as soon as the last one was answered."""
        self._begin(len(updates), closed_loop=True)
        self._next = iter(updates)
        for connection in self._connections:
            self._send_next(connection)
        return await self._finish()

    async def open_loop(self, updates: Sequence[bytes], rate: float) -> Taken:
        """`rate` updates a second; an acknowledgement counts from the moment at which its update was due."""
        self._begin(len(updates), closed_loop=False)
        self._free = list(self._connections)
        began = self._taken.began
        for number, update in enumerate(updates):
            due = began + number / rate
            wait = due - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            if self._free:
                self._send(self._free.pop(), update, due)
            else:
                self._late.append((due, update))
        return await self._finish()

    def _begin(self, wanted: int, *, closed_loop: bool) -> None:
        self._closed_loop = closed_loop
        self._wanted = wanted
        self._taken = Taken(began=time.perf_counter())
        self._done = asyncio.get_running_loop().create_future()

    async def _finish(self) -> Taken:
        assert self._done is not None
        while not self._done.done():
            seen = len(self._taken.seconds)
            await asyncio.wait([self._done], timeout=STALL_SECONDS)
            if not self._done.done() and len(self._taken.seconds) == seen:
                raise TimeoutError(f"the server answers no longer, after {seen} of {self._wanted} updates")
        return self._taken

    def _send_next(self, connection: Connection) -> None:
        update = next(self._next, None)
        if update is not None:
            self._send(connection, update, time.perf_counter())

    def _send(self, connection: Connection, update: bytes, since: float) -> None:
        self._since[connection] = since
        connection.send(update)

    def _answered(self, connection: Connection, answer: bytes) -> None:
        now = time.perf_counter()
        self._taken.seconds.append(now - self._since[connection])
        self._taken.refused += not answer.startswith(b"HTTP/1.1 200")
        if len(self._taken.seconds) == self._wanted:
            self._taken.ended = now
            assert self._done is not None
            self._done.set_result(None)
        elif self._closed_loop:
            self._send_next(connection)
        elif self._late:
            due, update = self._late.pop(0)
            self._send(connection, update, due)
        else:
            self._free.append(connection)
