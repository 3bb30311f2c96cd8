"""GET /metrics: figures for a collector that knows the token."""

import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest


class MetricsPage:
    """`refresh` counts anew what is too old before it is told."""

    def __init__(self, token: str, registry: CollectorRegistry, refresh: Callable[[], Awaitable[None]]) -> None:
        if not token:
            raise ValueError("an empty token would let everybody in")
        self._expected = f"Bearer {token}".encode()
        self._registry = registry
        self._refresh = refresh

    def add_to(self, app: web.Application) -> None:
        """Adds the route."""
        app.router.add_get("/metrics", self.answer)

    async def answer(self, request: web.Request) -> web.Response:
        """200 with the figures, 401 without the token."""
        given = request.headers.get("Authorization", "")
        # Bytes, because compare_digest raises for text beyond ASCII.
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._expected):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        await self._refresh()
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
