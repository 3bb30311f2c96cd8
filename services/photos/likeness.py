"""How alike faces are: which photos of a set show somebody else, and how much a picture looks like the set. Pure.

All of it follows from distances between faces, as `services.photos.child.alike` gives them: Euclid, between 128 numbers
that dlib's ResNet reads from a face. Measured: the same man 0.25 to 0.44, two men 0.71 to 0.90.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from statistics import median
from typing import Any

from services.photos.measures import Measures

SAME_PERSON = 0.6
"""Faces nearer than this are one person's: dlib's own threshold, with which the model was trained."""

ALIKE = 0.5
"""From this likeness on a picture passes; it is what `likeness_at` gives for `SAME_PERSON`."""

LEAST_FACES = 4
"""With fewer nobody can say who of them is the odd one."""

PROOFS_TO_PASS = 2

WORST_YAW = 0.7
LEAST_SIDE = 60.0
"""Faces that are turned further away, or smaller in pixels, are like nobody: they would be called odd for that."""

_STEEPNESS = 10.0

Distances = Sequence[float | None]
"""From one face to each of some others; None where either was not found."""


@dataclass(frozen=True)
class Likeness:
    """What is kept of comparing a version's faces. `proofs`: likeness from 0 to 1 of each proof, in their order, None
    where no face was found. `odd`: ids of training photos that seem to show somebody else. `left_out`: ids of photos of
    the data set that this version is not trained with."""

    proofs: tuple[float | None, ...] = ()
    odd: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> "Likeness":
        """Reads what is stored; the empty one for NULL."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: tuple(value) for name, value in (stored or {}).items() if name in known})

    def to_json(self) -> dict[str, Any] | None:
        """What is stored; None when there is nothing to store."""
        if self == Likeness():
            return None
        values = {"odd": list(self.odd), "left_out": list(self.left_out), "proofs": list(self.proofs)}
        return {name: value for name, value in values.items() if value} | {"passed": self.passed}

    @property
    def has_numbers(self) -> bool:
        """Whether anybody compared faces and something was found."""
        return bool(self.odd) or self.seen > 0

    @property
    def seen(self) -> int:
        """On how many proofs a face was found."""
        return sum(proof is not None for proof in self.proofs)

    @property
    def passed(self) -> int:
        """How many proofs look like the photos."""
        return sum(proof is not None and proof >= ALIKE for proof in self.proofs)

    @property
    def is_alike(self) -> bool | None:
        """Whether two proofs look like the photos; None when too few faces were found to say so."""
        return None if self.seen < PROOFS_TO_PASS else self.passed >= PROOFS_TO_PASS


@dataclass(frozen=True)
class Compared:
    """Distances among the photos of a set, and from each of some other pictures to these photos."""

    among: tuple[tuple[float | None, ...], ...]
    others: tuple[tuple[float | None, ...], ...] = field(default=())

    @classmethod
    def from_json(cls, answer: Mapping[str, Any]) -> "Compared":
        """Reads the answer of the work "alike"."""
        return cls(_rows(answer["among"]), _rows(answer["others"]))


def likeness_at(distance: float) -> float:
    """From 1 (the same picture) over 0.5 (cannot be told) to 0 (somebody else)."""
    return 1 / (1 + math.exp((distance - SAME_PERSON) * _STEEPNESS))


def likeness_of(distances: Distances) -> float | None:
    """How much a picture looks like the photos to which it has these distances; None without any."""
    known = [one for one in distances if one is not None]
    return round(likeness_at(median(known)), 3) if known else None


def odd_ones(among: Sequence[Distances]) -> tuple[int, ...]:
    """Places, from 0, of the photos that show somebody else than most do. None without `LEAST_FACES` faces, and none
    when no person is on at least half of them; of two persons with as many photos the one who comes later is odd."""
    faces = [place for place, row in enumerate(among) if row[place] is not None]
    if len(faces) < LEAST_FACES:
        return ()
    best = max(faces, key=lambda place: (len(_near(among, place, faces)), -place))
    person = _near(among, best, faces)
    odd = tuple(place for place in faces if not _is_of(among, place, person))
    return odd if 2 * len(odd) <= len(faces) else ()


def can_be_compared(measures: Measures | None) -> bool:
    """Whether a photo's face is fit to be compared; without measures it may be."""
    if measures is None:
        return True
    if not measures.faces:
        return False
    face = measures.faces[0]
    return abs(face.yaw) <= WORST_YAW and min(face.width, face.height) >= LEAST_SIDE


def _near(among: Sequence[Distances], place: int, faces: Collection[int]) -> list[int]:
    return [other for other in faces if _at(among, place, other) < SAME_PERSON]


def _is_of(among: Sequence[Distances], place: int, person: Sequence[int]) -> bool:
    if place in person:
        return True
    return median(_at(among, place, other) for other in person) < SAME_PERSON


def _at(among: Sequence[Distances], place: int, other: int) -> float:
    distance = among[place][other]
    return math.inf if distance is None else distance


def _rows(rows: Sequence[Distances]) -> tuple[tuple[float | None, ...], ...]:
    return tuple(tuple(row) for row in rows)
