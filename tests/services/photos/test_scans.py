"""A small JPEG cannot keep the decoder busy for hours."""

import random
from io import BytesIO

import pytest
from PIL import Image

from services.errors import InvalidInputError
from services.photos.clean import clean_photo
from services.photos.limits import PhotoLimits
from services.photos.scans import MOST_SCANS, has_too_many_scans
from tests.services.photos import samples

STANDALONE = b"\xff\x01\xff\xff"
"""A marker without a segment, before bytes that would be a long one's length."""


def progressive(times: int, between: bytes = b"") -> bytes:
    """A progressive JPEG whose last scan comes that many times more."""
    whole = samples.encoded(samples.picture(), progressive=True)
    end = whole.rindex(b"\xff\xd9")
    scan = between + whole[whole.rindex(b"\xff\xda") : end]
    return whole[:end] + scan * times + whole[end:]


@pytest.mark.parametrize("between", [b"", STANDALONE, b"\xff\xff\xff", b"rubbish"])
def test_a_jpeg_of_endless_scans_is_refused_before_it_is_decoded(between: bytes) -> None:
    """336 kB of them kept one core busy for 50 seconds, and all other photos waiting."""
    bomb = progressive(MOST_SCANS, between)
    assert Image.open(BytesIO(bomb)).size == samples.SIZE
    with pytest.raises(InvalidInputError) as refused:
        clean_photo(bomb, PhotoLimits())
    assert refused.value.code == "photo-broken"


def test_the_usual_progressive_jpeg_is_taken() -> None:
    """Programs write about ten scans; a few more do no harm."""
    assert clean_photo(progressive(20), PhotoLimits()).width == samples.SIZE[0]


def test_only_scans_of_the_picture_count() -> None:
    """Not those of previews in the metadata, nor what looks like one in a film that hangs behind the picture."""
    plain = samples.encoded(samples.picture(), progressive=True)
    preview = (b"\xff\xda" * (MOST_SCANS * 2))[:60_000]
    described = plain[:2] + b"\xff\xe1" + (len(preview) + 2).to_bytes(2, "big") + preview + plain[2:]
    assert not has_too_many_scans(described)
    assert not has_too_many_scans(plain + b"\xff\xda" * (MOST_SCANS * 2))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_have_no_scans(kind: str) -> None:
    assert not has_too_many_scans(samples.encoded(samples.picture(), kind) + b"\xff\xda" * 1000)


def test_damaged_files_are_read_to_their_end() -> None:
    """Whatever the bytes are, counting ends."""
    chance = random.Random(1)
    for _ in range(200):
        has_too_many_scans(b"\xff\xd8\xff" + chance.randbytes(chance.randrange(2000)))
