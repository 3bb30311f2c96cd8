"""The training archive is what the trainers expect."""

import io
import random
import zipfile

import pytest
from PIL import Image

from services.errors import InvalidInputError
from services.training.archive import ArchivePhoto, build_archive


def noise(seed: int, side: int = 256) -> bytes:
    """A JPEG that compresses badly."""
    picture = Image.frombytes("RGB", (side, side), random.Random(seed).randbytes(side * side * 3))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=95)
    return target.getvalue()


def names(archive: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return opened.namelist()


def test_it_is_flat_with_captions_beside_their_photos_and_stored() -> None:
    photos = [ArchivePhoto(noise(1), "a photo of ANNA_A3F2 женщина"), ArchivePhoto(noise(2), "two")]
    archive = build_archive(photos)
    assert names(archive) == ["image_01.jpg", "image_01.txt", "image_02.jpg", "image_02.txt"]
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert {entry.compress_type for entry in opened.infolist()} == {zipfile.ZIP_STORED}
        assert opened.read("image_01.txt").decode() == "a photo of ANNA_A3F2 женщина"
        assert opened.read("image_02.jpg") == noise(2)


def test_without_captions_it_holds_photos_only() -> None:
    assert names(build_archive([ArchivePhoto(noise(1)), ArchivePhoto(noise(2))])) == ["image_01.jpg", "image_02.jpg"]


def test_the_same_photos_give_the_same_bytes() -> None:
    photos = [ArchivePhoto(noise(3), "x")]
    archive = build_archive(photos)
    assert build_archive(photos) == archive
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}, "no clock in it"


def test_too_large_photos_are_encoded_smaller_and_stay_pictures() -> None:
    photos = [ArchivePhoto(noise(seed), "x") for seed in range(4)]
    whole = len(build_archive(photos))
    archive = build_archive(photos, limit=whole * 3 // 4)
    assert len(archive) <= whole * 3 // 4
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        with Image.open(io.BytesIO(opened.read("image_04.jpg"))) as picture:
            assert (picture.format, picture.size) == ("JPEG", (256, 256))


def test_what_cannot_be_made_to_fit_is_refused() -> None:
    with pytest.raises(InvalidInputError) as refusal:
        build_archive([ArchivePhoto(noise(1))], limit=500)
    assert refusal.value.code == "photos-too-large"
