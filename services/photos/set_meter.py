"""How complete a set of photos is: which views, distances and light it has, what to shoot next, and an honest score.
Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.enums import LoraType
from services.photos.coach_limits import CoachLimits
from services.photos.faults_of_faces import is_close
from services.photos.judging import SAME_SHOT, Grade, Judgement, Looked
from services.photos.lights import count_lights
from services.photos.measures import Measures
from services.photos.set_score import DISTANCES, VIEWS, Parts, missing_shots, set_score


@dataclass(frozen=True)
class SetMeter:
    """Counts are photos that are trained with. `score` from 0 to 100, against the target for 15 photos: about 8 close,
    4 half, 3 full body. `lights` and `days` are how many different ones were told apart (days: 0 when no file said).
    `next_shots` are text keys `photo-next-<key>` of what would help most, best first, none when nothing is missing.
    For styles and products distances and views are 0 and the score speaks of number, sharpness and variety."""

    photos: int
    close: int = 0
    half: int = 0
    full: int = 0
    front: int = 0
    half_turn: int = 0
    profile: int = 0
    lights: int = 0
    days: int = 0
    score: int = 0
    next_shots: tuple[str, ...] = ()


def measure_set(
    photos: Sequence[Looked], judgements: Sequence[Judgement], kind: LoraType, limits: CoachLimits
) -> SetMeter:
    """The meter of a set; `judgements` as `judge` gives them for `photos`."""
    counted = [(p.measures, j) for p, j in zip(photos, judgements, strict=True) if j.counts]
    shots = [(_distance(m, kind, limits), _view(m, kind, limits), j) for m, j in counted]
    distances = Counter(distance for distance, _, _ in shots)
    views = Counter(view for _, view, _ in shots)
    parts = _parts(counted, shots)
    different = _different(counted)
    return SetMeter(
        photos=len(counted),
        close=distances["close"],
        half=distances["half"],
        full=distances["full"],
        front=views["front"],
        half_turn=views["half-turn"],
        profile=views["profile"],
        lights=count_lights(m.light for m in different),
        days=_days(different),
        score=set_score(parts, kind),
        next_shots=missing_shots(parts, kind),
    )


def _parts(
    counted: Sequence[tuple[Measures | None, Judgement]], shots: Sequence[tuple[str | None, str | None, Judgement]]
) -> Parts:
    different = _different(counted)
    return Parts(
        distances={key: sum(_worth(j) for distance, _, j in shots if distance == key) for key in DISTANCES},
        views={key: sum(_worth(j) for _, view, j in shots if view == key) for key in VIEWS},
        number=sum(_worth(j) for _, j in counted),
        variety=max(count_lights(m.light for m in different), _days(different)),
        soundness=tuple(_soundness(j) for _, j in counted),
    )


def _different(counted: Iterable[tuple[Measures | None, Judgement]]) -> list[Measures]:
    """The measures of the photos that add something: a second copy does not, whoever wants it."""
    return [measures for measures, judgement in counted if measures is not None and not judgement.has(SAME_SHOT)]


def _days(measured: Iterable[Measures]) -> int:
    return len({measures.taken_on for measures in measured if measures.taken_on is not None})


def _distance(measures: Measures | None, kind: LoraType, limits: CoachLimits) -> str | None:
    if kind is not LoraType.CHARACTER or measures is None or not measures.faces:
        return None
    face = measures.faces[0]
    if is_close(face, measures, limits):
        return "close"
    return "half" if face.height >= limits.half_face * measures.height else "full"


def _view(measures: Measures | None, kind: LoraType, limits: CoachLimits) -> str | None:
    if kind is not LoraType.CHARACTER or measures is None or not measures.faces:
        return None
    turned = abs(measures.faces[0].yaw)
    if turned <= limits.warn_yaw:
        return "front"
    return "half-turn" if turned <= limits.profile_yaw else "profile"


def _worth(judgement: Judgement) -> float:
    """How much of a photo a photo is: one with faults teaches less, and the same shot twice nothing more."""
    if judgement.has(SAME_SHOT):
        return 0.0
    return {Grade.GOOD: 1.0, Grade.USABLE: 0.8, Grade.UNUSABLE: 0.25}[judgement.grade]


def _soundness(judgement: Judgement) -> float:
    """How far a photo leaves the result unharmed, from 0 to 1."""
    return {Grade.GOOD: 1.0, Grade.USABLE: 0.9, Grade.UNUSABLE: 0.4}[judgement.grade]
