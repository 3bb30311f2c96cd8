"""Training archives for the trainers' stand-ins."""

import io
import zipfile

from PIL import Image


def photo_zip(photos: int, captions: dict[str, str] | None = None, extra: dict[str, bytes] | None = None) -> bytes:
    """A flat ZIP of small photos named 01.jpg, 02.jpg …, with caption files and extra files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(1, photos + 1):
            picture = io.BytesIO()
            Image.new("RGB", (32, 32), (number * 20, 90, 120)).save(picture, "JPEG")
            archive.writestr(_entry(f"{number:02d}.jpg"), picture.getvalue())
        for name, text in (captions or {}).items():
            archive.writestr(_entry(name), text)
        for name, data in (extra or {}).items():
            archive.writestr(_entry(name), data)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without the clock's time, so that equal photos give equal archives at any second."""
    return zipfile.ZipInfo(name)
