"""One broadcast from its beginning to its end: watched, refused twice on purpose, and killed half-way."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.broadcast.processes import Bot
from bench.broadcast.scene import FIRST_ID, Scene
from bench.memory import resident_megabytes
from db.enums import BroadcastState
from db.models import Broadcast

LOOK_SECONDS = 0.25
PATIENCE = 120.0
"""Seconds without any progress after which something is wrong."""

REFUSALS_AT = (0.25, 0.75)
REFUSED = 3
RETRY_AFTER = 2
RECOVERY_SECONDS = 18.0
"""A refusal costs the pause, and then a rate that climbs from 70 % by 2 % a second."""

DEATH_AT = 0.5


@dataclass
class Watched:
    """What was seen on the way. `disturbed` are spans of Unix time in which the rate is not the bot's to keep;
    `resident` is the memory in MB by the number of people who were through, `processor` the seconds of a core that its
    process had used by then."""

    disturbed: list[tuple[float, float]] = field(default_factory=list)
    resident: dict[int, float] = field(default_factory=dict)
    processor: dict[int, float] = field(default_factory=dict)
    seconds: float = 0.0

    def read(self, through: int, bot: Bot) -> None:
        """Takes down what the process holds and has used."""
        self.resident[through] = resident_megabytes(bot.pid)
        self.processor[through] = bot.processor_seconds()

    @property
    def processor_per_person(self) -> float:
        """Seconds of a core, between the last two readings."""
        (earlier, used), (later, used_then) = list(self.processor.items())[-2:]
        return (used_then - used) / (later - earlier)


@dataclass(frozen=True)
class Told:
    """The outcome by the sandbox's count and by the bot's rows."""

    people: int
    blocked: int
    reached: int
    twice: int
    unknown: int
    lost: int
    own_refusals: int
    planned_refusals: int
    rate: float
    rate_overall: float
    watched: Watched


async def play(scene: Scene, marks: Sequence[int]) -> Told:
    """Starts the bot and watches until everybody has it; memory is read when so many people as in `marks` are
    through."""
    watched, began = Watched(), time.time()
    await scene.bot.start()
    refusals = [share * scene.size.people for share in REFUSALS_AT]
    death: float | None = DEATH_AT * scene.size.people
    left = list(marks)
    last, moved_at = -1, time.monotonic()
    while (row := await scene.row()).state is not BroadcastState.DONE:
        through = through_of(row)
        if through != last:
            last, moved_at = through, time.monotonic()
        assert time.monotonic() - moved_at < PATIENCE, f"stands still at {through}: {row.state} {scene.bot.tail()}"
        while left and through >= left[0]:
            watched.read(left.pop(0), scene.bot)
        if refusals and through >= refusals[0]:
            refusals.pop(0)
            await scene.refuse(REFUSED, RETRY_AFTER)
            watched.disturbed.append((time.time(), time.time() + RETRY_AFTER + RECOVERY_SECONDS))
        if death is not None and through >= death:
            death = None
            watched.disturbed.append(await _die(scene))
        await asyncio.sleep(LOOK_SECONDS)
    watched.read(scene.size.people, scene.bot)
    watched.seconds = time.time() - began
    return await told_of(scene, watched)


def through_of(row: Broadcast) -> int:
    """People who have a result."""
    return row.sent + row.blocked + row.failed + row.unknown


async def _die(scene: Scene) -> tuple[float, float]:
    """SIGKILL and a start; from when to when nothing could be sent."""
    killed = time.time()
    await scene.bot.kill()
    before = now = await scene.row()
    await scene.bot.start()
    while now.sent <= before.sent:
        await asyncio.sleep(LOOK_SECONDS)
        now = await scene.row()
    return killed - 1, time.time() + 1


async def told_of(scene: Scene, watched: Watched | None = None) -> Told:
    """What has become of everybody, once the broadcast is over."""
    watched, row = watched or Watched(), await scene.row()
    crowd, counts, unknown = await scene.crowd(), await scene.counts(), await scene.missed()
    empty = {FIRST_ID + number for number, count in enumerate(counts) if not count}
    passed = [(int(second), int(count)) for second, count in crowd["passed"]]
    return Told(
        people=scene.size.people,
        blocked=row.blocked,
        reached=crowd["reached"],
        twice=crowd["twice"],
        unknown=row.unknown,
        lost=len(empty - unknown) - (crowd["blocked"] - _blocked_among(scene, unknown)),
        own_refusals=crowd["refused_for_rate"],
        planned_refusals=crowd["refused_as_planned"],
        rate=undisturbed_rate(passed, watched.disturbed),
        rate_overall=sum(count for _, count in passed) / watched.seconds if watched.seconds else 0.0,
        watched=watched,
    )


def undisturbed_rate(passed: Sequence[tuple[int, int]], disturbed: Sequence[tuple[float, float]]) -> float:
    """Messages a second over all whole seconds from the second to the last but one that no span touches."""
    inner = range(passed[0][0] + 1, passed[-1][0])
    by_second = dict(passed)
    calm = [second for second in inner if not any(begin < second + 1 and second < end for begin, end in disturbed)]
    return sum(by_second.get(second, 0) for second in calm) / len(calm) if calm else 0.0


def _blocked_among(scene: Scene, people: set[int]) -> int:
    share = scene.size.blocked_share
    numbers = (person - FIRST_ID for person in people)
    return sum(int((number + 1) * share) > int(number * share) for number in numbers)
