"""Pictures of every awkward kind, made in memory."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

SIZE = (800, 600)
SECRETS = (b"Anna Secret", b"SecretCam", b"a secret comment", b"PK\x03\x04secret.zip", b"<script>")


def picture(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue, with a green top-left corner, so that any turn shows."""
    drawn = Image.new("RGB", size, "blue")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    drawn.paste("green", (0, 0, size[0] // 4, size[1] // 4))
    return drawn.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a file."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photo(number: int = 0, size: tuple[int, int] = SIZE) -> bytes:
    """A JPEG that differs with `number`."""
    drawn = picture(size)
    drawn.paste((number * 40 % 256, number * 90 % 256, 99), (0, size[1] // 2, size[0], size[1]))
    return encoded(drawn)


def telling_exif(orientation: int = 1) -> Image.Exif:
    """EXIF data with a name, a camera, a place and an orientation."""
    exif = Image.Exif()
    exif[Base.Artist] = "Anna Secret"
    exif[Base.Make] = "SecretCam"
    exif[Base.Orientation] = orientation
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (55.0, 45.0, 7.0)
    return exif


def telling_jpeg() -> bytes:
    """A JPEG full of metadata with a ZIP and a page of HTML behind it."""
    whole = encoded(picture(), exif=telling_exif(), comment=b"a secret comment", xmp=b"<x>Anna Secret</x>")
    return whole + b"PK\x03\x04secret.zip" + b"<html><script>alert(1)</script></html>"


def png_header_only(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims any size."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(b""))
    )


def swapped_profile() -> bytes:
    """A colour profile in which red and blue have changed places: read through it, red pixels are blue."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
