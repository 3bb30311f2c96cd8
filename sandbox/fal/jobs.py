"""One request of the queue and the states it passes through."""

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Any

from sandbox.fal.endpoints import Endpoint
from sandbox.fal.failures import JobFailure

IN_QUEUE = "IN_QUEUE"
IN_PROGRESS = "IN_PROGRESS"
COMPLETED = "COMPLETED"


@dataclass
class JobOptions:
    """What the submit's query and headers asked for. Times are simulated seconds."""

    webhook_url: str | None = None
    start_timeout: float | None = None
    store_io: bool = True
    output_lifetime: float | None = None


@dataclass
class Job:
    """A request. `*_at` are simulated unix seconds; `sent`, `started` and `ended` are real ones."""

    endpoint: Endpoint
    input: dict[str, Any]
    options: JobOptions
    sent_at: float
    sent: float
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    gateway_id: str = ""
    state: str = IN_QUEUE
    started_at: float | None = None
    started: float | None = None
    ended_at: float | None = None
    ended: float | None = None
    duration: float = 0.0
    photos: int = 0
    output: dict[str, Any] | None = None
    failure: JobFailure | None = None
    billable_units: float = 0.0
    instant: bool = False
    cancel_asked: bool = False
    task: asyncio.Task[None] | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)
    notified: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def steps(self) -> int:
        """The steps that were asked for, or the trainer's default; 0 for a generation."""
        if self.endpoint.trainer is None:
            return 0
        return int(self.input.get("steps") or self.endpoint.trainer.default_steps)

    @property
    def status_code(self) -> int | None:
        """HTTP status of the result, None while there is none."""
        if self.state != COMPLETED:
            return None
        return self.failure.status if self.failure else 200
