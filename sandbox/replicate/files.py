"""Replicate's uploaded files: theirs by id, with a lifetime, readable by the models of the same account."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from sandbox.clock import SandboxClock, iso
from sandbox.loopback import is_loopback
from sandbox.replicate.keys import USERNAME
from sandbox.replicate.runs import new_id
from sandbox.replicate.settings import ReplicateSettings
from sandbox.shelf import PublicFiles, StoredFile

PREFIX = "/replicate/v1/files/"


@dataclass(frozen=True)
class Upload:
    """An uploaded file. `expires_at` is simulated; `created` is real."""

    id: str
    file: StoredFile
    metadata: dict[str, Any]
    created: float
    expires_at: float


class FileStore:
    """Uploaded files by id."""

    def __init__(self, clock: SandboxClock, settings: ReplicateSettings, base_url: Callable[[], str]) -> None:
        self._clock = clock
        self._settings = settings
        self._base_url = base_url
        self._secret = secrets.token_bytes(32)
        self._uploads: dict[str, Upload] = {}

    def keep(self, name: str, content_type: str, data: bytes, metadata: dict[str, Any]) -> Upload:
        """Store a file."""
        expires = self._clock.now() + self._settings.file_seconds
        file = StoredFile(name, content_type, data, expires)
        upload = Upload(new_id(), file, metadata, self._clock.real_now(), expires)
        self._uploads = {known.id: known for known in self.all()} | {upload.id: upload}
        return upload

    def find(self, upload_id: str) -> Upload | None:
        """The file with this id, unless its lifetime is over."""
        upload = self._uploads.get(upload_id)
        return upload if upload and upload.expires_at > self._clock.now() else None

    def all(self) -> list[Upload]:
        """Every file whose lifetime is not over, oldest first."""
        return [upload for upload in self._uploads.values() if upload.expires_at > self._clock.now()]

    def delete(self, upload: Upload) -> None:
        """Remove a file."""
        self._uploads.pop(upload.id, None)

    def forget(self) -> int:
        """Remove every file; returns how many there were."""
        count = len(self._uploads)
        self._uploads.clear()
        return count

    def find_url(self, url: str) -> Upload | None:
        """The file behind its `urls.get`, or behind a signed download address."""
        parts = urlsplit(url)
        if not is_loopback(parts.hostname) or not parts.path.startswith(PREFIX):
            return None
        upload_id, _, rest = parts.path.removeprefix(PREFIX).partition("/")
        if rest == "download":
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            return self.find_signed(upload_id, query)
        return self.find(upload_id) if not rest else None

    def find_signed(self, upload_id: str, query: dict[str, str]) -> Upload | None:
        """The file of a signed download address: owner, expiry (real unix seconds) and signature must fit."""
        expiry, owner = query.get("expiry", ""), query.get("owner", "")
        if not expiry.isdigit() or int(expiry) <= self._clock.real_now() or owner != USERNAME:
            return None
        fits = hmac.compare_digest(self._signature(upload_id, expiry).encode(), query.get("signature", "").encode())
        return self.find(upload_id) if fits else None

    def described(self, upload: Upload) -> dict[str, Any]:
        """The file object of the API."""
        data = upload.file.data
        return {
            "id": upload.id,
            "name": upload.file.name,
            "content_type": upload.file.content_type,
            "size": len(data),
            "etag": hashlib.md5(data, usedforsecurity=False).hexdigest(),
            "checksums": {"sha256": hashlib.sha256(data).hexdigest()},
            "metadata": upload.metadata,
            "created_at": iso(upload.created),
            "expires_at": iso(upload.created + self._settings.file_seconds),
            "urls": {"get": f"{self._base_url()}{PREFIX}{upload.id}"},
        }

    def download_url(self, upload: Upload) -> str:
        """A signed address that needs no token, good for an hour of real time."""
        expiry = str(int(self._clock.real_now()) + 3600)
        signature = quote(self._signature(upload.id, expiry), safe="")
        base = f"{self._base_url()}{PREFIX}{upload.id}/download"
        return f"{base}?expiry={expiry}&owner={USERNAME}&signature={signature}"

    def _signature(self, upload_id: str, expiry: str) -> str:
        signed = f"{USERNAME} {upload_id} {expiry}".encode()
        return base64.b64encode(hmac.new(self._secret, signed, hashlib.sha256).digest()).decode()


class InputFiles:
    """What a model can read: uploaded files of the account, and everything public."""

    def __init__(self, uploads: FileStore, public: PublicFiles) -> None:
        self.uploads = uploads
        self.public = public

    def find_url(self, url: str) -> StoredFile | None:
        """The file at this address, None where it cannot be fetched."""
        upload = self.uploads.find_url(url)
        return upload.file if upload else self.public.find_url(url)
