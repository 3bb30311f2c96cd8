"""One training or prediction and the states it passes through."""

import asyncio
import base64
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbox.replicate.catalogue import Model, Play, Version

EVENTS = ("start", "output", "logs", "completed")
ENDS = frozenset({"succeeded", "failed", "canceled", "aborted"})


class RunFailedError(Exception):
    """A job fails; its message is the `error` that the job shows from then on."""


class RunKind(StrEnum):
    """What a job is; also the word in its addresses."""

    TRAINING = "trainings"
    PREDICTION = "predictions"


@dataclass(frozen=True)
class RunOptions:
    """What was asked beside the input. `cancel_after` is in simulated seconds from the creation."""

    webhook: str | None = None
    events: tuple[str, ...] = EVENTS
    cancel_after: float | None = None


@dataclass
class Run:
    """A job. `*_at` are simulated unix seconds; `created`, `started` and `ended` are real ones.

    A training has a `destination`; a prediction of an official model does not show its version.
    """

    kind: RunKind
    model: Model
    version: Version
    input: dict[str, Any]
    options: RunOptions
    created_at: float
    created: float
    destination: Model | None = None
    id: str = field(default_factory=lambda: new_id())
    status: str = "starting"
    started_at: float | None = None
    started: float | None = None
    ended_at: float | None = None
    ended: float | None = None
    duration: float = 0.0
    photos: int = 0
    output: Any = None
    error: str | None = None
    notes: str = ""
    instant: bool = False
    cancel_asked: bool = False
    task: asyncio.Task[None] | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)
    notified: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_training(self) -> bool:
        """Whether it makes a model rather than pictures or words."""
        return self.kind is RunKind.TRAINING

    @property
    def talks(self) -> bool:
        """Whether a language model does it."""
        return not self.is_training and self.version.play is Play.LANGUAGE

    @property
    def has_ended(self) -> bool:
        """Whether its state is final."""
        return self.status in ENDS

    @property
    def steps(self) -> int:
        """The steps of a training, those of a picture otherwise."""
        return int(self.input.get("steps", 1000) if self.is_training else self.input.get("num_inference_steps", 28))


def new_id() -> str:
    """26 lower-case letters and digits, as Replicate's ids."""
    return base64.b32encode(secrets.token_bytes(16)).decode().lower().rstrip("=")
