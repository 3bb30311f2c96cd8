"""One process of the product: the real engine, webhook door and sender over parts that the world shares."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any

from services.jobs.cancel import Cancels
from services.jobs.engine import Engine
from services.jobs.hints import Hints
from services.jobs.parts import EngineParts
from services.jobs.verdicts import Verdicts
from services.messaging.sender import Sender
from services.ports import Messenger
from tests.model.outside import Outside, acting


@dataclass(eq=False)
class Running:
    """A piece of work that a replica has begun."""

    name: str
    task: "asyncio.Task[Any]"

    def result(self) -> Any:
        """What it has returned; None while it has not, or when it never will."""
        has_result = self.task.done() and not self.task.cancelled() and self.task.exception() is None
        return self.task.result() if has_result else None


@dataclass(eq=False)
class Replica:
    """`dies_at`: the named line at which it dies when it next passes it."""

    parts: EngineParts
    messenger: Messenger
    outside: Outside
    dies_at: str | None = None
    running: list[Running] = field(default_factory=list)

    def __post_init__(self) -> None:
        engine = Engine(self.parts)
        sender = Sender(self.parts.db, self.parts.clock, self.messenger, self.parts.owner)
        self.hints = Hints(self.parts, {})
        self.cancels = Cancels(self.parts)
        self.verdicts = Verdicts(self.parts)
        self.ticks: dict[str, Callable[[], Awaitable[int]]] = {
            "submit": engine.submit_tick,
            "hints": engine.hint_tick,
            "uncertain": engine.uncertain_tick,
            "poll": engine.poll_tick,
            "finalise": engine.finalise_tick,
            "deadline": engine.deadline_tick,
            "heal": sender.heal,
            "send": sender.tick,
        }

    @property
    def owner(self) -> str:
        """Its name in leases."""
        return self.parts.owner

    def is_at(self, name: str) -> bool:
        """Whether this work is under way: one process never begins it a second time."""
        return any(each.name == name for each in self.running)

    def begin(self, name: str, work: Awaitable[Any]) -> Running:
        """Begins a piece of work in this replica's name."""
        running = Running(name, asyncio.create_task(_as(self.owner, work), context=Context()))  # noqa: TID251
        running.task.add_done_callback(lambda _: self.outside.moved.set())
        self.running.append(running)
        return running

    def collect(self) -> list[BaseException]:
        """Drops the work that has ended; returns what it raised."""
        ended = [each.task for each in self.running if each.task.done()]
        self.running = [each for each in self.running if not each.task.done()]
        raised = [task.exception() for task in ended if not task.cancelled()]
        return [error for error in raised if error is not None]


async def _as(owner: str, work: Awaitable[Any]) -> Any:
    acting.set(owner)
    return await work
