"""Checks of a delivered picture. Pure CPU: call it in a thread."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageStat

from services.errors import BrokenArtefactError

MAX_BYTES = 40 * 1024 * 1024
MAX_SIDE = 4096
"""Four times the side we order; more is not what was ordered."""

# Mean and spread of brightness from 0 to 255: a night scene has lights, a blocked picture has none.
_BLACK_MEAN = 4.0
_BLACK_SPREAD = 3.0

_TYPES = {"PNG": ("image/png", "png"), "JPEG": ("image/jpeg", "jpg"), "WEBP": ("image/webp", "webp")}


@dataclass(frozen=True)
class DeliveredPicture:
    """What was found in a picture's bytes; `is_black` means that a safety checker blanked it."""

    content_type: str
    extension: str
    width: int
    height: int
    is_black: bool


def inspect_picture(data: bytes) -> DeliveredPicture:
    """Decodes the whole picture; raises `BrokenArtefactError('artefact-broken')` when that does not work."""
    if not data or len(data) > MAX_BYTES:
        raise BrokenArtefactError("artefact-broken")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(_TYPES)) as picture:
                # The header is read first, so that a huge picture is refused before it takes memory.
                if max(picture.size) > MAX_SIDE:
                    raise BrokenArtefactError("artefact-broken")
                content_type, extension = _TYPES[str(picture.format)]
                width, height = picture.size
                light = ImageStat.Stat(picture.convert("L"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BrokenArtefactError("artefact-broken") from error
    is_black = light.mean[0] < _BLACK_MEAN and light.stddev[0] < _BLACK_SPREAD
    return DeliveredPicture(content_type, extension, width, height, is_black)
