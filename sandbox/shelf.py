"""Files that a stand-in serves: bytes in memory with a lifetime on the sandbox's clock."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sandbox.clock import SandboxClock
from sandbox.loopback import is_loopback


@dataclass(frozen=True)
class StoredFile:
    """One stored file. `expires_at` is in simulated unix seconds; None means never."""

    name: str
    content_type: str
    data: bytes
    expires_at: float | None


class Shelf:
    """Files by path below `prefix`; a file whose lifetime is over is gone for every reader."""

    def __init__(self, clock: SandboxClock, base_url: Callable[[], str], prefix: str) -> None:
        self._clock = clock
        self._base_url = base_url
        self._prefix = prefix
        self._files: dict[str, StoredFile] = {}

    def reserve(self, file_name: str, folder: str = "b") -> str:
        """A fresh path in a folder that ends with the file name."""
        safe = re.sub(r"[^A-Za-z0-9._-]", "_", file_name)[-80:] or "file"
        return f"{folder}/{secrets.token_hex(4)}/{secrets.token_urlsafe(16)}_{safe}"

    def url(self, path: str) -> str:
        """The public address of a path."""
        return f"{self._base_url()}{self._prefix}{path}"

    def keep(self, path: str, data: bytes, content_type: str, lifetime: float | None) -> str:
        """Store bytes under a reserved path and return the public address."""
        self._sweep()
        expires = None if lifetime is None else self._clock.now() + lifetime
        self._files[path] = StoredFile(path.rsplit("/", 1)[-1], content_type, data, expires)
        return self.url(path)

    def find(self, path: str) -> StoredFile | None:
        """The file at this path, or None where there is none or its lifetime is over."""
        file = self._files.get(path)
        if file and file.expires_at is not None and file.expires_at <= self._clock.now():
            del self._files[path]
            return None
        return file

    def find_url(self, url: str) -> StoredFile | None:
        """The file behind one of our own public addresses, or None."""
        parts = urlsplit(url)
        if not is_loopback(parts.hostname) or not parts.path.startswith(self._prefix):
            return None
        return self.find(unquote(parts.path.removeprefix(self._prefix)))

    def remove_url(self, url: str) -> None:
        """Delete the file behind one of our own public addresses, if it is there."""
        self._files.pop(unquote(urlsplit(url).path.removeprefix(self._prefix)), None)

    def forget(self) -> int:
        """Delete every file; returns how many there were."""
        count = len(self._files)
        self._files.clear()
        return count

    def _sweep(self) -> None:
        """Give back the memory of files whose lifetime is over."""
        for path in list(self._files):
            self.find(path)


class PublicFiles:
    """The files that anybody on the sandbox's internet can fetch: those of every shelf put here."""

    def __init__(self) -> None:
        self._shelves: list[Shelf] = []

    def add(self, shelf: Shelf) -> None:
        """Make the files of a shelf public."""
        self._shelves.append(shelf)

    def find_url(self, url: str) -> StoredFile | None:
        """The file behind a public address, or None."""
        found = (shelf.find_url(url) for shelf in self._shelves)
        return next((file for file in found if file), None)
