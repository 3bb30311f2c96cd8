"""Which rules hold for the photos of which model."""

import pytest

from db.enums import LoraType
from services.photos.judged_as import judged_as


@pytest.mark.parametrize("word", ["woman", "man", "person", "young woman", "Old Man", None])
def test_people_are_judged_by_their_faces(word: str | None) -> None:
    """Also as long as nobody has said what the model shows."""
    assert judged_as(LoraType.CHARACTER, word) is LoraType.CHARACTER
    assert judged_as(None, word) is LoraType.CHARACTER


@pytest.mark.parametrize("word", ["dog", "cat", "robot", "plush bear", "manatee"])
def test_nobody_looks_for_a_human_face_on_an_animal(word: str) -> None:
    """A dog without a face of ours could otherwise never be trained."""
    assert judged_as(LoraType.CHARACTER, word) is LoraType.PRODUCT


@pytest.mark.parametrize("kind", [LoraType.STYLE, LoraType.PRODUCT])
def test_other_types_are_what_they_are(kind: LoraType) -> None:
    """A bag called "lady" is a bag."""
    assert judged_as(kind, "lady") is kind
