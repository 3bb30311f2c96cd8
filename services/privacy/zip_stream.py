"""A ZIP that is written while it is read: what is in memory is a piece of one file."""

import stat
from collections.abc import AsyncIterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

PIECE = 256 * 1024
"""Bytes that are gathered before they are handed on."""


class _Gathered:
    """What `ZipFile` writes to; it cannot go back, so sizes follow each file's bytes."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        """Keeps the bytes."""
        self._pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        """Everything since the last call."""
        data, self._pieces, self.size = b"".join(self._pieces), [], 0
        return data


class ZipStream:
    """One archive. Call `add` for each file, then `end`; every byte they give belongs to the archive, in that order.

    Pictures and weights do not get smaller and are stored as they are; `packs` says so of texts.
    """

    def __init__(self) -> None:
        self._out = _Gathered()
        # `ZipFile` asks a file for no more than this when it cannot be sought in.
        self._zip = ZipFile(self._out, "w", allowZip64=True)  # type: ignore[call-overload]

    async def add(
        self, name: str, chunks: AsyncIterator[bytes], at: datetime, *, packs: bool = False
    ) -> AsyncIterator[bytes]:
        """A file; whatever `chunks` raises comes through, and the archive is of no use then."""
        info = ZipInfo(name, (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second))
        info.compress_type = ZIP_DEFLATED if packs else ZIP_STORED
        info.external_attr = (stat.S_IFREG | 0o600) << 16
        with self._zip.open(info, "w", force_zip64=True) as entry:
            async for chunk in chunks:
                entry.write(chunk)
                if self._out.size >= PIECE:
                    yield self._out.take()
        yield self._out.take()

    def end(self) -> bytes:
        """The table of contents, without which it is no archive."""
        self._zip.close()
        return self._out.take()


async def one_piece(data: bytes) -> AsyncIterator[bytes]:
    """Bytes at hand as a stream."""
    yield data
