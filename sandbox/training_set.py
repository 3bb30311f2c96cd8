"""What every trainer finds in the ZIP of a training."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, UnidentifiedImageError

# A guard of this process's memory, far above 20 photos of 2048 pixels.
MOST_BYTES = 500 * 1024 * 1024

_UNREADABLE = (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError)


@dataclass(frozen=True)
class TrainingSet:
    """Photo names, and captions by photo name."""

    photos: tuple[str, ...]
    captions: Mapping[str, str]


def picture_format(data: bytes) -> str | None:
    """The format of a picture ("JPEG"); None for what is none."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            found = picture.format
            picture.verify()
    except _UNREADABLE:
        return None
    return found


def captions_beside(files: Mapping[str, bytes], photos: Sequence[str]) -> dict[str, str]:
    """The text files named like a photo, by the photo's name; empty ones do not count."""
    captions = {}
    for photo in photos:
        text = files.get(PurePosixPath(photo).stem + ".txt", b"").decode("utf-8", "replace").strip()
        if text:
            captions[photo] = text
    return captions
