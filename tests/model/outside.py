"""How calls to the outside end: at once in a mood that the machine has chosen, or later, when it says so."""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum

from tests.model.clock import ModelClock

acting: ContextVar[str] = ContextVar("acting", default="nobody")
"""The owner name of the replica in whose name a task runs."""

STALLS = 90.0
"""Seconds: an answer that comes later meets a caller that has given up waiting, unless its process stood still."""


class Died(BaseException):
    """The process is gone: nothing behind this line happens."""


class Mood(Enum):
    """What becomes of one call. `*_TAKEN`: the other side has done it although the answer is lost or late."""

    FINE = "fine"
    LOST = "lost"
    LOST_TAKEN = "lost, taken"
    BUSY = "busy"
    WRONG = "wrong"
    NO_CREDIT = "no credit"
    PARKS = "parks"
    PARKS_TAKEN = "parks, taken"


PARKING = {Mood.PARKS, Mood.PARKS_TAKEN}
CALLS = ("prepare", "submit", "look", "list", "cancel", "finalise", "send")
"""The sorts of calls."""


@dataclass(eq=False)
class Parked:
    """A call whose answer is not there yet."""

    owner: str
    what: str
    since: float
    answer: asyncio.Future[Mood]


@dataclass
class Outside:
    """The mood of the next call of each sort (fine where none is named), and the calls that wait. `moved` wakes whoever
    waits for everything to stand."""

    clock: ModelClock
    moods: dict[str, Mood] = field(default_factory=dict)
    parked: list[Parked] = field(default_factory=list)
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def call(self, what: str, took: Callable[[], None] | None = None) -> tuple[Mood, bool]:
        """The mood of this call, and whether its answer came while its caller was still sure to wait.

        `took` is run at once where the other side acts before the answer.
        """
        mood = self.moods.pop(what, Mood.FINE)
        if mood in {Mood.LOST_TAKEN, Mood.PARKS_TAKEN} and took is not None:
            took()
        if mood not in PARKING:
            return mood, True
        answer: asyncio.Future[Mood] = asyncio.get_running_loop().create_future()
        here = Parked(acting.get(), what, self.clock.elapsed, answer)
        self.parked.append(here)
        self.moved.set()
        try:
            return await here.answer, self.clock.elapsed - here.since <= STALLS
        finally:
            self.parked.remove(here)

    def hang_up(self, owner: str) -> None:
        """Whoever waited in this replica's name is gone."""
        for parked in self.parked:
            if parked.owner == owner and not parked.answer.done():
                parked.answer.set_exception(Died("while it waited"))
