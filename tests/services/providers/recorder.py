"""A tiny HTTP/1.1 server that writes down every request and plays the answers a test gives it, also broken ones."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from services.providers.fal import FalAddresses, FalTimeouts
from services.providers.wire import Limits


@dataclass(frozen=True)
class Seen:
    """A request as it arrived; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query)


@dataclass(frozen=True)
class Reply:
    """What to send back. `drop`: close without an answer; `cut`: close in the middle of the body;
    `silent`: keep the connection open and say nothing."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    cut: bool = False
    silent: bool = False


def as_json(body: Any, status: int = 200, **headers: str) -> Reply:
    """A JSON answer; underscores in header names become dashes."""
    return Reply(status, json.dumps(body).encode(), {name.replace("_", "-"): value for name, value in headers.items()})


class Recorder:
    """Answers with the planned replies in order, the last one again and again; `by_path` goes first."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.replies: list[Reply] = [Reply(500)]
        self.by_path: dict[str, Reply] = {}
        self.url = ""
        self.connections = 0
        self._open: set[asyncio.StreamWriter] = set()

    def plays(self, *replies: Reply) -> None:
        """Plans the answers."""
        self.replies = list(replies)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Recorder"]:
        """Listens on a free loopback port until the block ends."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            for writer in self._open:
                writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        self.connections += 1
        try:
            while True:
                seen = await _read(reader)
                self.seen.append(seen)
                if not await self._answer(writer, self._reply(seen)):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def _reply(self, seen: Seen) -> Reply:
        if seen.path in self.by_path:
            return self.by_path[seen.path]
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    async def _answer(self, writer: asyncio.StreamWriter, reply: Reply) -> bool:
        if reply.silent:
            await asyncio.sleep(60)
        if reply.drop or reply.silent:
            return False
        headers = {"Content-Type": "application/json", "Content-Length": str(len(reply.body)), **reply.headers}
        lines = [f"HTTP/1.1 {reply.status} X", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        body = reply.body[: len(reply.body) // 2] if reply.cut else reply.body
        writer.write("\r\n".join(lines).encode() + body)
        await writer.drain()
        return not reply.cut


async def _read(reader: asyncio.StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)}
    return Seen(method, target, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


def fal_at(url: str) -> FalAddresses:
    """Every address of fal below one base, each with a path prefix of its own."""
    return FalAddresses(
        queue_url=f"{url}/queue",
        run_url=f"{url}/run",
        rest_url=f"{url}/rest",
        cdn_url=f"{url}/cdn",
        api_url=f"{url}/api",
        jwks_url=f"{url}/rest/.well-known/jwks.json",
    )


def patient() -> FalTimeouts:
    """Timeouts that a busy machine does not reach."""
    limits = Limits(connect=20.0, read=20.0, total=40.0)
    return FalTimeouts(limits, limits, limits, limits, limits)


def quick() -> FalTimeouts:
    """Timeouts that a test of silence can wait for; other answers have to arrive within them too."""
    limits = Limits(connect=4.0, read=2.0, total=6.0)
    return FalTimeouts(limits, limits, limits, limits, limits)
