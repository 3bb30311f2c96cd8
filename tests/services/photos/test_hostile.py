"""Files that are meant to do harm, or are merely odd: each gets its answer, and nothing of it but pixels is kept."""

import json
import os
import random
import time
from collections.abc import AsyncIterator
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image

from services.errors import BrokenArtefactError, InvalidInputError
from services.photos.bare_jpeg import bare_size
from services.photos.cleaned import Cleaned, cleaned
from services.photos.limits import PhotoLimits
from services.photos.workshop import Workshop
from services.training.weights import check_weights
from tests.services.photos import samples

pytestmark = pytest.mark.asyncio(loop_scope="module")

FOLDER = Path(__file__).parents[2] / "data" / "hostile"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text())
PHOTOS = {name: told for name, told in EXPECTED.items() if "weights" not in told}
WEIGHTS = {name: told for name, told in EXPECTED.items() if "weights" in told}
ONE_OF_EACH = ("polyglot.jpg", "polyglot.png", "see-through.webp", "photo.heic", "photo.avif")
LONGEST = 20
GROWTH = 50 * 1024
TRACES = (b"Secret", b"secret", b"script", b"<?php", b"PK\x03\x04", b"Exif", b"ICC_PROFILE", b"http")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def workshop() -> AsyncIterator[Workshop]:
    """One for all files: what one of them breaks the next would notice."""
    workshop = Workshop()
    yield workshop
    await workshop.close()


async def taken(workshop: Workshop, data: bytes) -> Cleaned:
    return cleaned(await workshop.do("clean", asdict(PhotoLimits()), [data], seconds=LONGEST))


async def outcome(workshop: Workshop, data: bytes) -> Cleaned | str:
    """The clean photo, or the code with which it was refused."""
    try:
        return await taken(workshop, data)
    except InvalidInputError as refused:
        return refused.code


def check_that_only_a_picture_is_left(clean: Cleaned) -> None:
    assert bare_size(clean.data) == (clean.width, clean.height)
    assert not [trace for trace in TRACES if trace in clean.data]
    with Image.open(BytesIO(clean.data), formats=("JPEG",)) as opened:
        assert dict(opened.getexif()) == {}
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        opened.load()


def peak() -> int:
    """The most memory that this process had since `forget_peak`, in KiB."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


@pytest.mark.parametrize("name", PHOTOS)
async def test_every_file_gets_its_answer(workshop: Workshop, name: str) -> None:
    """Within 20 seconds, which the child may not exceed either."""
    data = (FOLDER / name).read_bytes()
    begin = time.monotonic()
    result = await outcome(workshop, data)
    assert time.monotonic() - begin < LONGEST + 5
    told = PHOTOS[name]
    if isinstance(result, str):
        assert result in (told.get("code"), told.get("or"))
        return
    assert told.get("size") == [result.width, result.height]
    check_that_only_a_picture_is_left(result)


async def test_the_bots_own_process_stays_small(workshop: Workshop) -> None:
    """Over every file that is refused, one taken of each format, and the largest that may be sent, it never takes 50 MB
    more. (The others differ in their pixels alone, which it never sees.)"""
    await taken(workshop, samples.photo())
    largest = samples.telling_jpeg()
    names = [name for name, told in PHOTOS.items() if "code" in told or name in ONE_OF_EACH]
    sent = [(FOLDER / name).read_bytes() for name in names]
    sent.append(largest + b"<script>" + random.Random(3).randbytes(PhotoLimits().max_bytes - len(largest) - 8))
    forget_peak()
    begin = peak()
    for data in sent:
        await outcome(workshop, data)
    assert peak() - begin < GROWTH


async def test_a_telling_tail_of_20_megabytes_is_gone(workshop: Workshop) -> None:
    """The file may be as large as Telegram hands out; only the picture in front of it counts."""
    whole = samples.telling_jpeg()
    clean = await taken(workshop, whole + bytes(PhotoLimits().max_bytes - len(whole)))
    check_that_only_a_picture_is_left(clean)


@pytest.mark.parametrize("name", WEIGHTS)
async def test_crafted_weights_are_refused_by_their_header(name: str) -> None:
    """No loader ever sees them."""
    with pytest.raises(BrokenArtefactError) as refused:
        check_weights((FOLDER / name).read_bytes())
    assert refused.value.code == WEIGHTS[name]["weights"]


async def test_damage_anywhere_is_an_answer_too(workshop: Workshop) -> None:
    """Chance finds what nobody thought of; every format, and always the same with the same seed."""
    chance = random.Random(int(os.environ.get("SEED", "1")))
    for name in ("photo.heic", "photo.avif", "moving.webp", "16-bit-colour.png", "cmyk.jpg"):
        for _ in range(4):
            data = bytearray((FOLDER / name).read_bytes())
            for _ in range(chance.randrange(1, 20)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            result = await outcome(workshop, bytes(data))
            if isinstance(result, Cleaned):
                check_that_only_a_picture_is_left(result)
            else:
                assert result.startswith("photo-")
