"""The photos on which the coach is tried: what is expected of each, and what the real workshop and judge say."""

import json
import time
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from db.enums import LoraType
from services.errors import InvalidInputError
from services.photos.coach_limits import CoachLimits
from services.photos.judging import Judgement, Looked, judge
from services.photos.limits import PhotoLimits
from services.photos.measures import Measures
from services.photos.workshop import Workshop

DATA = Path(__file__).parents[1] / "data"
REFUSED = "refused"
VERDICTS = ("good", "usable", "unusable", REFUSED)
ANY_GRADE = "any grade"
"""What is expected of a hostile file that can be made safe: to be judged like a photo."""


@dataclass(frozen=True)
class Expected:
    """What has to be said of a file: a grade with its faults, that it is refused with a code, or `ANY_GRADE`."""

    path: Path
    kind: LoraType
    verdict: str
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """What was said of a file, with how long that took."""

    verdict: str
    faults: tuple[str, ...]
    seconds: float
    measures: Measures | None = None


def coach_files() -> list[Expected]:
    """The photos of the coach's own corpus."""
    folder = DATA / "coach"
    return [
        Expected(folder / "photos" / name, LoraType(told["kind"]), told["grade"], tuple(told["faults"]))
        for name, told in _read(folder / "expected.json")["photos"].items()
    ]


def hostile_files() -> list[Expected]:
    """The files that were made to do harm: most are refused. Weights among them are no business of the coach."""
    folder = DATA / "hostile"
    return [
        Expected(folder / name, LoraType.CHARACTER, REFUSED if "code" in told else ANY_GRADE, _codes(told))
        for name, told in _read(folder / "expected.json").items()
        if not name.endswith(".safetensors")
    ]


def all_files() -> list[Expected]:
    """Both corpora."""
    return [*coach_files(), *hostile_files()]


def matches(expected: Expected, given: Given) -> bool:
    """Whether verdict and faults are those expected, in their order."""
    if expected.verdict == ANY_GRADE:
        return given.verdict != REFUSED
    return (expected.verdict, expected.faults) == (given.verdict, given.faults)


def coach_sets() -> dict[str, dict[str, Any]]:
    """Sets of those photos by their names: `photos` in their order and `same`, from a number to that of the shot that
    it repeats."""
    sets: dict[str, dict[str, Any]] = _read(DATA / "coach" / "expected.json")["sets"]
    return sets


async def look(workshop: Workshop, data: bytes, kind: LoraType) -> Given:
    """Cleans, measures and judges one file as the bot does."""
    started = time.perf_counter()
    try:
        done = await workshop.do("clean", asdict(PhotoLimits()), [data])
    except InvalidInputError as error:
        return Given(REFUSED, (error.code,), time.perf_counter() - started)
    measures = Measures.from_json(done.result["measures"])
    judgement = judge([Looked(1, measures)], kind, CoachLimits())[0]
    faults = tuple(fault.code for fault in judgement.faults)
    return Given(judgement.grade.value, faults, time.perf_counter() - started, measures)


async def look_at_all(workshop: Workshop, files: list[Expected]) -> AsyncIterator[tuple[Expected, Given]]:
    """Each file with what was said of it."""
    for expected in files:
        yield expected, await look(workshop, expected.path.read_bytes(), expected.kind)


def judge_set(names: list[str], measured: dict[str, Measures]) -> tuple[Judgement, ...]:
    """The verdicts on photos that are sent one after the other."""
    photos = [Looked(number, measured[name]) for number, name in enumerate(names, 1)]
    return judge(photos, LoraType.CHARACTER, CoachLimits())


def repeated(judgements: tuple[Judgement, ...]) -> dict[str, int]:
    """From the number of each repeated shot to that of the first."""
    faults = [(str(one.position), fault) for one in judgements for fault in one.faults if fault.code == "same-shot"]
    return {position: fault.params["number"] for position, fault in faults}


def _codes(told: dict[str, Any]) -> tuple[str, ...]:
    return (told["code"],) if "code" in told else ()


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
