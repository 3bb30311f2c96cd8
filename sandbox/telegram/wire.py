"""Reading a Bot API request: query string, form, multipart or JSON become one `Call`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, MultipartReader, web

from sandbox.telegram.errors import ApiError, bad_request

# A bot uploads at most 50 MB a file to the cloud server; ten of them make the largest album.
MAX_FILE_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file that came inside the request: its name and its bytes."""

    name: str
    data: bytes


@dataclass
class Call:
    """One Bot API call. Values are strings (forms) or JSON values (JSON bodies); getters read both."""

    method: str
    params: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """The parameter as text; `default` where it is absent."""
        value = self.params.get(name)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        return json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """The parameter as a whole number; 0 for unreadable text, as Telegram reads numbers."""
        value = self.params.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            return 0

    def boolean(self, name: str) -> bool:
        """True for true, "true", "yes", "t" and "1"."""
        value = self.params.get(name)
        return value is True or str(value).lower() in {"true", "yes", "t", "1"}

    def json(self, name: str) -> Any:
        """The parameter as a JSON value, or None where it is absent or empty. Raises ApiError 400."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def logged(self) -> dict[str, Any]:
        """The parameters for the list of calls: JSON texts decoded, files by name and size."""
        shown: dict[str, Any] = {}
        for name, value in self.params.items():
            shown[name] = _decoded(value)
        for name, upload in self.uploads.items():
            shown[name] = {"file": upload.name, "bytes": len(upload.data)}
        return shown


def _decoded(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


async def read_call(request: web.Request, method: str) -> Call:
    """Read the request's parameters. Raises ApiError 400 for a bad body, 413 for too large a file."""
    call = Call(method, dict(request.query))
    kind = request.content_type
    if kind == "application/json":
        _take_json(call, await request.text())
    elif kind.startswith("multipart/"):
        await _take_multipart(call, await request.multipart())
    elif request.can_read_body:
        call.params.update({name: str(value) for name, value in (await request.post()).items()})
    return call


def call_of_answer(body: Mapping[str, Any]) -> Call | None:
    """The method that a webhook answer carries, or None where it carries none."""
    method = body.get("method")
    if not isinstance(method, str) or not method:
        return None
    return Call(method, {name: value for name, value in body.items() if name != "method"})


async def call_of_multipart(reader: MultipartReader) -> Call | None:
    """The same for a multipart webhook answer, which is how aiogram writes it."""
    call = Call("")
    await _take_multipart(call, reader)
    call.method = str(call.params.pop("method", ""))
    return call if call.method else None


def _take_json(call: Call, text: str) -> None:
    try:
        body = json.loads(text or "{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("expected an Object")
    call.params.update(body)


async def _take_multipart(call: Call, reader: MultipartReader) -> None:
    async for part in reader:
        if not isinstance(part, BodyPartReader):
            raise bad_request("nested multipart is not supported")
        data = bytes(await part.read(decode=True))
        name = part.name or ""
        if part.filename is None:
            call.params[name] = data.decode("utf-8", "replace")
            continue
        if len(data) > MAX_FILE_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        call.uploads[name] = Upload(part.filename, data)
