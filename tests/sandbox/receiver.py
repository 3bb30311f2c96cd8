"""A receiver of the webhooks that providers' stand-ins send, and waiting for what must come true."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class Receiver:
    """Keeps what arrives and answers with the planned statuses, then 200."""

    url: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        """The handler."""
        self.got.append((dict(request.headers), await request.read()))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 302 else {})

    async def wait(self, count: int) -> None:
        """Until so many deliveries have come."""
        await until(lambda: len(self.got) >= count)


async def until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something holds; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        await asyncio.sleep(0.01)
