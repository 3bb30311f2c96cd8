"""The chat page and the sample photos."""

from pathlib import Path

from aiohttp import web

from sandbox.person.samples import Samples

_PAGE = Path(__file__).parent / "page"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
# Nothing but our own files runs or loads, whatever a bot writes into a message; a Mini App runs in a frame, and only
# one that is on this machine.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; frame-src http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'"
)


class PageRoutes:
    """GET /, /page/{file} and /samples/{n}.jpg."""

    def __init__(self, samples: Samples) -> None:
        self._samples = samples

    def add_routes(self, app: web.Application) -> None:
        """Mount the routes."""
        app.router.add_get("/", self._index)
        app.router.add_get("/page/{name:[a-z]+\\.(?:css|js)}", self._file)
        app.router.add_get("/samples/{number:[0-9]{1,3}}.jpg", self._sample)

    async def _index(self, request: web.Request) -> web.Response:
        return _served(_PAGE / "index.html")

    async def _file(self, request: web.Request) -> web.Response:
        return _served(_PAGE / request.match_info["name"])

    async def _sample(self, request: web.Request) -> web.Response:
        try:
            data = await self._samples.get(int(request.match_info["number"]))
        except KeyError:
            raise web.HTTPNotFound from None
        return web.Response(body=data, content_type="image/jpeg")


def _served(path: Path) -> web.Response:
    if not path.is_file():
        raise web.HTTPNotFound
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
    return web.Response(
        text=path.read_text("utf-8"), content_type=_TYPES[path.suffix], charset="utf-8", headers=headers
    )
