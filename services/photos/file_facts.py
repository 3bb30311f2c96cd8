"""What a photo's file says besides its pixels. Damaged data says nothing."""

import struct
from datetime import date
from typing import Any

from PIL import Image
from PIL.ExifTags import IFD, Base

UNREADABLE = (OSError, SyntaxError, ValueError, LookupError, TypeError, AttributeError, struct.error)

_STANDARD_SUM = 3685
"""Of the luminance table that quality 50 stands for (ITU-T T.81, table K.1)."""


def orientation(opened: Image.Image) -> int:
    """The EXIF orientation, 1 (upright) where there is none that can be read."""
    try:
        value = opened.getexif().get(Base.Orientation)
    except UNREADABLE:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def taken_on(opened: Image.Image) -> str | None:
    """The day on which the photo was taken, YYYY-MM-DD."""
    try:
        exif = opened.getexif()
        told: Any = exif.get_ifd(IFD.Exif).get(Base.DateTimeOriginal) or exif.get(Base.DateTime)
        return date.fromisoformat(str(told)[:10].replace(":", "-")).isoformat()
    except UNREADABLE:
        return None


def jpeg_quality(opened: Image.Image) -> int | None:
    """The quality, 1 to 100, at which the common encoder would have written this JPEG; None for other formats."""
    tables: dict[int, Any] = getattr(opened, "quantization", None) or {}
    total = int(sum(tables.get(0, ())))
    if total <= 0:
        return None
    scale = 100 * total / _STANDARD_SUM
    quality = 100 - scale / 2 if scale <= 100 else 5000 / scale
    return max(1, min(100, round(quality)))
