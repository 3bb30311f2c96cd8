"""What a photo's file says besides its pixels is read carefully, and damaged data says nothing."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base

from services.errors import InvalidInputError
from services.photos.file_facts import jpeg_quality, orientation, taken_on
from services.photos.recognise import format_of
from tests.services.photos import samples


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def with_exif(tag: int, value: Any, *, inside: bool = False) -> Image.Image:
    exif = Image.Exif()
    if inside:
        exif.get_ifd(IFD.Exif)[tag] = value
    else:
        exif[tag] = value
    return opened(samples.encoded(samples.picture(), exif=exif))


@pytest.mark.parametrize("quality", [20, 30, 50, 75, 92, 100])
def test_the_quality_of_a_jpeg_is_estimated(quality: int) -> None:
    """As the common encoder counts."""
    found = jpeg_quality(opened(samples.encoded(samples.picture(), quality=quality)))
    assert found is not None
    assert abs(found - quality) <= 2


def test_other_formats_have_no_quality() -> None:
    assert jpeg_quality(opened(samples.encoded(samples.picture(), "PNG"))) is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024:05:06 07:08:09", "2024-05-06"),
        ("2024-05-06T07:08:09", "2024-05-06"),
        ("0000:00:00 00:00:00", None),
        ("<script>", None),
        ("", None),
        (7, None),
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_the_day_is_a_day_or_nothing(value: Any, day: str | None, inside: bool) -> None:
    """The camera's own, else that of the file; only a real date is kept."""
    assert taken_on(with_exif(Base.DateTimeOriginal if inside else Base.DateTime, value, inside=inside)) == day


@pytest.mark.parametrize(("value", "turn"), [(1, 1), (6, 6), (8, 8), (0, 1), (9, 1)])
def test_only_real_orientations_turn(value: Any, turn: int) -> None:
    assert orientation(with_exif(Base.Orientation, value)) == turn


@pytest.mark.parametrize(
    ("major", "others", "kind"),
    [
        (b"heic", (b"mif1",), "HEIF"),
        (b"heix", (), "HEIF"),
        (b"mif1", (b"heic", b"mif1"), "HEIF"),
        (b"mif1", (b"miaf", b"avif"), "AVIF"),
        (b"msf1", (), "HEIF"),
        (b"avif", (b"mif1",), "AVIF"),
        (b"avis", (), "AVIF"),
    ],
)
def test_phones_formats_are_told_apart(major: bytes, others: tuple[bytes, ...], kind: str) -> None:
    """By the brands of the first box, of which the general one says too little."""
    box = b"ftyp" + major + b"\0\0\0\0" + b"".join(others)
    assert format_of((len(box) + 4).to_bytes(4, "big") + box + bytes(100)) == kind


@pytest.mark.parametrize("major", [b"isom", b"mp42", b"qt  ", b""])
def test_films_are_no_pictures(major: bytes) -> None:
    """Their boxes look the same."""
    with pytest.raises(InvalidInputError, match="photo-not-a-picture"):
        format_of(b"\0\0\0\x18ftyp" + major + bytes(100))
