"""An engine over hand-made parts, on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest
from sqlalchemy import select

from db.columns import new_id
from db.database import Database
from db.enums import JobKind, JobState
from db.models import Attempt, Job, Outbox
from db.repositories import jobs as rows
from services import crash_points
from services.jobs.engine import Engine
from services.jobs.hints import Hints
from services.jobs.kinds import NewJob
from services.jobs.orders import place
from services.jobs.parts import EngineParts
from services.providers.base import PaidCall, SubmitAnswer, Unknown
from tests.services.jobs.fakes import FakeKind, FakeProvider
from tests.support.clock import FakeClock
from tests.support.rows import make_user


@dataclass
class Stage:
    """The engine and everything around it."""

    parts: EngineParts
    clock: FakeClock
    provider: FakeProvider
    kind: FakeKind
    user_id: int
    engine: Engine
    hints: Hints
    tokens: dict[UUID, str] = field(default_factory=dict)

    @property
    def db(self) -> Database:
        return self.parts.db

    async def order(self, **values: object) -> UUID:
        """Places an order for one training."""
        new = NewJob(
            user_id=self.user_id, kind=JobKind.TRAINING, provider="fal", endpoint="fal-ai/trainer", subject_id=new_id()
        )
        async with self.db.write() as session:
            job = await place(session, self.clock, replace(new, **values))  # type: ignore[arg-type]
            return job.id

    async def job(self, job_id: UUID) -> Job:
        async with self.db.read() as session:
            job = await rows.job_by_id(session, job_id)
        assert job is not None
        return job

    async def state(self, job_id: UUID) -> JobState:
        return (await self.job(job_id)).state

    async def attempts(self, job_id: UUID) -> list[Attempt]:
        async with self.db.read() as session:
            return await rows.attempts_of(session, job_id)

    async def outbox(self, view: str) -> list[Outbox]:
        async with self.db.read() as session:
            return list((await session.execute(select(Outbox).where(Outbox.view == view))).scalars())

    def token(self, call_no: int = -1) -> str:
        """The secret in the webhook path of a call the provider saw."""
        url = self.provider.calls[call_no].webhook_url
        assert url is not None
        return url.rsplit("/", 1)[1]

    async def run(self, *, rounds: int = 12, seconds: float = 30.0) -> None:
        """Lets time pass with all ticks running."""
        for _ in range(rounds):
            await self.engine.submit_tick()
            await self.engine.hint_tick()
            await self.engine.uncertain_tick()
            await self.engine.poll_tick()
            await self.engine.finalise_tick()
            self.clock.advance(seconds)

    async def give_up(self) -> None:
        """Lets the time pass in which a lost call is looked for, its review included."""
        await self.run(rounds=6, seconds=1800)
        self.clock.advance(days=1)
        await self.run(rounds=2, seconds=60)

    async def lose(self, *, lists: bool = False, **values: object) -> UUID:
        """Orders a training that the provider takes as `run-1` and whose answer is lost; `lists` shows it."""

        def lost(call: PaidCall) -> SubmitAnswer:
            self.provider.take(call)
            return Unknown("reset")

        self.provider.answers = [lost]
        self.provider.lists_running = lists
        job_id = await self.order(**values)
        await self.engine.submit_tick()
        return job_id

    async def into_review(self, **values: object) -> UUID:
        """The same, until nobody could find it for two hours."""
        job_id = await self.lose(**values)
        await self.run(rounds=6, seconds=1800)
        return job_id


@pytest.fixture
async def stage(db: Database, clock: FakeClock) -> Stage:
    provider = FakeProvider()
    kind = FakeKind(clock)
    parts = EngineParts(
        db=db,
        clock=clock,
        providers={"fal": provider},
        kinds={JobKind.TRAINING: kind},
        owner="test",
        webhook_url="https://bot.example",
        admin_ids=(7,),
    )
    user = await make_user(db)
    return Stage(parts, clock, provider, kind, user.id, Engine(parts), Hints(parts, {}))


class Died(BaseException):
    """Stands for a process that is gone: nothing catches it."""


@pytest.fixture
def dies_at() -> Iterator[list[str]]:
    """Names of crash points at which the next passage kills; each kills once."""
    names: list[str] = []

    def observer(name: str) -> None:
        if name in names:
            names.remove(name)
            raise Died(name)

    crash_points.observe_crash_points(observer)
    yield names
    crash_points._observers.remove(observer)
