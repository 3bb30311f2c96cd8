"""Hashes are alike for pictures that look alike, and the mirrored hash is that of the mirror image."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from services.photos.child.hashing import hashes
from services.photos.child.pixels import Pixels
from tests.data import coach_recipes as make


def grey(picture: Image.Image) -> Pixels:
    return np.asarray(ImageOps.grayscale(picture))


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


@pytest.mark.parametrize("shot", [make.close, make.half, make.turned])
def test_the_mirrored_hash_is_that_of_the_mirror_image(shot: make.Shot) -> None:
    """Phones mirror selfies: the second copy has to be known without looking at it twice."""
    straight, mirrored = hashes(grey(shot()))
    of_mirror = hashes(grey(ImageOps.mirror(shot())))
    assert distance(mirrored, of_mirror[0]) <= 1
    assert distance(straight, of_mirror[1]) <= 1
    assert distance(straight, mirrored) > 10


@pytest.mark.parametrize("shot", [make.close, make.half, make.turned])
@pytest.mark.parametrize(
    "change", [make.sized(400, 520), make.lit(0.7), make.lit(1.15), make.cut(0.02, 0.02, 0.98, 0.98)]
)
def test_small_changes_keep_a_picture_near(shot: make.Shot, change: make.Change) -> None:
    """Size, light and a small crop make no other shot."""
    assert distance(hashes(grey(shot()))[0], hashes(grey(change(shot())))[0]) <= 10


def test_other_pictures_are_far() -> None:
    """Two people in two rooms share about half the bits."""
    found = [hashes(grey(shot()))[0] for shot in (make.close, make.half, make.turned)]
    assert min(distance(one, other) for one in found for other in found if one != other) > 20


def test_a_plain_picture_has_a_hash() -> None:
    """16 digits also where there is nothing to see."""
    assert [len(one) for one in hashes(np.zeros((50, 70), np.uint8))] == [16, 16]
