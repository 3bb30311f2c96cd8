"""A Bot API that answers at once, and remembers whom a message was sent to."""

import asyncio
import json
import re
import time
from collections import Counter

from bench.webhook.wire import Connection

BOT_ID = 42
TOKEN = f"{BOT_ID}:BENCH-TOKEN-000000000000000000000000"
_CHAT = re.compile(rb'(?:name="chat_id"\r\n\r\n|chat_id=|"chat_id": ?)(\d+)')
_ME = {"id": BOT_ID, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


class FakeTelegram:
    """Listens on a free port of this machine. `sent` counts messages by chat."""

    def __init__(self) -> None:
        self.sent: Counter[int] = Counter()
        self.total = 0
        self.last_at = 0.0
        self.unknown = 0
        self._server: asyncio.Server | None = None
        self._waits: tuple[int, asyncio.Future[None]] | None = None

    async def start(self) -> str:
        """The address of the API."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(self._asked), "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def forget(self) -> None:
        """Counts from nothing again."""
        self.sent.clear()
        self.total = 0

    async def received(self, messages: int, timeout: float) -> None:
        """Waits until so many messages were sent; raises TimeoutError."""
        if self.total < messages:
            self._waits = (messages, asyncio.get_running_loop().create_future())
            await asyncio.wait_for(self._waits[1], timeout)

    def stop(self) -> None:
        """Listens no longer."""
        if self._server is not None:
            self._server.close()

    def _asked(self, connection: Connection, request: bytes) -> None:
        method = request[: request.find(b" HTTP/")].rsplit(b"/", 1)[-1].lower()
        connection.send(_answer(self._result(method, request)))

    def _result(self, method: bytes, request: bytes) -> object:
        if method == b"sendmessage":
            return self._message(request)
        if method == b"getme":
            return _ME
        if method == b"getwebhookinfo":
            return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        return True

    def _message(self, request: bytes) -> object:
        found = _CHAT.search(request)
        if found is None:
            self.unknown += 1
            return True
        chat = int(found[1])
        self.sent[chat] += 1
        self.total += 1
        self.last_at = time.perf_counter()
        if self._waits is not None and self.total >= self._waits[0]:
            waiter, self._waits = self._waits[1], None
            waiter.set_result(None)
        return {
            "message_id": self.total,
            "date": 1_800_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "Anna"},
            "from": _ME,
            "text": "an answer",
        }


def _answer(result: object) -> bytes:
    body = json.dumps({"ok": True, "result": result}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
