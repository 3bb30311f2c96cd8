"""Links to stored files: signed, expiring, and saying by themselves what they open."""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from services.errors import ForbiddenError

ROUTE = "/files/"
LONGEST_TOKEN = 4096
"""Characters; ours stay under 1,500, and longer ones need not be hashed."""

CONTENT_TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".zip": "application/zip",
    ".safetensors": "application/octet-stream",
}
"""What we store; a fixed list, so that nobody's file name can make a browser run something."""


@dataclass(frozen=True)
class FileGrant:
    """What a genuine link opens: the storage key, the name to save it under, and how to serve it."""

    key: str
    file_name: str
    content_type: str


class FileLinks:
    """Makes and checks links under `base_url` (no slash at its end; empty for a bare path).

    `secret` is `DataKeys.links`; whoever holds a link may read that file until it expires, and nothing else.
    """

    def __init__(self, secret: bytes, base_url: str) -> None:
        if len(secret) < hashlib.sha256().digest_size:
            raise ValueError("the links' secret must have 32 bytes or more")
        self._secret = secret
        self._base_url = base_url.rstrip("/")

    @property
    def have_address(self) -> bool:
        """Whether a link can be opened from outside."""
        return bool(self._base_url)

    def sign(self, key: str, *, file_name: str, seconds: int, now: datetime) -> str:
        """The address of the file for `seconds` from `now`; the content type follows the name's extension."""
        content_type = CONTENT_TYPES.get(PurePosixPath(file_name).suffix.lower(), "application/octet-stream")
        expires = int(now.timestamp()) + seconds
        payload = json.dumps([key, file_name, content_type, expires], separators=(",", ":")).encode()
        text = base64.urlsafe_b64encode(payload).rstrip(b"=")
        return f"{self._base_url}{ROUTE}{text.decode()}.{self._signature(text)}"

    def verify(self, token: str, now: datetime) -> FileGrant:
        """What the part after `/files/` opens. Raises `ForbiddenError("link-expired")` for anything but a genuine
        link in its time; the answer does not tell why."""
        text, dot, signature = token.partition(".")
        if not dot or len(token) > LONGEST_TOKEN or not token.isascii():
            raise ForbiddenError("link-expired")
        if not hmac.compare_digest(signature, self._signature(text.encode())):
            raise ForbiddenError("link-expired")
        key, file_name, content_type, expires = _payload(text)
        if now.timestamp() >= expires:
            raise ForbiddenError("link-expired")
        return FileGrant(key, file_name, content_type)

    def _signature(self, text: bytes) -> str:
        digest = hmac.digest(self._secret, b"file link 1 " + text, "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _payload(text: str) -> tuple[str, str, str, int]:
    try:
        key, file_name, content_type, expires = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, binascii.Error) as error:
        raise ForbiddenError("link-expired") from error
    return str(key), str(file_name), str(content_type), int(expires)
