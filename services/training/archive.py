"""The training archive: a flat ZIP of photos with their captions. Pure and CPU-bound; call it in a thread."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from services.errors import InvalidInputError

ARCHIVE_LIMIT = 90_000_000
"""Most bytes: above 100 MB uploads are split, and providers refuse them at different places."""

# Quality and longest side in pixels, tried in this order while the archive is too large.
_SHRINKING = ((88, 2048), (85, 1536), (85, 1280), (80, 1024), (75, 768))
# The earliest time a ZIP can hold; a real one would make equal archives differ.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class ArchivePhoto:
    """A cleaned JPEG and, where the trainer wants one, its caption."""

    data: bytes
    caption: str | None = None


def build_archive(photos: Sequence[ArchivePhoto], limit: int = ARCHIVE_LIMIT) -> bytes:
    """The ZIP: `image_01.jpg` with `image_01.txt` and so on, stored without compression, at most `limit` bytes.

    The same photos give the same bytes. Photos are encoded smaller when they would not fit.
    Raises `InvalidInputError('photos-too-large', limit)` when that does not help.
    """
    for fitting in _sizes(photos):
        archive = _zip(fitting)
        if len(archive) <= limit:
            return archive
    raise InvalidInputError("photos-too-large", limit=limit)


def _sizes(photos: Sequence[ArchivePhoto]) -> Iterator[Sequence[ArchivePhoto]]:
    yield photos
    for quality, side in _SHRINKING:
        yield [ArchivePhoto(_shrink(photo.data, quality, side), photo.caption) for photo in photos]


def _zip(photos: Sequence[ArchivePhoto]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, photo in enumerate(photos, start=1):
            archive.writestr(_entry(f"image_{number:02d}.jpg"), photo.data)
            if photo.caption is not None:
                archive.writestr(_entry(f"image_{number:02d}.txt"), photo.caption.encode())
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    # Fixed, because the default depends on the system that builds the archive.
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry


def _shrink(data: bytes, quality: int, side: int) -> bytes:
    target = io.BytesIO()
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
        picture.draft("RGB", (side, side))
        small = picture.convert("RGB")
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        small.save(target, "JPEG", quality=quality)
    return min(data, target.getvalue(), key=len)
