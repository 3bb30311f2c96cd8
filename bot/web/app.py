"""The web application: routes from parts that are given to it, and answers that give nothing away."""

import logging
from collections.abc import Sequence
from typing import Protocol

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.safe_trace import safe_trace

log = logging.getLogger(__name__)


class Routes(Protocol):
    """A part that brings routes."""

    def add_to(self, app: web.Application) -> None:
        """Adds its routes."""


def build_app(parts: Sequence[Routes]) -> web.Application:
    """The application with the routes of `parts`; every part limits its own bodies."""
    app = web.Application(middlewares=[_plain_errors])
    for part in parts:
        part.add_to(app)
    return app


@web.middleware
async def _plain_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:  # noqa: BLE001 (the last frame of a request; logged without its address)
        route = request.match_info.route.resource
        log.error("a request to %s failed\n%s", route.canonical if route else "?", safe_trace(error))
        return web.Response(status=500)
