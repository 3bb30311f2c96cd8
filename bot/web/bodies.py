"""Reading a request's body without letting anybody fill the memory."""

from aiohttp import web

PIECE = 64 * 1024


async def read_body(request: web.Request, limit: int) -> bytes | None:
    """The whole body; None as soon as it is known to have more than `limit` bytes.

    Raises `HTTPBadRequest` for one that is not packed as its headers say.
    """
    if (request.content_length or 0) > limit:
        return None
    body = bytearray()
    try:
        async for piece in request.content.iter_chunked(PIECE):
            body += piece
            if len(body) > limit:
                return None
    except web.RequestPayloadError:
        raise web.HTTPBadRequest from None
    return bytes(body)
