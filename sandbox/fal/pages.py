"""The shapes of the platform API: pages of rows, and errors."""

import base64
import binascii
from typing import Any

from aiohttp import web

from sandbox.bodies import answer


def page(request: web.Request, field: str, rows: list[dict[str, Any]]) -> web.StreamResponse:
    """One page of rows under `field`; the cursor is the page number in base64, as fal's is."""
    try:
        limit = int(request.query.get("limit", "50"))
        page = int(base64.b64decode(request.query.get("cursor", "MQ=="), validate=True))
    except (ValueError, binascii.Error):
        return error(400, "validation_error", "limit is a number and cursor one that was answered")
    if not 1 <= limit <= 100 or page < 1:
        return error(400, "validation_error", "limit is 1 to 100")
    more = len(rows) > page * limit
    cursor = base64.b64encode(str(page + 1).encode()).decode() if more else None
    return answer({field: rows[(page - 1) * limit : page * limit], "next_cursor": cursor, "has_more": more})


def error(status: int, kind: str, text: str) -> web.Response:
    """A refusal of the platform API."""
    return answer({"error": {"type": kind, "message": text}}, status)
