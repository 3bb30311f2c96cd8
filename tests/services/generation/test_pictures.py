"""What is let through to people, and what is not."""

import io
import struct
import zlib

import pytest
from PIL import Image

from services.errors import BrokenArtefactError
from services.generation.endpoint_fields import Answer
from services.generation.failures import read_failure
from services.generation.output import read_output
from services.generation.pictures import MAX_BYTES, inspect_picture
from services.providers.base import Broken
from tests.services.generation.fakes import black, picture


@pytest.mark.parametrize(
    ("kind", "content_type", "extension"),
    [("PNG", "image/png", "png"), ("JPEG", "image/jpeg", "jpg"), ("WEBP", "image/webp", "webp")],
)
def test_the_bytes_tell_the_type(kind: str, content_type: str, extension: str) -> None:
    """The type comes from the picture, not from what the provider calls it."""
    found = inspect_picture(picture(kind=kind))
    assert (found.content_type, found.extension, found.width, found.height) == (content_type, extension, 64, 64)
    assert not found.is_black


def test_black_is_recognised_and_night_is_not() -> None:
    """A blanked picture is black all over, even with JPEG's noise; a few lights make it a night scene."""
    noisy = io.BytesIO()
    Image.new("RGB", (64, 64), (2, 1, 2)).save(noisy, "JPEG")
    night = Image.new("RGB", (256, 256))
    night.paste((255, 240, 200), (100, 100, 112, 112))
    lights = io.BytesIO()
    night.save(lights, "PNG")
    assert inspect_picture(black()).is_black
    assert inspect_picture(noisy.getvalue()).is_black
    assert not inspect_picture(lights.getvalue()).is_black


def gif() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "GIF")
    return data.getvalue()


def bomb() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        gif(),
        bomb(),
        picture()[:-40],
        picture()[:60],
        picture(kind="JPEG")[:200],
        b"x" * (MAX_BYTES + 1),
    ],
    ids=["empty", "html", "gif", "bomb", "cut", "header", "cut-jpeg", "huge"],
)
def test_what_is_no_picture_is_broken(data: bytes) -> None:
    """Anything that does not decode to its last line is refused, without taking much memory."""
    with pytest.raises(BrokenArtefactError, match="artefact-broken"):
        inspect_picture(data)


def test_flags_run_parallel_to_pictures() -> None:
    """Only a true flag blocks; a short or missing list blocks nothing by itself."""
    images = [{"url": f"u{number}"} for number in range(3)]
    flagged = read_output({"images": images, "has_nsfw_concepts": [False, True], "seed": 2**40}, 4, Answer.FLAGGED)
    assert [picture.is_blocked for picture in flagged.pictures] == [False, True, False]
    assert flagged.seed == 2**40
    bare = read_output({"images": images, "has_nsfw_concepts": None, "seed": "x"}, 2, Answer.FLAGGED)
    assert [(picture.no, picture.url) for picture in bare.pictures] == [(0, "u0"), (1, "u1")]
    assert bare.seed is None


@pytest.mark.parametrize("output", [{}, {"images": None}, {"images": []}, {"images": ["u"]}, {"images": [{"url": 1}]}])
def test_an_answer_without_pictures_is_told_apart(output: dict[str, object]) -> None:
    """A result we cannot read is a failure with a code, not a crash."""
    with pytest.raises(BrokenArtefactError, match="provider-output"):
        read_output(output, 4, Answer.FLAGGED)


@pytest.mark.parametrize(
    ("failure", "code", "transient", "lost"),
    [
        (Broken("content-policy", "422 content_policy_violation at body.prompt"), "blocked", False, False),
        (
            Broken("input-unreachable", "422 file_download_error at body.loras.0.path"),
            "input-unreachable",
            True,
            True,
        ),
        (Broken("input-unreachable", "422 file_download_error at body.image_url"), "input-unreachable", True, False),
        (Broken("input-refused", "422 value_error at body.loras.0.path"), "weights-unusable", False, False),
        (Broken("input-refused", "422 image_load_error at body.image_url"), "input-refused", False, False),
        (Broken("provider-failed", "500", transient=True), "provider-failed", True, False),
    ],
)
def test_failures_are_read_for_people(failure: Broken, code: str, transient: bool, lost: bool) -> None:
    """A blocked prompt, lost weights and weights that cannot be loaded are three different things."""
    reading = read_failure(failure)
    assert (reading.failure.code, reading.failure.transient, reading.lost_weights) == (code, transient, lost)


def test_missing_addresses_are_pictures_that_were_held_back() -> None:
    """Their places stand at the end; a list without any address is no answer."""
    found = read_output({"images": ["https://a/1", "https://a/2"]}, 3, Answer.ADDRESSES).pictures
    assert [(one.no, one.url, one.is_blocked) for one in found] == [
        (0, "https://a/1", False),
        (1, "https://a/2", False),
        (2, None, True),
    ]
    assert len(read_output({"images": ["https://a/1"] * 5}, 2, Answer.ADDRESSES).pictures) == 2
    as_objects = read_output({"images": [{"url": "https://a/1"}]}, 2, Answer.ADDRESSES).pictures
    assert [(one.url, one.is_blocked) for one in as_objects] == [("https://a/1", False), (None, True)]
    for images in ([], [None], [{"url": 7}], "https://a/1"):
        with pytest.raises(BrokenArtefactError, match="provider-output"):
            read_output({"images": images}, 2, Answer.ADDRESSES)
