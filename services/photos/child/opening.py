"""Opening a stored or delivered picture to look at it small. Runs in the child process."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image

from services.errors import InvalidInputError
from services.photos.clean import BROKEN, FORMATS

MAX_PIXELS = 64_000_000


@contextmanager
def opened_small(data: bytes, long_side: int) -> Iterator[Image.Image]:
    """The picture, not decoded yet, and a JPEG to no more than about `long_side` needs. Raises
    `InvalidInputError('photo-broken')` for bytes that are no picture, also where that is found out in the block."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise InvalidInputError("photo-broken")
            opened.draft("RGB", (long_side, long_side))
            yield opened
    except (Image.DecompressionBombError, *BROKEN) as error:
        raise InvalidInputError("photo-broken") from error
