"""GET /files/{token}: a stored file for whoever holds a signed, unexpired link."""

from urllib.parse import quote

from aiohttp import web

from services.errors import BrokenArtefactError, ForbiddenError, NotFoundError
from services.ports import Clock, Storage
from services.storage.links import FileLinks


class Files:
    """Streams decrypted bytes, always as a download that no browser interprets."""

    def __init__(self, links: FileLinks, storage: Storage, clock: Clock) -> None:
        self._links = links
        self._storage = storage
        self._clock = clock

    def add_to(self, app: web.Application) -> None:
        """Adds the route."""
        app.router.add_get("/files/{token}", self.send)

    async def send(self, request: web.Request) -> web.StreamResponse:
        """200 with the file, 403 for a link that is not genuine or over, 404 when the file is gone."""
        try:
            grant = self._links.verify(request.match_info["token"], self._clock.now())
        except ForbiddenError:
            return web.Response(status=403, text="This link is not valid any more. Ask the bot for a new one.\n")
        chunks = self._storage.stream(grant.key)
        try:
            first = await anext(chunks, b"")
        except (NotFoundError, BrokenArtefactError):
            return web.Response(status=404, text="This file does not exist any more.\n")
        response = web.StreamResponse(headers=_headers(grant.file_name, grant.content_type))
        await response.prepare(request)
        if request.method == "HEAD":
            return response
        await response.write(first)
        # A file that turns out damaged here ends in a broken connection, never in a short file that looks whole.
        async for chunk in chunks:
            await response.write(chunk)
        await response.write_eof()
        return response


def _headers(file_name: str, content_type: str) -> dict[str, str]:
    return {
        "Content-Type": content_type,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
    }
