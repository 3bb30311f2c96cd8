"""Making a photo safe: decoded under limits and drawn into a new picture, so that nothing else of the file survives.

Runs in the child process (`services.photos.workshop`). Only the decoder of the file's own format is tried
(`formats=`): Pillow opens dozens of formats, and its decoder bugs are mostly in the others. Re-saving an opened picture
would keep a JPEG comment; a new picture has no past.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from services.errors import InvalidInputError
from services.photos.child.source import Source
from services.photos.file_facts import jpeg_quality, orientation, taken_on
from services.photos.limits import PhotoLimits
from services.photos.pixels import SIDEWAYS, drawn_on_white, plain_mode, turned_upright
from services.photos.recognise import format_of
from services.photos.scans import has_too_many_scans

FORMATS = ("JPEG", "PNG", "WEBP")
"""What we store and providers deliver; people send HEIF and AVIF too."""

STILL_OR_MOVING = frozenset({"PNG", "WEBP", "AVIF"})
"""Phones append a second picture (depth, HDR gain, a burst) to a JPEG or HEIC: that is no animation, the first one
counts."""

BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What the decoders raise on damaged files."""


ENOUGH = 0.97
"""A decoder that can halve its picture gives 2016 of a phone's 4032 pixels: taking them for 2048 saves two
thirds of the time, and nobody sees the difference."""


@dataclass(frozen=True)
class CleanPhoto:
    """A JPEG that holds nothing but the picture, upright, in sRGB; the same picture decoded; and what was known of the
    file that it comes from."""

    data: bytes
    picture: Image.Image
    source: Source

    @property
    def width(self) -> int:
        """In pixels."""
        return self.picture.width

    @property
    def height(self) -> int:
        """In pixels."""
        return self.picture.height


def clean_photo(data: bytes, limits: PhotoLimits) -> CleanPhoto:
    """The photo as a new JPEG whose longer side is at most `limits.long_side`.

    HEIF needs `pillow_heif`'s opener, which the child process registers. Raises `InvalidInputError`:
    "photo-too-big" (`megabytes`, `megapixels`: what is allowed), "photo-not-a-picture", "photo-animated",
    "photo-too-small" (`width`, `height`, `min`), "photo-broken".
    """
    if len(data) > limits.max_bytes:
        raise _too_big(limits)
    kind = format_of(data)
    if has_too_many_scans(data):
        raise InvalidInputError("photo-broken")
    try:
        with Image.open(BytesIO(data), formats=(kind,)) as opened:
            _check_header(opened, limits)
            return _redrawn(opened, len(data), limits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise _too_big(limits) from error
    except BROKEN as error:
        raise InvalidInputError("photo-broken") from error


def _check_header(opened: Image.Image, limits: PhotoLimits) -> None:
    if opened.width * opened.height > limits.max_pixels:
        raise _too_big(limits)
    if opened.format in STILL_OR_MOVING and getattr(opened, "n_frames", 1) > 1:
        raise InvalidInputError("photo-animated")
    width, height = _fitted(opened.size, limits.long_side)
    if min(width, height) < limits.refused_side:
        raise InvalidInputError("photo-too-small", width=width, height=height, min=limits.refused_side)


def _redrawn(opened: Image.Image, size: int, limits: PhotoLimits) -> CleanPhoto:
    sides = opened.size
    fitted = _fitted(sides, limits.long_side)
    # Lets the JPEG decoder skip what shrinking would throw away.
    opened.draft("RGB", (int(fitted[0] * ENOUGH), int(fitted[1] * ENOUGH)))
    opened.load()
    # Only now, because reading a PNG's metadata decodes it, and damage is reported by the first decoding alone.
    turn = orientation(opened)
    source = _source(opened, sides, size, turn)
    profile = opened.info.get("icc_profile")
    picture = plain_mode(opened)
    if max(picture.size) > limits.long_side:
        picture = picture.resize(fitted, Image.Resampling.BICUBIC, reducing_gap=3.0)
    drawn = drawn_on_white(turned_upright(picture, turn), profile)
    out = BytesIO()
    drawn.save(out, "JPEG", quality=limits.quality)
    return CleanPhoto(out.getvalue(), drawn, source)


def _source(opened: Image.Image, sides: tuple[int, int], size: int, turn: int) -> Source:
    width, height = reversed(sides) if turn in SIDEWAYS else sides
    return Source(opened.format or "", width, height, size, jpeg_quality(opened), taken_on(opened))


def _fitted(size: tuple[int, int], long_side: int) -> tuple[int, int]:
    """`size` shrunk, never enlarged, until its longer side fits."""
    longest = max(size)
    if longest <= long_side:
        return size
    return max(1, round(size[0] * long_side / longest)), max(1, round(size[1] * long_side / longest))


def _too_big(limits: PhotoLimits) -> InvalidInputError:
    return InvalidInputError(
        "photo-too-big", megabytes=limits.max_bytes // (1024 * 1024), megapixels=limits.max_pixels // 1_000_000
    )
