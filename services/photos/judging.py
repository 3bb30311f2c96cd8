"""What the coach says of each photo of a set: good, usable or not usable, why, and so what to do. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from db.enums import LoraType
from services.photos.coach_limits import CoachLimits
from services.photos.faults_of_faces import face_faults
from services.photos.faults_of_pictures import picture_faults
from services.photos.measures import Measures

EXPLICIT = "explicit"
SAME_SHOT = "same-shot"

ORDER = (
    EXPLICIT, "face-missing", SAME_SHOT, "small-picture", "faces-several", "face-small", "dark", "blurred", "face-cut",
    "soft", "bright", "clipped", "face-smallish", "face-tilted", "compressed", "smallish-picture",
)  # fmt: skip
"""Every code of a fault, worst first among those that weigh the same."""


class Grade(StrEnum):
    """The verdict on a photo. An unusable one is not trained with unless the person wants it."""

    GOOD = "good"
    USABLE = "usable"
    UNUSABLE = "unusable"


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with a photo: text key `photo-fault-<code>` with `params`, worst first. The text says
    what is wrong and what to do."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Looked:
    """A photo of a set as it is judged: its number, its measures (None: never measured, counts as good) and whether the
    person wants it anyway."""

    position: int
    measures: Measures | None
    use_anyway: bool = False


@dataclass(frozen=True)
class Judgement:
    """The verdict on the photo at `position`. `use_anyway` is what the person asked for, whatever the verdict."""

    position: int
    grade: Grade
    faults: tuple[Fault, ...] = ()
    use_anyway: bool = False

    def has(self, code: str) -> bool:
        """Whether the photo has that fault."""
        return any(fault.code == code for fault in self.faults)

    @property
    def may_use_anyway(self) -> bool:
        """Whether asking for this photo has an effect: it is not usable, and not for being explicit."""
        return self.grade is Grade.UNUSABLE and not self.has(EXPLICIT)

    @property
    def counts(self) -> bool:
        """Whether the photo is trained with."""
        return self.grade is not Grade.UNUSABLE or (self.use_anyway and self.may_use_anyway)


def judge(photos: Sequence[Looked], kind: LoraType, limits: CoachLimits) -> tuple[Judgement, ...]:
    """One judgement per photo, in their order. Faces matter for characters alone.

    Of shots that are the same, mirrored or not, the first that counts is kept and the later ones name it.
    """
    judged: list[Judgement] = []
    kept: list[tuple[int, Measures]] = []
    for photo in photos:
        grave, slight = _faults(photo.measures, kind, limits) if photo.measures is not None else ([], [])
        twin = _same_shot(photo.measures, kept, limits.same_shot) if photo.measures is not None else None
        if twin is not None:
            grave.append(Fault(SAME_SHOT, {"number": twin}))
        grade = Grade.UNUSABLE if grave else Grade.USABLE if slight else Grade.GOOD
        faults = (*sorted(grave, key=_weight), *sorted(slight, key=_weight))
        judgement = Judgement(photo.position, grade, faults, photo.use_anyway)
        judged.append(judgement)
        if photo.measures is not None and twin is None and judgement.counts:
            kept.append((photo.position, photo.measures))
    return tuple(judged)


def _faults(measures: Measures, kind: LoraType, limits: CoachLimits) -> tuple[list[Fault], list[Fault]]:
    """Those that make the photo unusable, and the others; none stands in both."""
    grave: dict[str, Fault] = {}
    slight: dict[str, Fault] = {}
    for code, refuses in _found(measures, kind, limits):
        (grave if refuses else slight)[code] = Fault(code)
    return list(grave.values()), [fault for code, fault in slight.items() if code not in grave]


def _found(measures: Measures, kind: LoraType, limits: CoachLimits) -> Iterator[tuple[str, bool]]:
    if measures.explicit is not None and measures.explicit >= limits.refuse_explicit:
        yield EXPLICIT, True
    yield from picture_faults(measures, kind, limits)
    if kind is LoraType.CHARACTER:
        yield from face_faults(measures, limits)


def _same_shot(measures: Measures, kept: Sequence[tuple[int, Measures]], limit: int) -> int | None:
    """The number of the first kept photo that is as good as the same."""
    hashes = [int(value, 16) for value in (measures.hash, measures.mirrored_hash) if value]
    for position, other in kept:
        if other.hash and any((one ^ int(other.hash, 16)).bit_count() <= limit for one in hashes):
            return position
    return None


def _weight(fault: Fault) -> int:
    return ORDER.index(fault.code)
