"""The encrypted form of a file: a header, then AES-256-GCM chunks of 1 MiB.

    header   5 bytes "LGEF" and version 1, 32 random bytes
    chunk    up to 1 MiB of ciphertext and a tag of 16 bytes; the last one may be short or empty

Each file has a key of its own, derived from the storage's key and the header's random bytes, so the nonce can be the
chunk's plain number and never repeats. A chunk authenticates the file's storage key, its own number and whether it
is the last one: a file cut short, lengthened, or put under another name, and chunks in another order are refused.
"""

import os
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.errors import BrokenArtefactError
from services.storage.keys import derive

CHUNK = 1024 * 1024
TAG = 16
SEALED_CHUNK = CHUNK + TAG
MAGIC = b"LGEF\x01"
SALT = 32
HEADER = len(MAGIC) + SALT


class Sealer:
    """Encrypts one file. Feed plain bytes in pieces of any size, then `finish`; the output, in order, is the file."""

    def __init__(self, key: bytes, storage_key: str) -> None:
        salt = os.urandom(SALT)
        self._chunks = _Chunks(key, salt, storage_key)
        self._header = MAGIC + salt
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Encrypted pieces that are complete; a full chunk waits until it is known not to be the last one."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            plain = bytes(self._waiting[:CHUNK])
            del self._waiting[:CHUNK]
            yield self._take_header() + self._chunks.seal(plain, last=False)

    def finish(self) -> bytes:
        """The last piece; an empty file has one too."""
        return self._take_header() + self._chunks.seal(bytes(self._waiting), last=True)

    def _take_header(self) -> bytes:
        header, self._header = self._header, b""
        return header


class Opener:
    """Decrypts one file. Feed its bytes in pieces of any size, then `finish`.

    Both raise `BrokenArtefactError("storage-damaged")` when a bit was changed. That the file was not cut short is
    known only when `finish` returns.
    """

    def __init__(self, key: bytes, storage_key: str) -> None:
        self._key = key
        self._storage_key = storage_key
        self._chunks: _Chunks | None = None
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Plain pieces of 1 MiB that are complete."""
        self._waiting += data
        if self._chunks is None and len(self._waiting) >= HEADER:
            self._chunks = self._read_header()
        while self._chunks is not None and len(self._waiting) > SEALED_CHUNK:
            sealed = bytes(self._waiting[:SEALED_CHUNK])
            del self._waiting[:SEALED_CHUNK]
            yield self._chunks.open(sealed, last=False)

    def finish(self) -> bytes:
        """The last plain piece, at most 1 MiB."""
        if self._chunks is None:
            raise BrokenArtefactError("storage-damaged")
        return self._chunks.open(bytes(self._waiting), last=True)

    def _read_header(self) -> "_Chunks":
        if not self._waiting.startswith(MAGIC):
            raise BrokenArtefactError("storage-damaged")
        salt = bytes(self._waiting[len(MAGIC) : HEADER])
        del self._waiting[:HEADER]
        return _Chunks(self._key, salt, self._storage_key)


class _Chunks:
    """The cipher of one file, counting its chunks."""

    def __init__(self, key: bytes, salt: bytes, storage_key: str) -> None:
        self._cipher = AESGCM(derive(key, use=b"file", salt=salt))
        self._name = storage_key.encode()
        self._number = 0

    def seal(self, plain: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(), plain, self._associated(last))

    def open(self, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(), sealed, self._associated(last))
        except InvalidTag as error:
            raise BrokenArtefactError("storage-damaged") from error

    def _associated(self, last: bool) -> bytes:
        # Number and flag have a fixed length, so no other name can give the same bytes.
        data = self._number.to_bytes(8, "big") + (b"\x01" if last else b"\x00") + self._name
        self._number += 1
        return data

    def _nonce(self) -> bytes:
        return self._number.to_bytes(12, "big")
