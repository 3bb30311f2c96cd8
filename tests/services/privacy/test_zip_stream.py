"""A ZIP made on the way is one that everybody can open, and is never in memory as a whole."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zipfile import ZipFile

from services.privacy.zip_stream import PIECE, ZipStream, one_piece

AT = datetime(2026, 3, 4, 5, 6, 8, tzinfo=UTC)


async def test_what_goes_in_comes_out() -> None:
    """Names in any alphabet, empty files, packed and stored ones; sums and sizes are right."""
    files = {"a.txt": b"words " * 1000, "Анна/фото 1.jpg": bytes(range(256)) * 9000, "empty": b""}
    made, archive = b"", ZipStream()
    for name, data in files.items():
        made += b"".join([piece async for piece in archive.add(name, one_piece(data), AT, packs=name == "a.txt")])
    made += archive.end()
    with ZipFile(io.BytesIO(made)) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == files
        assert opened.getinfo("a.txt").compress_size < 1000
        assert opened.getinfo("a.txt").date_time == (2026, 3, 4, 5, 6, 8)


async def test_a_large_file_is_handed_on_in_pieces() -> None:
    """Weights of hundreds of megabytes must not gather in memory."""
    pieces = []

    async def many() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield bytes(PIECE // 4)

    archive = ZipStream()
    async for piece in archive.add("weights", many(), AT):
        pieces.append(len(piece))
    assert max(pieces) <= 2 * PIECE
    assert len(pieces) > 8
