"""/v1/files: upload, get, list, delete, signed download."""

import json
from collections.abc import Callable
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.bodies import answer, read_body
from sandbox.door import Door
from sandbox.replicate.files import FileStore, Upload
from sandbox.replicate.pages import page_body, page_of
from sandbox.replicate.problems import Problem, invalid_field, not_found, told
from sandbox.replicate.settings import ReplicateSettings

TOO_LARGE = "Files must be less than 100MB in size"
_MOST_NAME_BYTES = 255


class FileRoutes:
    """Handlers of uploaded files."""

    def __init__(self, files: FileStore, settings: ReplicateSettings, base_url: Callable[[], str]) -> None:
        self._files = files
        self._settings = settings
        self._base_url = base_url

    def add(self, app: web.Application, door: Door) -> None:
        """Add the routes."""
        files, point = "/replicate/v1/files", "replicate.files"
        one, add = f"{files}/{{id}}", app.router.add_route
        add("POST", files, door.guard(told(self.create), point))
        add("GET", files, door.guard(told(self.list), point))
        add("GET", one, door.guard(told(self.get), point))
        add("DELETE", one, door.guard(told(self.delete), point))
        add("GET", f"{one}/download", door.guard(told(self.download), point, needs_key=False))

    async def create(self, request: web.Request) -> web.StreamResponse:
        """Store a file from a multipart form."""
        if not request.content_type.startswith("multipart/"):
            await read_body(request)
            raise Problem(400, "Bad request", "The request must be multipart/form-data")
        parts = await self._parts(request)
        if "content" not in parts:
            raise invalid_field("content", "required", "content is required")
        data, name, content_type = parts["content"]
        given = parts.get("filename")
        name = given[0].decode("utf-8", "replace") if given else name
        kind = parts.get("type")
        content_type = kind[0].decode("utf-8", "replace") if kind else content_type
        if not name or len(name.encode()) > _MOST_NAME_BYTES:
            raise invalid_field("filename", "format", "A filename of at most 255 bytes is required")
        upload = self._files.keep(name, content_type, data, _metadata(parts))
        return answer(self._files.described(upload), 201)

    async def get(self, request: web.Request) -> web.StreamResponse:
        """What is known of a file; not its bytes."""
        return answer(self._files.described(self._find(request)))

    async def list(self, request: web.Request) -> web.StreamResponse:
        """Our files, newest first."""
        uploads = list(reversed(self._files.all()))
        results = [self._files.described(upload) for upload in page_of(request, uploads)]
        return answer(page_body(request, self._base_url(), len(uploads), results))

    async def delete(self, request: web.Request) -> web.StreamResponse:
        """Remove a file."""
        self._files.delete(self._find(request))
        return web.Response(status=204)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes, for a signed address."""
        upload = self._files.find_signed(request.match_info["id"], dict(request.query))
        if upload is None:
            raise not_found("File not found")
        return web.Response(body=upload.file.data, content_type=upload.file.content_type)

    def _find(self, request: web.Request) -> Upload:
        upload = self._files.find(request.match_info["id"])
        if upload is None:
            raise not_found("File not found")
        return upload

    async def _parts(self, request: web.Request) -> dict[str, tuple[bytes, str, str]]:
        """Data, file name and content type of each part. The whole body is read, also of a file that is refused."""
        parts: dict[str, tuple[bytes, str, str]] = {}
        too_large = False
        try:
            async for part in await request.multipart():
                if not isinstance(part, BodyPartReader):
                    raise ValueError("nested forms are not read")
                data = bytearray()
                while piece := await part.read_chunk(1 << 16):
                    data += piece if len(data) < self._settings.most_file_bytes else b""
                too_large = too_large or len(data) >= self._settings.most_file_bytes
                content_type = part.headers.get("Content-Type", "application/octet-stream")
                parts[part.name or ""] = (bytes(data), part.filename or "", content_type)
        except (ValueError, AssertionError) as broken:
            raise Problem(400, "Bad request", "The form could not be read") from broken
        if too_large:
            raise Problem(413, "Content Too Large", TOO_LARGE)
        return parts


def _metadata(parts: dict[str, tuple[bytes, str, str]]) -> dict[str, Any]:
    if "metadata" not in parts:
        return {}
    try:
        metadata = json.loads(parts["metadata"][0])
    except ValueError as broken:
        raise invalid_field("metadata", "format", "Must be valid JSON") from broken
    if not isinstance(metadata, dict):
        raise invalid_field("metadata", "invalid_type", "Invalid type. Expected: object")
    return metadata
