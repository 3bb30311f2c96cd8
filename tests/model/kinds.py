"""Work for the engine: trainings with or without proofs, and pictures of which some may be blocked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from db.columns import new_id
from db.database import Database
from db.enums import JobKind, JobState
from db.models import Attempt, Job
from db.repositories.jobs import children_of
from db.sessions import ReadSession, WriteSession, assert_no_unit_of_work
from services.errors import ProviderError
from services.jobs.kinds import (
    Delivered,
    Finalised,
    Move,
    NeedsValidation,
    NewJob,
    Outcome,
    Prepared,
    Progress,
    Rejected,
    Timing,
)
from services.jobs.orders import place
from services.jobs.states import is_terminal
from services.messaging.outbox import put_card, put_media, put_ping
from services.ports import Clock
from services.providers.base import Broken
from tests.model.books import Books
from tests.model.outside import Mood, Outside

ENDPOINT = "model/endpoint"


@dataclass
class ModelKind:
    """Implements `Kind`. The job's id travels in the input of every paid call, so that the provider can tell for
    whom it is paid. A training's call has a file of its own, a picture's call is known by its arguments."""

    kind: JobKind
    db: Database
    clock: Clock
    outside: Outside
    books: Books
    providers: Sequence[str]
    with_proofs: set[UUID] = field(default_factory=set)
    tells_moves: bool = True
    uncertain_for: timedelta = timedelta(minutes=10)
    review_for: timedelta = timedelta(minutes=30)
    files: int = 0

    async def prepare(self, job: Job) -> Prepared:
        """Uploads."""
        await self._work("prepare", job)
        if self.kind is JobKind.GENERATION:
            return Prepared(job.endpoint, {"job": job.id.hex, "seed": 7})
        self.files += 1
        url = f"https://files.example/{self.files}"
        return Prepared(job.endpoint, {"job": job.id.hex, "images": url}, data_url=url)

    async def timing(self, session: ReadSession, job: Job) -> Timing:
        """Half an hour in a queue, an hour at work."""
        return Timing(usual=600.0, queue_limit=1800.0, run_limit=3600.0)

    def progress(self, job: Job, logs: Sequence[str]) -> Progress | None:
        """Nothing is told."""
        return None

    async def judge(self, session: WriteSession, job: Job, failure: Broken) -> Broken:
        """As reported."""
        return failure

    async def elsewhere(self, session: WriteSession, job: Job, without: Collection[str], reason: str) -> Move | None:
        """Any other provider."""
        others = [name for name in self.providers if name not in without]
        return Move(others[0], ENDPOINT, Decimal(1)) if others else None

    async def finalise(self, job: Job, attempt: Attempt, output: Mapping[str, Any]) -> Finalised:
        """Fetches, and orders a proof where the order wants one."""
        await self._work("finalise", job)
        if not output["usable"]:
            return Rejected("unusable", transient=True)
        pieces = min(job.units, int(output["pieces"]))
        if not pieces or job.id not in self.with_proofs:
            return Delivered(pieces)
        proof = NewJob(
            job.user_id, JobKind.GENERATION, job.provider, ENDPOINT, new_id(),
            request_key=f"proof:{job.id}", parent_id=job.id,
        )  # fmt: skip
        async with self.db.write(joins_update=False) as session:
            await place(session, self.clock, proof)
        return NeedsValidation()

    async def validate(self, session: WriteSession, job: Job) -> Delivered | None:
        """A training is good when its proof has ended, however."""
        ended = all(is_terminal(child.state) for child in await children_of(session, job.id))
        return Delivered(1) if ended else None

    async def settle(self, session: WriteSession, job: Job, outcome: Outcome) -> None:
        """Card, one ping, and the pieces."""
        if job.parent_id is not None:
            return
        await self.announce(session, job)
        params = {"job_id": job.id.hex}
        view = f"ended_{outcome.state.value}"
        await put_ping(session, self.clock, key=f"{view}:{job.id}", chat_id=job.user_id, view=view, params=params)
        if outcome.state is JobState.SUCCEEDED:
            await put_media(
                session, self.clock, key=f"pieces:{job.id}", chat_id=job.user_id, view="pieces", params=params
            )

    async def announce(self, session: WriteSession, job: Job) -> None:
        """The card."""
        if job.parent_id is None:
            await put_card(
                session, self.clock, chat_id=job.user_id, subject=f"job:{job.id}", view="card",
                params={"job_id": job.id.hex},
            )  # fmt: skip

    async def _work(self, what: str, job: Job) -> None:
        assert_no_unit_of_work()
        hand = self.books.begin(what, job.id.hex)
        try:
            mood, _ = await self.outside.call(what)
        finally:
            self.books.end(hand)
        if mood is not Mood.FINE:
            raise ProviderError("provider-unreachable")
