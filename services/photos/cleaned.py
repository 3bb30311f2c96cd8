"""What the child process says it has made of a photo, believed as far as it can be checked without decoding."""

import json
from dataclasses import dataclass
from typing import Any

from services.errors import InvalidInputError
from services.photos.bare_jpeg import bare_size
from services.photos.measures import Measures
from services.photos.workshop import Done

MOST_MEASURES = 20_000
"""Bytes of JSON: a face takes 250, and a photo with more than fifty teaches nobody's."""


@dataclass(frozen=True)
class Cleaned:
    """A bare JPEG, its sides in pixels, and its measures as they are stored."""

    data: bytes
    width: int
    height: int
    measures: dict[str, Any] | None


def cleaned(done: Done) -> Cleaned:
    """Raises `InvalidInputError("photo-broken")` when that is no clean photo: the child was taken over."""
    size = bare_size(done.blobs[0]) if len(done.blobs) == 1 else None
    if size is None:
        raise InvalidInputError("photo-broken")
    return Cleaned(done.blobs[0], *size, _measures(done.result.get("measures")))


def _measures(told: Any) -> dict[str, Any] | None:
    try:
        read = Measures.from_json(told)
        stored = None if read is None else read.to_json()
        # Databases take neither NUL nor halves of characters in a text, and no number that is none.
        text = json.dumps(stored, ensure_ascii=False, allow_nan=False).encode()
        if len(text) > MOST_MEASURES or b"\\u0000" in text:
            raise ValueError("these are no measures")
    except (AttributeError, TypeError, ValueError) as error:
        raise InvalidInputError("photo-broken") from error
    return stored
