"""What the engine needs to know of a kind of work; trainings and generations implement it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any, Protocol

from db.enums import JobKind, JobState, Stage
from db.models import Attempt, Job
from db.sessions import ReadSession, WriteSession
from services.providers.base import Broken


@dataclass(frozen=True)
class Prepared:
    """The paid call without its webhook. `data_url` is an input that only this attempt uses: a call whose
    answer was lost is recognised by it in the provider's list, and by all its arguments where there is none.
    `target` as in `PaidCall`."""

    endpoint: str
    arguments: Mapping[str, Any]
    data_url: str | None = None
    target: str | None = None


@dataclass(frozen=True)
class Move:
    """Where a job that was not taken goes instead, with its expected cost there in USD."""

    provider: str
    endpoint: str
    estimated_cost: Decimal


@dataclass(frozen=True)
class Progress:
    """What the logs tell: stage, percent 0 to 100, and steps and loss where the trainer tells them."""

    stage: Stage
    percent: int
    step: int | None = None
    total_steps: int | None = None
    loss: float | None = None


@dataclass(frozen=True)
class Delivered:
    """The work is in our hands: `units` pieces of those ordered (0 is a failure of the whole job)."""

    units: int
    error_code: str | None = None


@dataclass(frozen=True)
class NeedsValidation:
    """The artefact is stored; child jobs that the kind has ordered must end before the job does."""


@dataclass(frozen=True)
class Rejected:
    """The artefact cannot be used. `transient`: a second attempt may give a better one."""

    error_code: str
    transient: bool = False


Finalised = Delivered | NeedsValidation | Rejected


@dataclass(frozen=True)
class Outcome:
    """How a job ends: its terminal state, the pieces delivered, and why if it failed."""

    state: JobState
    units: int = 0
    error_code: str | None = None


CANCELLED = Outcome(JobState.CANCELLED, error_code="cancelled")
"""A person stopped the job."""


@dataclass(frozen=True)
class Timing:
    """Usual and longest times of a job, in seconds. `usual` from our own finished jobs, else the table."""

    usual: float
    queue_limit: float
    run_limit: float


class Kind(Protocol):
    """One kind of paid work. The engine calls these around its own state changes."""

    kind: JobKind

    uncertain_for: timedelta
    """How long an unknown paid call is looked for before the money goes back."""

    review_for: timedelta
    """How long it may be in review after that, looked for on and open to a verdict of an admin; zero ends the job."""

    tells_moves: bool
    """Whether the person gets a message when a job goes to another provider; its card says so in any case."""

    async def prepare(self, job: Job) -> Prepared:
        """Builds the call, uploading what it needs. No unit of work is open. Repeatable.
        Raises `LoragramError`: with retry class LATER the job is tried again, otherwise it fails."""

    async def timing(self, session: ReadSession, job: Job) -> Timing:
        """How long this job may take."""

    def progress(self, job: Job, logs: Sequence[str]) -> Progress | None:
        """Reads the provider's log lines; None when they tell nothing."""

    async def judge(self, session: WriteSession, job: Job, failure: Broken) -> Broken:
        """The provider's failure in this kind's own terms: the code that people are told, and whether a second
        attempt can help. May change the kind's own rows, so that the second attempt does better. No network."""

    async def elsewhere(self, session: WriteSession, job: Job, without: Collection[str], reason: str) -> Move | None:
        """Where this job can be done as it was ordered after it was not taken because of `reason` (see `moving`): at
        another provider, the best first, none of `without`, or at the same one in another way. The kind's own rows
        already say so. None when there is no such place, or none that the limits allow. No network."""

    async def finalise(self, job: Job, attempt: Attempt, output: Mapping[str, Any]) -> Finalised:
        """Copies the result into our storage under names made from the attempt's id and checks it. No unit of
        work is open; it opens its own for its rows. Repeatable. Raises `ProviderError` to be called again."""

    async def validate(self, session: WriteSession, job: Job) -> Delivered | None:
        """Whether the child jobs have ended and how; None while one is open."""

    async def settle(self, session: WriteSession, job: Job, outcome: Outcome) -> None:
        """Inside the terminal transaction: the kind's own rows and its outbox messages. No network."""

    async def announce(self, session: WriteSession, job: Job) -> None:
        """After a visible change of a job that goes on: asks for the status card to be edited."""


@dataclass(frozen=True)
class NewJob:
    """An order for the engine. `request_key` is the client's own key: a repeat returns the first job.
    `estimated_cost` in USD counts against the budget until the real cost is known."""

    user_id: int
    kind: JobKind
    provider: str
    endpoint: str
    subject_id: Any
    units: int = 1
    price: int = 0
    estimated_cost: Decimal = field(default=Decimal(0))
    request_key: str | None = None
    parent_id: Any = None
