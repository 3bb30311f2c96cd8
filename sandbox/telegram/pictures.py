"""What Telegram does to a picture sent "as photo": several smaller JPEG copies, nothing else kept."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

# Longest sides of the copies, from Telegram's size letters s, m, x and y.
SIDES = (90, 320, 800, 1280)
JPEG_QUALITY = 87
# Sum of sides and ratio of sides that Telegram accepts for a photo.
MAX_SIDES_SUM = 10_000
MAX_RATIO = 20


class NotAPhoto(ValueError):
    """The bytes are no picture that can be decoded."""


class BadDimensions(ValueError):
    """The picture is larger or narrower than Telegram takes as a photo."""


@dataclass(frozen=True)
class Copy:
    """One JPEG copy with its size in pixels."""

    width: int
    height: int
    data: bytes


def photo_copies(data: bytes) -> list[Copy]:
    """JPEG copies from small to large, longest side at most 1280; EXIF is applied, then dropped.

    Raises NotAPhoto or BadDimensions.
    """
    picture = _decoded(data)
    longest = max(picture.size)
    sides = [side for side in SIDES if side < longest][:3]
    sides.append(min(longest, SIDES[-1]))
    copies = []
    for side in reversed(sides):
        picture.thumbnail((side, side), Image.Resampling.BILINEAR, reducing_gap=2.0)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=JPEG_QUALITY)
        copies.append(Copy(picture.width, picture.height, out.getvalue()))
    return copies[::-1]


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture, or None for bytes that are none."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def _decoded(data: bytes) -> Image.Image:
    try:
        source = Image.open(io.BytesIO(data))
        width, height = source.size
        if width + height > MAX_SIDES_SUM or max(width, height) > MAX_RATIO * min(width, height):
            raise BadDimensions
        source.draft("RGB", (SIDES[-1], SIDES[-1]))
        return _without_alpha(ImageOps.exif_transpose(source))
    except BadDimensions:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPhoto from error


def _without_alpha(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        ground = Image.new("RGB", rgba.size, "white")
        ground.paste(rgba, mask=rgba.getchannel("A"))
        return ground
    return picture.convert("RGB")
