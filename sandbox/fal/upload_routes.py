"""rest.fal.ai/storage and the CDN host's uploads: tokens, one piece, parts, reserved addresses."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web

from sandbox.bodies import answer, read_body, read_json
from sandbox.clock import SandboxClock
from sandbox.door import Door
from sandbox.fal.lifetimes import lifetime_of
from sandbox.shelf import Shelf

TOKEN_SECONDS = 3600.0
"""Real seconds an upload token is good for."""


@dataclass
class _Upload:
    """An upload in parts, or one whose bytes come by PUT to a reserved address."""

    path: str
    content_type: str
    lifetime: float | None
    parts: dict[int, bytes] = field(default_factory=dict)


class UploadRoutes:
    """Handlers of uploads."""

    def __init__(self, cdn: Shelf, clock: SandboxClock, base_url: Callable[[], str]) -> None:
        self._cdn = cdn
        self._clock = clock
        self._base_url = base_url
        self._tokens: dict[str, float] = {}
        self._uploads: dict[str, _Upload] = {}

    def add(self, app: web.Application, door: Door) -> None:
        """Add the routes."""
        files = "/fal/cdn/files"
        parts = files + "/{path:.+}/multipart/{id}"
        upload = "fal.upload"
        add = app.router.add_route
        add("POST", "/fal/rest/storage/auth/token", door.guard(self.token, "fal.token"))
        add("POST", "/fal/rest/storage/upload/initiate", door.guard(self.initiate, "fal.initiate"))
        add("POST", f"{files}/upload", door.guard(self.upload, upload, needs_key=False))
        add("POST", f"{files}/upload/multipart", door.guard(self.begin_parts, upload, needs_key=False))
        add("PUT", parts + "/{number}", door.guard(self.take_part, upload, needs_key=False))
        add("POST", f"{parts}/complete", door.guard(self.end_parts, upload, needs_key=False))
        add("PUT", "/fal/cdn/initiated/{id}", door.guard(self.put, upload, needs_key=False))

    async def token(self, request: web.Request) -> web.StreamResponse:
        """A short-lived token for uploads."""
        await read_body(request)
        token = secrets.token_urlsafe(24)
        expires = self._clock.real_now() + TOKEN_SECONDS
        self._tokens[token] = expires
        return answer(
            {
                "token": token,
                "token_type": "Bearer",
                "base_url": f"{self._base_url()}/fal/cdn",
                "expires_at": (datetime.fromtimestamp(0, UTC) + timedelta(seconds=expires)).isoformat(),
            }
        )

    async def initiate(self, request: web.Request) -> web.StreamResponse:
        """A reserved address, to be filled by PUT."""
        try:
            wanted = await read_json(request)
            name, content_type = str(wanted["file_name"]), str(wanted["content_type"])
            lifetime = _lifetime(request)
        except (ValueError, KeyError, TypeError):
            return answer({"detail": "file_name and content_type are needed"}, 422)
        number = secrets.token_urlsafe(12)
        upload = _Upload(self._cdn.reserve(name), content_type, lifetime)
        self._uploads[number] = upload
        base = self._base_url()
        return answer({"upload_url": f"{base}/fal/cdn/initiated/{number}", "file_url": self._cdn.url(upload.path)})

    async def put(self, request: web.Request) -> web.StreamResponse:
        """Fill a reserved address. Its random name is the permission."""
        data = await read_body(request)
        upload = self._uploads.pop(request.match_info["id"], None)
        if upload is None:
            return answer({"detail": "Not Found"}, 404)
        self._cdn.keep(upload.path, data, upload.content_type, upload.lifetime)
        return web.Response()

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Store a file in one piece."""
        data = await read_body(request)
        begun = self._begin(request)
        if isinstance(begun, web.Response):
            return begun
        return answer({"access_url": self._cdn.keep(begun.path, data, begun.content_type, begun.lifetime)})

    async def begin_parts(self, request: web.Request) -> web.StreamResponse:
        """Begin an upload in parts."""
        await read_body(request)
        begun = self._begin(request)
        if isinstance(begun, web.Response):
            return begun
        number = secrets.token_urlsafe(12)
        self._uploads[number] = begun
        return answer({"access_url": self._cdn.url(begun.path), "uploadId": number})

    async def take_part(self, request: web.Request) -> web.StreamResponse:
        """Keep one part and answer its ETag."""
        data = await read_body(request)
        upload = self._open_upload(request)
        if isinstance(upload, web.Response):
            return upload
        if not request.match_info["number"].isdigit():
            return answer({"detail": "The part number is a number"}, 400)
        upload.parts[int(request.match_info["number"])] = data
        return web.Response(headers={"ETag": _etag(data)})

    async def end_parts(self, request: web.Request) -> web.StreamResponse:
        """Join the parts in the order the client names them."""
        try:
            wanted = [(int(part["partNumber"]), str(part["etag"])) for part in (await read_json(request))["parts"]]
        except (ValueError, KeyError, TypeError):
            return answer({"detail": "parts with partNumber and etag are needed"}, 422)
        upload = self._open_upload(request)
        if isinstance(upload, web.Response):
            return upload
        if any(number not in upload.parts or _etag(upload.parts[number]) != etag for number, etag in wanted):
            return answer({"detail": "A part is missing or differs"}, 400)
        data = b"".join(upload.parts[number] for number, _ in sorted(wanted))
        del self._uploads[request.match_info["id"]]
        url = self._cdn.keep(upload.path, data, upload.content_type, upload.lifetime)
        return answer({"access_url": url})

    def _begin(self, request: web.Request) -> _Upload | web.Response:
        if refusal := self._refusal(request):
            return refusal
        try:
            lifetime = _lifetime(request)
        except ValueError as wrong:
            return answer({"detail": f"Invalid lifecycle header: {wrong}"}, 422)
        name = request.headers.get("X-Fal-File-Name", "file")
        return _Upload(self._cdn.reserve(name), request.content_type, lifetime)

    def _open_upload(self, request: web.Request) -> _Upload | web.Response:
        if refusal := self._refusal(request):
            return refusal
        upload = self._uploads.get(request.match_info["id"])
        if upload is None or upload.path != request.match_info["path"]:
            return answer({"detail": "Upload not found"}, 404)
        return upload

    def _refusal(self, request: web.Request) -> web.Response | None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind == "Bearer" and self._tokens.get(token, 0.0) > self._clock.real_now():
            return None
        return answer({"detail": "Invalid or expired token"}, 401)


def _lifetime(request: web.Request) -> float | None:
    headers = request.headers
    return lifetime_of(headers.get("X-Fal-Object-Lifecycle", headers.get("X-Fal-Object-Lifecycle-Preference")))


def _etag(data: bytes) -> str:
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'
