"""A front before several replicas: it asks who is ready, and sends every request to one that is."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

ASK_SECONDS = 0.5
PASSED_ON = {"Content-Type", "X-Telegram-Bot-Api-Secret-Token"}
TIMEOUT = aiohttp.ClientTimeout(total=60)
BODY_LIMIT = 4 * 1024 * 1024


class Front:
    """Knows the replicas by their ports. A connection that cannot be made is tried at another one; a request that was
    lost on its way is never repeated, because the replica may have taken it."""

    def __init__(self, http: aiohttp.ClientSession, replicas: Sequence[int]) -> None:
        self._http = http
        self._replicas = replicas
        self._turn = itertools.count()
        self._changed = asyncio.Condition()
        self.ready: set[int] = set()
        self.sent = 0
        self.lost = 0
        """Answered 502: whoever asked has to ask again."""

    async def until(self, port: int, *, ready: bool) -> None:
        """Waits until a replica is known to be ready, or not to be."""
        async with self._changed:
            await self._changed.wait_for(lambda: (port in self.ready) == ready)

    async def watch(self) -> None:
        """Asks all replicas again and again."""
        while True:
            answers = await asyncio.gather(*(self._is_ready(port) for port in self._replicas))
            async with self._changed:
                self.ready = {port for port, well in zip(self._replicas, answers, strict=True) if well}
                self._changed.notify_all()
            await asyncio.sleep(ASK_SECONDS)

    async def pass_on(self, request: web.Request) -> web.Response:
        """The answer of a ready replica; 502 when there is none, or when it was lost on the way."""
        body = await request.read()
        headers = {name: value for name, value in request.headers.items() if name in PASSED_ON}
        for port in self._order():
            try:
                async with self._http.request(
                    request.method, f"http://127.0.0.1:{port}{request.path}", data=body, headers=headers,
                    timeout=TIMEOUT,
                ) as answer:  # fmt: skip
                    self.sent += 1
                    return web.Response(status=answer.status, body=await answer.read())
            except aiohttp.ClientConnectorError:
                self.ready.discard(port)
            except aiohttp.ClientError:
                break
        self.lost += 1
        return web.Response(status=502)

    def _order(self) -> list[int]:
        ready = sorted(self.ready)
        first = next(self._turn) % len(ready) if ready else 0
        return ready[first:] + ready[:first]

    async def _is_ready(self, port: int) -> bool:
        try:
            async with self._http.get(f"http://127.0.0.1:{port}/readyz", timeout=aiohttp.ClientTimeout(5)) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False


@asynccontextmanager
async def front_before(replicas: Sequence[int], port: int) -> AsyncIterator[Front]:
    """A running front that listens on `port`."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http, asyncio.TaskGroup() as group:
        front = Front(http, replicas)
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_route("*", "/{path:.*}", front.pass_on)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        watch = group.create_task(front.watch())
        try:
            yield front
        finally:
            watch.cancel()
            await runner.cleanup()
