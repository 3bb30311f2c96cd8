"""Reading requests and writing JSON answers, for all stand-ins of providers."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

MOST_BODY_BYTES = 1024 * 1024 * 1024
"""A guard of this process's memory; the providers' own limits lie elsewhere."""


def answer(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """A JSON answer."""
    return web.json_response(body, status=status, headers=headers)


async def read_body(request: web.Request) -> bytes:
    """The whole body, also above the app's own limit, which is meant for small JSON."""
    parts = []
    size = 0
    async for part in request.content.iter_chunked(1 << 16):
        size += len(part)
        if size > MOST_BODY_BYTES:
            raise web.HTTPRequestEntityTooLarge(MOST_BODY_BYTES, size)
        parts.append(part)
    return b"".join(parts)


async def read_json(request: web.Request) -> Any:
    """The body as JSON. Raises ValueError where it is none."""
    return json.loads(await read_body(request))
