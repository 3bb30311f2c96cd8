"""The one `.safetensors` inside a tar archive, taken out while the archive streams by."""

import tarfile
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

from services.errors import BrokenArtefactError
from services.training.weights import WEIGHTS_LIMIT

ARCHIVE_LIMIT = 2_000_000_000
"""Largest archive that is read, in bytes; beside the weights it holds captions and settings."""

MOST_MEMBERS = 10_000
"""Files, folders and links in one archive; a data set's captions are a few hundred."""

EXTENSION_LIMIT = 64 * 1024
"""Largest extended header (a long name, pax records), in bytes."""

_BLOCK = 512
_PIECE = 256 * 1024
_END = bytes(_BLOCK)
_SUFFIX = ".safetensors"

_GNU_LONG_NAME, _GNU_LONG_LINK = tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK
_FILES = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_WITHOUT_DATA = (tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)


async def weights_in_tar(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The bytes of the archive's only `.safetensors` file, in pieces. Nothing is kept in memory or written to disk;
    an archive that is compressed is not taken.

    Raises `BrokenArtefactError('weights-missing')` when there is none, `('weights-too-large')` past `WEIGHTS_LIMIT`
    or `ARCHIVE_LIMIT`, and `('weights-broken')` for a second one, for an archive that is cut short or damaged, and
    for anything that is not a plain file at a plain relative path. That may only show after the last piece: what was
    taken counts once the iterator has ended.
    """
    stream = _Stream(chunks)
    try:
        found = False
        async for member in _members(stream):
            if not member.is_weights:
                await stream.skip(member.size)
            elif found:
                raise _broken()
            else:
                found = True
                async for piece in stream.pieces(member.size):
                    yield piece
            await stream.skip(-member.size % _BLOCK)
        await stream.drain()
        if not found:
            raise BrokenArtefactError("weights-missing")
    finally:
        if isinstance(chunks, AsyncGenerator):
            await chunks.aclose()


@dataclass(frozen=True)
class _Member:
    is_weights: bool
    size: int


@dataclass
class _Extension:
    """What extended headers say of the member that follows them."""

    name: str | None = None
    size: int | None = None


async def _members(stream: "_Stream") -> AsyncIterator[_Member]:
    extension = _Extension()
    for _ in range(MOST_MEMBERS):
        block = await stream.exactly(_BLOCK)
        if block == _END:
            return
        header = _header(block)
        if header.type in (_GNU_LONG_NAME, _GNU_LONG_LINK, tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE):
            if header.size > EXTENSION_LIMIT:
                raise _broken()
            data = await stream.exactly(header.size)
            await stream.skip(-header.size % _BLOCK)
            _extend(extension, header.type, data)
            continue
        yield _member(header, extension)
        extension = _Extension()
    raise _broken()


def _header(block: bytes) -> tarfile.TarInfo:
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError) as error:
        raise _broken() from error
    if header.size < 0:
        raise _broken()
    return header


def _member(header: tarfile.TarInfo, extension: _Extension) -> _Member:
    name = extension.name if extension.name is not None else header.name
    size = extension.size if extension.size is not None else header.size
    if not _is_plain(name):
        raise _broken()
    base = name.rstrip("/").rsplit("/", 1)[-1]
    # macOS puts a `._name` beside a file for what the file system keeps of it.
    is_weights = base.lower().endswith(_SUFFIX) and not base.startswith("._") and header.type != tarfile.DIRTYPE
    if header.type in _WITHOUT_DATA:
        # Readers disagree on whether data follows here: what one skips, another takes for headers.
        if size or is_weights:
            raise _broken()
        return _Member(False, 0)
    if header.type not in _FILES:  # sparse files above all, which are not stored as they are
        raise _broken()
    if is_weights and size > WEIGHTS_LIMIT:
        raise _too_large(WEIGHTS_LIMIT)
    return _Member(is_weights, size)


def _is_plain(name: str) -> bool:
    if not name or name.startswith("/") or "\\" in name or not name.isprintable():
        return False
    return ".." not in name.split("/") and ":" not in name.split("/")[0]


def _extend(extension: _Extension, kind: bytes, data: bytes) -> None:
    if kind == _GNU_LONG_NAME:
        extension.name = data.rstrip(b"\0").decode("utf-8", "surrogateescape")
    elif kind == _GNU_LONG_LINK:
        return
    else:
        records = _records(data)
        if any(key.startswith(b"GNU.sparse.") for key in records):
            raise _broken()
        if kind == tarfile.XGLTYPE:
            if records.keys() & {b"path", b"size"}:
                raise _broken()  # one name or size for all members makes no archive
            return
        if b"path" in records:
            extension.name = records[b"path"].decode("utf-8", "surrogateescape")
        if b"size" in records:
            extension.size = _number(records[b"size"])


def _records(data: bytes) -> dict[bytes, bytes]:
    """Pax records: `length key=value` and a line end, the length counting itself and all of the record."""
    records: dict[bytes, bytes] = {}
    position = 0
    while position < len(data):
        space = data.find(b" ", position, position + 20)
        length = _number(data[position:space]) if space > position else 0
        record = data[space + 1 : position + length - 1]
        end = position + length
        key, equals, value = record.partition(b"=")
        if space < 0 or data[end - 1 : end] != b"\n" or not key or not equals:
            raise _broken()
        records[key] = value
        position = end
    return records


def _number(digits: bytes) -> int:
    if not digits.isdigit() or len(digits) > 15:
        raise _broken()
    return int(digits)


class _Stream:
    """Bytes taken off the front of a stream of chunks, never more than one chunk in hand."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")
        self._taken = 0

    async def pieces(self, size: int) -> AsyncIterator[bytes]:
        """The next `size` bytes in pieces of at most 256 KiB."""
        while size:
            piece = await self._take(min(size, _PIECE))
            if piece is None:
                raise _broken()
            size -= len(piece)
            yield bytes(piece)

    async def exactly(self, size: int) -> bytes:
        """The next `size` bytes at once."""
        return b"".join([piece async for piece in self.pieces(size)])

    async def skip(self, size: int) -> None:
        """Passes over `size` bytes."""
        while size:
            piece = await self._take(size)
            if piece is None:
                raise _broken()
            size -= len(piece)

    async def drain(self) -> None:
        """Passes over what follows the end mark: padding."""
        while await self._take(_PIECE) is not None:
            pass

    async def _take(self, most: int) -> memoryview | None:
        while not self._rest:
            chunk = await anext(self._chunks, None)
            if chunk is None:
                return None
            self._taken += len(chunk)
            if self._taken > ARCHIVE_LIMIT:
                raise _too_large(ARCHIVE_LIMIT)
            self._rest = memoryview(chunk)
        piece, self._rest = self._rest[:most], self._rest[most:]
        return piece


def _broken() -> BrokenArtefactError:
    return BrokenArtefactError("weights-broken")


def _too_large(limit: int) -> BrokenArtefactError:
    return BrokenArtefactError("weights-too-large", limit=limit)
