"""GET /app/…: the Mini App's built files, and its one page for every address that it has inside."""

import logging
import re
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from bot.web.miniapp_missing import MISSING_PAGE

ASSETS = Path(__file__).with_name("miniapp_assets")
"""Where `miniapp/build.py` puts what it has built."""

PAGE = "index.html"
IMMUTABLE = "public, max-age=31536000, immutable"
"""For files whose name changes with their content."""

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""All that is served. A fixed list, because the system's own differs from machine to machine."""

PLAIN_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
"""No part begins with a dot, so none leads out of the folder."""

TELEGRAM = ("https://web.telegram.org", "https://*.telegram.org")

log = logging.getLogger(__name__)


class MiniApp:
    """The files in `folder`, which may appear, change and go while this runs.

    `files_origin` is where signed links to pictures lead, None for this server itself. `framers` are origins that may
    show the app in a frame besides Telegram's own.
    """

    def __init__(self, files_origin: str | None = None, framers: Sequence[str] = (), folder: Path = ASSETS) -> None:
        self._folder = folder
        self._headers = {
            "Content-Security-Policy": _policy(files_origin, framers),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_get("/app", self.lead_in)
        app.router.add_get("/app/assets/{name:.*}", self.asset)
        app.router.add_get("/app/{name:.*}", self.page)
        app.on_startup.append(self._tell_when_missing)

    async def lead_in(self, request: web.Request) -> web.Response:
        """308 to the folder. Relative, since a front may have put us below a path of its own."""
        # As it was written: unpacked it may hold what no header may.
        asked = request.rel_url.raw_query_string
        query = f"?{asked}" if asked else ""
        return web.Response(status=308, headers={**self._headers, "Location": f"app/{query}"})

    async def asset(self, request: web.Request) -> web.StreamResponse:
        """200 with a file whose name changes with its content; 404 without one, never the page in its place."""
        path = self._file(f"assets/{request.match_info['name']}")
        if path is None:
            return web.Response(status=404, headers={**self._headers, "Cache-Control": "no-store"})
        return self._send(path, IMMUTABLE)

    async def page(self, request: web.Request) -> web.StreamResponse:
        """200 with a file beside the page, else with the page, which finds its way by the address; 503 with advice
        when the app is not built."""
        path = self._file(request.match_info["name"]) or self._file(PAGE)
        if path is None:
            headers = {**self._headers, "Cache-Control": "no-store", "Content-Type": TYPES[".html"]}
            return web.Response(status=503, text=MISSING_PAGE, headers=headers)
        return self._send(path, "no-cache")

    def _file(self, name: str) -> Path | None:
        path = self._folder / name
        return path if PLAIN_PATH.fullmatch(name) and path.suffix in TYPES and path.is_file() else None

    def _send(self, path: Path, caching: str) -> web.FileResponse:
        """The file, or its `.gz` sibling for a browser that takes it."""
        kind = {"Content-Type": TYPES[path.suffix], "Cache-Control": caching, "Vary": "Accept-Encoding"}
        return web.FileResponse(path, headers={**self._headers, **kind})

    async def _tell_when_missing(self, app: web.Application) -> None:
        if self._file(PAGE) is None:
            log.warning("the Mini App is not built, so /app/ only says how to build it: python miniapp/build.py")


def _policy(files_origin: str | None, framers: Sequence[str]) -> str:
    """What the page may load, and who may frame it."""
    images = ["'self'", "blob:", "data:", *([files_origin] if files_origin else [])]
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        # Telegram's script writes a style element.
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": images,
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "manifest-src": ["'self'"],
        "font-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'self'", *TELEGRAM, *framers],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())
