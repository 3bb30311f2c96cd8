"""A photo as it is sent: the file itself is the body."""

from collections.abc import Mapping
from typing import Any

from bot.web.api.reading import UnreadableError
from bot.web.api.route import Call
from bot.web.bodies import read_body

TAKES: Mapping[str, Any] = {
    kind: {"schema": {"type": "string", "format": "binary"}}
    for kind in ("image/jpeg", "image/png", "image/webp", "image/heic", "image/avif", "application/octet-stream")
}
"""What may be sent; the file itself says what it is, the header is not believed."""


async def read_photo(call: Call) -> bytes:
    """The file; raises `UnreadableError` with 413 for more than a photo may have."""
    data = await read_body(call.request, call.services.rules.photos.max_bytes)
    if data is None:
        raise UnreadableError(413, "body-too-large")
    return data
