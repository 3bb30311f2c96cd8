"""Files in memory: what people and the bot sent, found again by file_id or by download path."""

import asyncio
import base64
import hashlib
import mimetypes
import secrets
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.pictures import SIDES, Copy, NotAPhoto, photo_copies, picture_size

_MORE_TYPES = {".heic": "image/heic", ".heif": "image/heif", ".webp": "image/webp", ".avif": "image/avif"}


@dataclass(frozen=True)
class StoredFile:
    """One file: `kind` is "photo", "document" or "thumbnail"; `media` is the whole object it belongs to."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    mime: str
    data: bytes


@dataclass
class FileStore:
    """All files of the sandbox. Nothing is written to disk."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)
    media: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def add_photo(self, data: bytes) -> dict[str, Any]:
        """{"photo": [PhotoSize, ...]} of re-encoded copies. Raises NotAPhoto, BadDimensions."""
        copies = await asyncio.to_thread(photo_copies, data)
        sizes = [self._size(copy, "photo") for copy in copies]
        media = {"photo": sizes}
        for size in sizes:
            self.media[size["file_id"]] = media
        return media

    async def add_document(self, name: str, data: bytes) -> dict[str, Any]:
        """{"document": Document} with the bytes untouched and the type taken from the file name."""
        mime = _mime(name)
        stored = self._store("document", data, name, mime)
        document: dict[str, Any] = {
            "file_name": name,
            "mime_type": mime,
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_size": len(data),
        }
        thumbnail = await asyncio.to_thread(_thumbnail, data)
        if thumbnail is not None:
            document["thumbnail"] = self._size(thumbnail, "thumbnail")
        media = {"document": document}
        self.media[stored.file_id] = media
        return media

    def _size(self, copy: Copy, kind: str) -> dict[str, Any]:
        stored = self._store(kind, copy.data, "file.jpg", "image/jpeg")
        return {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_size": len(copy.data),
            "width": copy.width,
            "height": copy.height,
        }

    def _store(self, kind: str, data: bytes, name: str, mime: str) -> StoredFile:
        unique = base64.urlsafe_b64encode(hashlib.sha256(data).digest()[:12]).decode()
        prefix = {"photo": "AgACAgIAAxk", "document": "BQACAgIAAxk", "thumbnail": "AAMCAgADGQ"}[kind]
        suffix = "." + name.rsplit(".", 1)[1] if "." in name else ""
        path = f"{kind}s/file_{len(self.by_path)}{suffix}"
        stored = StoredFile(prefix + secrets.token_urlsafe(42), "AQAD" + unique, kind, path, mime, data)
        self.by_id[stored.file_id] = stored
        self.by_path[path] = stored
        return stored


def _mime(name: str) -> str:
    suffix = "." + name.rsplit(".", 1)[-1].lower()
    return _MORE_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _thumbnail(data: bytes) -> Copy | None:
    if picture_size(data) is None:
        return None
    try:
        copies = photo_copies(data)
    except (NotAPhoto, ValueError):
        return None
    return next((copy for copy in reversed(copies) if max(copy.width, copy.height) <= SIDES[1]), None)
