"""What a request is made of: steps, each of which may be repeated and reports what it did."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Request:
    """A request that is worked on. `subject_id` is the model where it is about one. `steps` are the reports of those
    that are done, by name; `renew` keeps others away for another while and is called by whatever takes long."""

    id: UUID
    user_id: int
    language: str
    created_at: datetime
    steps: Mapping[str, Any]
    renew: Callable[[], Awaitable[None]]
    subject_id: UUID | None = None


@dataclass(frozen=True)
class Worked:
    """The step is done; `report` is what it did, in numbers and names of providers. `last`: the step has closed the
    request itself, in its own transaction."""

    report: Mapping[str, Any] = field(default_factory=dict)
    last: bool = False


@dataclass(frozen=True)
class NotYet:
    """Something outside has still to happen; to be looked at again in `seconds`."""

    seconds: float


Step = Callable[[Request], Awaitable[Worked | NotYet]]
"""Repeatable: a process may die behind it before its report is written. Raises `LoragramError` to be tried again."""

Steps = Sequence[tuple[str, Step]]
