"""The mark: there in every kind of file, nothing else beside it, and not a pixel changed."""

from contextlib import suppress
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from services.errors import BrokenArtefactError
from services.generation.ai_mark import COMMENT, SOURCE_TYPE, marked

SECRET = "canary-prompt"


def drawn(mode: str = "RGB", size: tuple[int, int] = (65, 43)) -> Image.Image:
    return Image.effect_noise(size, 60).convert(mode)


def telling_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = SECRET
    return exif


def saved(kind: str, mode: str = "RGB", **values: Any) -> bytes:
    """A file as a generator writes it: with the prompt in every place that it has."""
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("parameters", SECRET)
        texts.add_itxt("XML:com.adobe.xmp", SECRET)
        texts.add_text("prompt", SECRET, zip=True)
        values["pnginfo"] = texts
    elif kind == "JPEG":
        values["comment"] = SECRET
    out = BytesIO()
    drawn(mode).save(out, kind, exif=telling_exif(), **values)
    return out.getvalue() + (b"" if kind == "WEBP" else SECRET.encode())


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


FILES = {
    "png": saved("PNG"),
    "png-palette": saved("PNG", "P"),
    "png-alpha": saved("PNG", "RGBA"),
    "png-16": saved("PNG", "I;16"),
    "jpeg": saved("JPEG"),
    "jpeg-progressive": saved("JPEG", progressive=True),
    "jpeg-grey": saved("JPEG", "L"),
    "jpeg-cmyk": saved("JPEG", "CMYK"),
    "jpeg-restarts": saved("JPEG", restart_marker_blocks=2),
    "webp": saved("WEBP"),
    "webp-lossless": saved("WEBP", lossless=True),
    "webp-alpha": saved("WEBP", "RGBA"),
    "webp-alpha-lossless": saved("WEBP", "RGBA", lossless=True),
}


def plain_webp(mode: str, **values: Any) -> bytes:
    """Without the extended header, as small encoders write it."""
    out = BytesIO()
    drawn(mode).save(out, "WEBP", **values)
    return out.getvalue()


FILES |= {
    "webp-plain": plain_webp("RGB"),
    "webp-plain-lossless": plain_webp("RGB", lossless=True),
    "webp-plain-lossless-alpha": plain_webp("RGBA", lossless=True),
}


@pytest.mark.parametrize("name", list(FILES))
def test_every_file_says_that_a_machine_made_it(name: str) -> None:
    """IPTC's source type for programs, a plain sentence for people."""
    picture = opened(marked(FILES[name]))
    xmp = picture.info["xmp"]
    text = xmp.decode() if isinstance(xmp, bytes) else xmp
    assert SOURCE_TYPE in text
    assert COMMENT in text
    described = ElementTree.fromstring(text)[0][0]
    assert described.get("{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType") == SOURCE_TYPE


@pytest.mark.parametrize("name", list(FILES))
def test_no_pixel_changes(name: str) -> None:
    """The mark is put in beside the picture, which is not encoded anew."""
    before, after = opened(FILES[name]), opened(marked(FILES[name]))
    assert (before.mode, before.size, before.format) == (after.mode, after.size, after.format)
    assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("name", list(FILES))
def test_nothing_of_the_provider_stays_beside_the_picture(name: str) -> None:
    """Generators write prompts into their files, which people send on."""
    data = marked(FILES[name])
    assert SECRET.encode() not in data
    assert not opened(data).getexif()
    assert "parameters" not in opened(data).info


@pytest.mark.parametrize("name", list(FILES))
def test_marking_twice_is_marking_once(name: str) -> None:
    """A picture that is fetched again is the same file."""
    once = marked(FILES[name])
    assert marked(once) == once


@pytest.mark.parametrize("name", ["png", "jpeg", "webp"])
def test_a_colour_profile_stays(name: str) -> None:
    """Without it the colours would be others."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(name.upper(), icc_profile=profile)
    assert opened(marked(data)).info["icc_profile"] == profile


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"RIFF\x04\0\0\0WEBP", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    """As everything else that was delivered and cannot be used."""
    with pytest.raises(BrokenArtefactError):
        marked(data)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.integers(0, 4000), st.binary(max_size=8), st.integers(0, 6000))
def test_damaged_files_end_in_one_error(name: str, place: int, bytes_in: bytes, end: int) -> None:
    """Whatever a provider sends, the collector gets a file or the error that it knows."""
    data = bytearray(FILES[name])
    data[place : place + len(bytes_in)] = bytes_in
    with suppress(BrokenArtefactError):
        marked(bytes(data[: max(1, end)]))
