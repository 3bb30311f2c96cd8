"""Who is odd in a set, and how much a picture looks like it, from distances alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.photos.likeness import (
    ALIKE,
    SAME_PERSON,
    Compared,
    Likeness,
    can_be_compared,
    likeness_at,
    likeness_of,
    odd_ones,
)
from services.photos.measures import Face, Measures

NEAR, FAR = 0.35, 0.85


def among(people: str) -> list[list[float | None]]:
    """Distances of photos that show these people, one letter each; a dot has no face."""
    return [
        [None if "." in (one, other) else 0.0 if i == j else NEAR if one == other else FAR
         for j, other in enumerate(people)]
        for i, one in enumerate(people)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("people", "odd"),
    [
        ("aaaa", ()),
        ("aaabaa", (3,)),
        ("aabacaa", (2, 4)),
        ("baaaac", (0, 5)),
        ("aabb", (2, 3)),
        ("a.a.ab.a", (5,)),
        ("aab", ()),
        ("aab...", ()),
        ("abcd", ()),
        ("aabbcc", ()),
        ("", ()),
    ],
)
def test_the_odd_photos_of_a_set_are_named(people: str, odd: tuple[int, ...]) -> None:
    """Those of the fewer, also without a face on every photo; nobody is named when it cannot be said."""
    assert odd_ones(among(people)) == odd


def test_one_bad_angle_makes_nobody_odd() -> None:
    """A photo that is far from one of the others and near to most shows the same person."""
    rows = among("aaaaa")
    rows[0][4] = rows[4][0] = rows[1][4] = rows[4][1] = SAME_PERSON + 0.05
    assert odd_ones(rows) == ()


@given(st.text(alphabet="ab.", max_size=12))
def test_odd_photos_are_never_the_most(people: str) -> None:
    """Whoever is named has a face, and at most half of the faces are named."""
    odd = odd_ones(among(people))
    assert all(people[place] != "." for place in odd)
    assert 2 * len(odd) <= len(people.replace(".", ""))


def test_likeness_falls_with_the_distance() -> None:
    """The measured distances of one man pass, those of two men do not, and the threshold lies between."""
    assert likeness_at(SAME_PERSON) == ALIKE
    assert min(map(likeness_at, (0.25, 0.44))) > 0.8
    assert max(map(likeness_at, (0.71, 0.90))) < 0.3
    assert likeness_at(0.0) <= 1


def test_a_picture_is_judged_by_the_middle_of_its_distances() -> None:
    """One photo of somebody else does not spoil it; without a face there is no number."""
    alike = likeness_of([0.3, FAR, 0.3, None])
    assert alike is not None
    assert alike > 0.9
    assert likeness_of([None, None]) is None
    assert likeness_of([]) is None


@pytest.mark.parametrize(
    ("proofs", "passed", "is_alike"),
    [
        ((0.9, 0.8, 0.7), 3, True),
        ((0.9, 0.8, 0.2), 2, True),
        ((0.9, 0.2, 0.2), 1, False),
        ((0.1, 0.2, None), 0, False),
        ((0.9, 0.8, None), 2, True),
        ((0.9, None, None), 1, None),
        ((None, None, None), 0, None),
        ((), 0, None),
    ],
)
def test_two_of_three_proofs_must_pass(proofs: tuple[float | None, ...], passed: int, is_alike: bool | None) -> None:
    """And with fewer than two faces nothing is claimed."""
    likeness = Likeness(proofs)
    assert (likeness.passed, likeness.is_alike) == (passed, is_alike)


def test_what_is_stored_is_read_back() -> None:
    """Nothing is stored for nothing, and a version that only leaves photos out has no numbers."""
    full = Likeness((0.9, None, 0.2), ("a",), ("b", "c"))
    assert Likeness.from_json(full.to_json()) == full
    assert full.to_json() == {"proofs": [0.9, None, 0.2], "odd": ["a"], "left_out": ["b", "c"], "passed": 1}
    assert Likeness().to_json() is None
    assert Likeness.from_json(None) == Likeness()
    assert not Likeness(left_out=("b",)).has_numbers
    assert not Likeness((None, None)).has_numbers
    assert Likeness(odd=("a",)).has_numbers


def test_the_answer_of_the_child_is_read() -> None:
    """Rows become tuples, and a face that is missing stays None."""
    assert Compared.from_json({"among": [[0.0, None]], "others": [[0.5]]}) == Compared(((0.0, None),), ((0.5,),))


def face(side: float = 300, yaw: float = 0) -> Face:
    """A good face of this size and turn."""
    return Face(0, 0, side, side, 0.9, yaw, 0, 300, 120, on_edge=False)


def measured(*faces: Face) -> Measures:
    """A photo with these faces."""
    return Measures("JPEG", 900, 900, 90_000, 900, 900, 300, 120, 0, 0, "0" * 16, "0" * 16, faces=faces)


def test_faces_that_are_like_nobody_are_not_compared() -> None:
    """A profile and a tiny face would be called odd for that; photos of an older version have no measures."""
    assert can_be_compared(None)
    assert can_be_compared(measured(face()))
    assert not can_be_compared(measured())
    assert not can_be_compared(measured(face(yaw=-0.9)))
    assert not can_be_compared(measured(face(side=40)))
