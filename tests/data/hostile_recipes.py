"""How files that are meant to do harm, or are merely odd, are put together."""

import io
import json
import random
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image, ImageCms, ImageDraw
from PIL.ExifTags import GPS, IFD, Base
from pillow_heif import register_heif_opener

SIZE = (640, 480)
HTML = b"<html><script>alert('polyglot')</script></html>"

register_heif_opener()


def picture(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """A landscape of plain shapes with a little noise, the same each time."""
    chance = random.Random(5)
    drawn = Image.new("RGB", size, (150, 190, 230))
    draw = ImageDraw.Draw(drawn)
    draw.rectangle((0, size[1] * 2 // 3, *size), fill=(40, 110, 60))
    for _ in range(60):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        draw.ellipse((x, y, x + chance.randrange(8, 60), y + chance.randrange(8, 60)), fill=colour)
    return drawn.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def moving(kind: str) -> bytes:
    """Three frames."""
    frames = [picture().rotate(angle) for angle in (90, 180)]
    return encoded(picture(), kind, save_all=True, append_images=frames, duration=100)


def telling_exif() -> Image.Exif:
    """A name, a camera, a day and a place."""
    exif = Image.Exif()
    exif[Base.Artist] = "Anna Secret"
    exif[Base.Make] = "SecretCam"
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2024:05:06 07:08:09"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (55.0, 45.0, 7.0)
    return exif


def zipped(name: str, data: bytes) -> bytes:
    """A ZIP with one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    """A chunk with its length and checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_png_chunk(whole: bytes, name: bytes, body: bytes) -> bytes:
    """A PNG with one more chunk behind its header."""
    return whole[:33] + png_chunk(name, body) + whole[33:]


def flat_png(side: int) -> bytes:
    """A grey square: a thousandth of its pixels in bytes."""
    rows = zlib.compress((b"\0" * (side + 1)) * side, 9)
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def png_header_only(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims any size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", zlib.compress(b""))


def deep_png() -> bytes:
    """Sixteen bits for each of three colours."""
    row = b"".join(struct.pack(">HHH", x * 100 % 65536, x * 60 % 65536, 30_000) for x in range(SIZE[0]))
    head = struct.pack(">IIBBBBB", *SIZE, 16, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + row) * SIZE[1], 9)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def jpeg_of_size(width: int, height: int) -> bytes:
    """A small JPEG whose frame header claims another size."""
    whole = bytearray(encoded(picture()))
    place = whole.index(b"\xff\xc0") + 5
    whole[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(whole)


def endless_jpeg(times: int = 4000) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    whole = encoded(picture((320, 320)), progressive=True)
    end = whole.rindex(b"\xff\xd9")
    return whole[:end] + whole[whole.rindex(b"\xff\xda") : end][:120] * times + whole[end:]


def heic_of_size(width: int, height: int) -> bytes:
    """A HEIC whose container claims another size than its picture has."""
    whole = bytearray(encoded(picture(), "HEIF", quality=50))
    place = whole.index(b"ispe") + 8
    whole[place : place + 8] = struct.pack(">II", width, height)
    return bytes(whole)


def looping_exif() -> bytes:
    """EXIF data whose directory follows itself."""
    body = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1)
    body += struct.pack("<HHII", Base.ExifOffset, 4, 1, 8) + struct.pack("<I", 8)
    return b"Exif\0\0" + body


def weights(header: object, data: bytes = bytes(32), length: int | None = None) -> bytes:
    """A safetensors file; `length` of the header may lie."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return (len(text) if length is None else length).to_bytes(8, "little") + text + data


def profile() -> bytes:
    """A colour profile that says what it should."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
