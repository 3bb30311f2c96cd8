"""The score of a set and what is missing to raise it. Pure.

Each part has a target for 15 photos and is worth less the closer it comes to it: the first photo of a kind teaches the
most. So a set of ten that has some of everything scores high, and fifteen selfies do not. A good photo never lowers the
score.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from db.enums import LoraType

DISTANCES: Mapping[str, float] = {"close": 8, "half": 4, "full": 3}
VIEWS: Mapping[str, float] = {"front": 7, "half-turn": 4, "profile": 2}
NUMBER = 15.0
VARIETY = 4.0
"""Different lights, or days where the files say them."""

PARTS_OF_PEOPLE = {"distances": 0.5, "views": 0.2, "variety": 0.15, "number": 0.15}
PARTS_OF_THINGS = {"variety": 0.4, "number": 0.6}
MOST_NEXT = 3


@dataclass(frozen=True)
class Parts:
    """What a set has: photos by distance and by view, all of them, each counted by what it is worth; how many lights or
    days were told apart; and how sound each photo is, from 0 to 1."""

    distances: Mapping[str, float]
    views: Mapping[str, float]
    number: float
    variety: int
    soundness: tuple[float, ...]


def set_score(parts: Parts, kind: LoraType) -> int:
    """From 0, nothing, to 100, the whole target without a fault."""
    if not parts.soundness:
        return 0
    return round(100 * _coverage(parts, kind) * sum(parts.soundness) / len(parts.soundness))


def missing_shots(parts: Parts, kind: LoraType) -> tuple[str, ...]:
    """The keys of the shots that would raise the score most, best first."""
    parts = replace(parts, variety=max(1, parts.variety))  # the first photo brings a light of its own
    now = _coverage(parts, kind)
    gains = {key: _coverage(changed, kind) - now for key, changed in _one_more(parts, kind).items()}
    best = sorted((key for key, gain in gains.items() if gain > 0.001), key=lambda key: -gains[key])
    return tuple(best[:MOST_NEXT])


def _coverage(parts: Parts, kind: LoraType) -> float:
    number = _reached(parts.number, NUMBER)
    variety = _reached(parts.variety, VARIETY)
    if kind is not LoraType.CHARACTER:
        return PARTS_OF_THINGS["number"] * number + PARTS_OF_THINGS["variety"] * variety
    return (
        PARTS_OF_PEOPLE["distances"] * _reached_all(parts.distances, DISTANCES)
        + PARTS_OF_PEOPLE["views"] * _reached_all(parts.views, VIEWS)
        + PARTS_OF_PEOPLE["variety"] * variety
        + PARTS_OF_PEOPLE["number"] * number
    )


def _one_more(parts: Parts, kind: LoraType) -> dict[str, Parts]:
    """The set with one more good photo of each kind, by the key of its text."""
    if kind is not LoraType.CHARACTER:
        other = "motif" if kind is LoraType.STYLE else "angle"
        return {
            other: replace(parts, variety=parts.variety + 1),
            "more": replace(parts, number=parts.number + 1),
        }
    more = {key: replace(parts, distances={**parts.distances, key: parts.distances[key] + 1}) for key in DISTANCES}
    more |= {key: replace(parts, views={**parts.views, key: parts.views[key] + 1}) for key in VIEWS}
    return {**more, "light": replace(parts, variety=parts.variety + 1)}


def _reached_all(had: Mapping[str, float], targets: Mapping[str, float]) -> float:
    whole = sum(targets.values())
    return sum(target / whole * _reached(had[key], target) for key, target in targets.items())


def _reached(had: float, target: float) -> float:
    """From 0 to 1, rising ever more slowly."""
    return 1 - (1 - min(1.0, had / target)) ** 2
