"""The process that has opened a stranger's file is not believed: only a bare picture is stored."""

from typing import Any

import pytest
from PIL import Image

from services.errors import InvalidInputError
from services.photos.bare_jpeg import bare_size
from services.photos.clean import clean_photo
from services.photos.cleaned import cleaned
from services.photos.limits import PhotoLimits
from services.photos.workshop import Done
from tests.services.photos import samples

MEASURES: dict[str, Any] = {
    "source_format": "JPEG", "source_width": 800, "source_height": 600, "source_size": 1000, "width": 800,
    "height": 600, "sharpness": 100.0, "brightness": 128.0, "dark_share": 0.0, "bright_share": 0.0,
    "hash": "0" * 16, "mirrored_hash": "f" * 16,
}  # fmt: skip
CLEAN = clean_photo(samples.telling_jpeg(), PhotoLimits()).data


@pytest.mark.parametrize("size", [(800, 600), (2048, 1365), (256, 2048)])
def test_what_we_make_is_bare(size: tuple[int, int]) -> None:
    """Also when its pixels look like markers: noise has all of them."""
    noise = samples.encoded(Image.effect_noise(size, 90).convert("RGB"), "PNG")
    assert bare_size(clean_photo(noise, PhotoLimits()).data) == size


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        CLEAN + b"<script>",
        CLEAN + CLEAN,
        CLEAN[:-2],
        CLEAN[: len(CLEAN) // 2],
        CLEAN[:100],
        b"<html>" + CLEAN,
        CLEAN[:2] + b"\xff\xfe\x00\x04hi" + CLEAN[2:],
        CLEAN[:2] + b"\xff\xe1\x00\x08Exif\0\0" + CLEAN[2:],
        CLEAN[:2] + b"\xff\xe0\x00\x14JFIF" + b"a preview more" + CLEAN[2:],
        samples.encoded(samples.picture(), progressive=True),
        samples.encoded(samples.picture(), "PNG"),
        samples.telling_jpeg(),
    ],
)
def test_anything_else_is_not(data: bytes) -> None:
    """Tails, comments, metadata, other formats, halves."""
    assert bare_size(data) is None
    with pytest.raises(InvalidInputError, match="photo-broken"):
        cleaned(Done({"measures": MEASURES}, (data,)))


def test_sides_come_from_the_file_itself() -> None:
    """And the measures as they are stored."""
    clean = cleaned(Done({"measures": MEASURES, "width": 5}, (CLEAN,)))
    assert (clean.width, clean.height) == samples.SIZE
    assert clean.measures is not None
    assert clean.measures["hash"] == "0" * 16


@pytest.mark.parametrize(
    "measures",
    [
        "hello",
        7,
        {"source_format": "JPEG"},
        MEASURES | {"faces": [{"x": 1}]},
        MEASURES | {"hash": "0" * 30_000},
        MEASURES | {"sharpness": float("nan")},
        MEASURES | {"light": [float("inf")]},
        MEASURES | {"hash": "0\0"},
        MEASURES | {"hash": "\ud800"},
    ],
)
def test_measures_of_another_shape_are_refused(measures: Any) -> None:
    """They would break every screen of the set later, or the database would not take them."""
    with pytest.raises(InvalidInputError, match="photo-broken"):
        cleaned(Done({"measures": measures}, (CLEAN,)))


@pytest.mark.parametrize("blobs", [(), (CLEAN, CLEAN)])
def test_one_picture_is_expected(blobs: tuple[bytes, ...]) -> None:
    with pytest.raises(InvalidInputError, match="photo-broken"):
        cleaned(Done({"measures": None}, blobs))
