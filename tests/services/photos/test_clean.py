"""A cleaned photo is the picture and nothing else; what cannot be cleaned gets its reason."""

import time
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from services.errors import InvalidInputError
from services.photos.clean import CleanPhoto, clean_photo
from services.photos.limits import PhotoLimits
from tests.services.photos import samples

LIMITS = PhotoLimits()
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)


def opened(clean: CleanPhoto) -> Image.Image:
    image = Image.open(BytesIO(clean.data))
    image.load()
    return image


def near(pixel: Any, colour: tuple[int, int, int], distance: int = 12) -> bool:
    return all(abs(have - want) <= distance for have, want in zip(pixel, colour, strict=True))


def refusal(data: bytes, limits: PhotoLimits = LIMITS) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as refused:
        clean_photo(data, limits)
    return refused.value


def test_nothing_of_the_original_survives() -> None:
    """EXIF, place, comment, XMP and whatever hangs behind the picture are gone."""
    dirty = samples.telling_jpeg()
    assert all(secret in dirty for secret in samples.SECRETS)
    clean = clean_photo(dirty, LIMITS)
    image = opened(clean)
    assert not [secret for secret in samples.SECRETS if secret in clean.data]
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert clean.data.endswith(b"\xff\xd9")
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", samples.SIZE)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_metadata_of_other_formats_is_gone_too(kind: str) -> None:
    """All three formats come out as the same bare JPEG."""
    dirty = samples.encoded(samples.picture(), kind, exif=samples.telling_exif(), lossless=True)
    assert b"Anna Secret" in dirty
    clean = clean_photo(dirty, LIMITS)
    assert b"Secret" not in clean.data
    assert opened(clean).format == "JPEG"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_picture_is_upright(orientation: int) -> None:
    """Whatever way the camera was held, the corner that the EXIF data says is the top left ends there."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = samples.picture()
    held = upright.transpose(turns[orientation]) if orientation in turns else upright
    clean = clean_photo(samples.encoded(held, exif=samples.telling_exif(orientation)), LIMITS)
    image = opened(clean)
    assert (clean.width, clean.height) == image.size == samples.SIZE
    assert near(image.getpixel((20, 20)), GREEN)
    assert near(image.getpixel((20, 500)), RED)
    assert near(image.getpixel((700, 500)), BLUE)


@pytest.mark.parametrize("exif", [b"Exif\x00\x00rubbish", b"Exif\x00\x00II*\x00\xff\xff\xff\xff", b"Exif\x00\x00"])
def test_unreadable_exif_data_costs_nothing(exif: bytes) -> None:
    """The picture is good, so it is taken as it lies."""
    assert clean_photo(samples.encoded(samples.picture(), exif=exif), LIMITS).width == samples.SIZE[0]


@pytest.mark.parametrize(
    ("size", "result"),
    [
        ((4032, 3024), (2016, 1512)),
        ((3000, 4000), (1500, 2000)),
        ((3600, 2700), (2048, 1536)),
        ((2700, 3600), (1536, 2048)),
        ((2048, 2048), (2048, 2048)),
        ((300, 400), (300, 400)),
    ],
)
def test_the_long_side_is_at_most_2048(size: tuple[int, int], result: tuple[int, int]) -> None:
    """Larger ones are shrunk in proportion, by the decoder alone where that comes close; smaller ones stay."""
    clean = clean_photo(samples.encoded(samples.picture(size)), LIMITS)
    assert (clean.width, clean.height) == result == opened(clean).size


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_becomes_white(mode: str) -> None:
    """Not black, which a trainer would learn as background."""
    see_through = samples.picture(mode="RGBA")
    see_through.putalpha(0)
    saved = see_through.convert(mode) if mode != "P" else see_through.quantize()
    clean = clean_photo(samples.encoded(saved, "PNG"), LIMITS)
    assert near(opened(clean).getpixel((400, 300)), WHITE)


def test_a_colour_profile_is_applied() -> None:
    """The numbers are translated to sRGB, because the profile itself does not survive."""
    dirty = samples.encoded(samples.picture(), quality=95, icc_profile=samples.swapped_profile())
    image = opened(clean_photo(dirty, LIMITS))
    assert near(image.getpixel((20, 500)), BLUE)
    assert near(image.getpixel((700, 500)), RED)
    assert "icc_profile" not in image.info


def test_a_broken_profile_is_ignored() -> None:
    """The picture is still good."""
    dirty = samples.encoded(samples.picture(), icc_profile=b"rubbish" * 30)
    assert near(opened(clean_photo(dirty, LIMITS)).getpixel((20, 500)), RED)


@pytest.mark.parametrize(("mode", "kind"), [("L", "JPEG"), ("CMYK", "JPEG"), ("1", "PNG"), ("P", "PNG"), ("L", "WEBP")])
def test_other_modes_come_out_as_rgb(mode: str, kind: str) -> None:
    """Grey, print and palette pictures are photos too."""
    clean = clean_photo(samples.encoded(samples.picture(mode=mode), kind), LIMITS)
    assert opened(clean).mode == "RGB"


def test_deep_greys_keep_their_shades() -> None:
    """16-bit greys are scaled, not cut to white."""
    clean = clean_photo(samples.encoded(Image.new("I;16", samples.SIZE, 128 * 256), "PNG"), LIMITS)
    assert near(opened(clean).getpixel((9, 9)), (128, 128, 128))


def test_a_phone_jpeg_with_a_second_picture_is_a_photo() -> None:
    """Phones add depth or HDR pictures behind the first one; that is no animation."""
    second = samples.picture().transpose(Image.Transpose.ROTATE_180)
    dirty = samples.encoded(samples.picture(), "MPO", save_all=True, append_images=[second])
    assert near(opened(clean_photo(dirty, LIMITS)).getpixel((20, 20)), GREEN)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_animations_are_refused(kind: str) -> None:
    """Walking through frames could take minutes, and it is no photo."""
    frames = [samples.picture().rotate(angle) for angle in (90, 180)]
    moving = samples.encoded(samples.picture(), kind, save_all=True, append_images=frames)
    assert refusal(moving).code == "photo-animated"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"hello",
        b"\x00\x00\x00\x18ftypisom" + bytes(100),
        b"GIF89a" + bytes(50),
        b"%PDF-1.7",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"8BPS" + bytes(50),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        samples.encoded(samples.picture(), "BMP"),
        samples.encoded(samples.picture(), "TIFF"),
        samples.encoded(samples.picture(), "GIF"),
        samples.encoded(samples.picture(), "JPEG2000"),
    ],
)
def test_other_files_are_not_pictures_to_us(data: bytes) -> None:
    """Whatever the file is called; no other decoder is ever tried."""
    assert refusal(data).code == "photo-not-a-picture"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_half_a_file_is_broken(kind: str, share: float) -> None:
    """An upload that was cut off is told from a wrong file."""
    whole = samples.encoded(samples.picture(), kind)
    assert refusal(whole[: int(len(whole) * share)]).code == "photo-broken"


@pytest.mark.parametrize("size", [(255, 255), (2000, 200), (200, 2000), (9000, 1000)])
def test_too_small_says_how_small(size: tuple[int, int]) -> None:
    """With the numbers; a long strip counts as what is left of it at 2048 pixels."""
    refused = refusal(samples.encoded(samples.picture(size)))
    assert refused.code == "photo-too-small"
    assert refused.params["min"] == 256
    assert min(refused.params["width"], refused.params["height"]) < 256


def test_the_smallest_that_passes() -> None:
    """Exactly the limit is taken."""
    assert clean_photo(samples.encoded(samples.picture((256, 256))), LIMITS).width == 256


@pytest.mark.parametrize("side", [8_001, 10_000, 20_000, 65_535])
def test_a_bomb_is_refused_by_its_header(side: int) -> None:
    """Nothing is decoded: the file behind the header is empty, and would be "broken" otherwise."""
    begin = time.process_time()
    refused = refusal(samples.png_header_only(side, side))
    assert refused.code == "photo-too-big"
    assert refused.params == {"megabytes": 20, "megapixels": 64}
    assert time.process_time() - begin < 0.5


def test_64_megapixels_are_decoded() -> None:
    """The limit itself is not refused by its header; the empty file is what is wrong with it."""
    assert refusal(samples.png_header_only(8_000, 8_000)).code == "photo-broken"


def test_too_many_bytes_are_refused_before_anything_is_read() -> None:
    """20 MiB is what Telegram lets a bot download."""
    data = samples.photo()
    assert refusal(data + bytes(LIMITS.max_bytes)).code == "photo-too-big"
    assert clean_photo(data + bytes(LIMITS.max_bytes - len(data)), LIMITS).width == samples.SIZE[0]


WHOLE = {kind: samples.encoded(samples.picture((300, 300)), kind) for kind in ("JPEG", "PNG", "WEBP")}


@given(
    kind=st.sampled_from(sorted(WHOLE)),
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=8),
    keep=st.floats(0.05, 1),
)
@settings(max_examples=150, deadline=None)
def test_damaged_files_never_raise_anything_else(kind: str, flips: list[tuple[float, int]], keep: float) -> None:
    """Either a photo comes out or a sentence for the person; a decoder's own exception never does."""
    data = bytearray(WHOLE[kind][: int(len(WHOLE[kind]) * keep)])
    for place, mask in flips:
        data[int(place * len(data))] ^= mask
    try:
        mode = opened(clean_photo(bytes(data), LIMITS)).mode
    except InvalidInputError:
        return
    assert mode == "RGB"
