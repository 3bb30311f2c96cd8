"""One measurement: an engine that polls, alone in its process."""

import asyncio
import re
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine as SyncEngine
from sqlalchemy import event, select

from bench.poller.crowd import Crowd, write_crowd
from bench.poller.provider import BenchProvider
from bench.poller.quick_time import QuickClock, QuickPace
from bot.nursery import Nursery
from bot.worker.scheduler import TickScheduler
from bot.worker.ticks import engine_plans
from db.database import Database
from db.enums import JobKind, JobState
from db.migrate import upgrade
from db.models import Attempt, Job
from services.jobs.engine import Engine
from services.jobs.kinds import Kind
from services.jobs.look_load import LookLoad
from services.jobs.parts import EngineParts
from services.jobs.rules import MOST_DELAY
from services.providers.base import Provider
from services.training.kind import TrainingKind
from services.training.trainer_rows import ROWS
from services.training.trainers import TrainerTable

BUDGETS = {"fal": 8.0, "replicate": 40.0}
"""Looks a second, as the settings have them."""

MOST_ENDING = 400


@dataclass(frozen=True)
class Plan:
    """`in_flight` trainings, half of them at each provider, at a clock that runs `speed` times as fast. `seconds`
    (of this machine) is how long to look without waiting for ends; None waits until every end is noticed."""

    name: str
    url: str
    in_flight: int
    speed: float
    seconds: float | None = None


@dataclass(frozen=True)
class Noticed:
    """At one provider: the interval of its looks, the time from end to notice (seconds), and looks refused."""

    interval: float
    delays: Sequence[float]
    missed: int
    refused: int

    def percentile(self, share: int) -> float:
        """Of the delays; 0 without any."""
        return statistics.quantiles(self.delays, n=100)[share - 1] if len(self.delays) > 1 else 0.0


@dataclass(frozen=True)
class Figure:
    """What was measured. Looks and statements for a second of the product's clock; memory in MB."""

    providers: Mapping[str, Noticed]
    looks: float
    statements: float
    processor: float
    memory: float
    growth: float


def measure(plan: Plan) -> Figure:
    """For a process of its own."""
    return asyncio.run(_measure(plan))


async def _measure(plan: Plan) -> Figure:
    db = Database(plan.url)
    await upgrade(db)
    clock = QuickClock(plan.speed)
    providers = await _providers(db, plan, clock)
    parts = _parts(db, clock, providers, plan.speed)
    plans = [one for one in engine_plans(Engine(parts)) if one.name == "poll"]
    nursery = Nursery()
    scheduler = TickScheduler(plans, nursery, factor=1.0 / plan.speed)
    counter = _Statements()
    await asyncio.sleep(1.0)
    before, begun, used = _memory(), time.monotonic(), time.process_time()
    scheduler.start()
    await _until_over(db, plan, providers)
    gone, used = (time.monotonic() - begun) * plan.speed, time.process_time() - used
    await scheduler.stop()
    await nursery.drain(60.0)
    looks = sum(provider.looks for provider in providers.values())
    noticed = {name: await _noticed(db, provider, plan) for name, provider in providers.items()}
    await db.close()
    memory = _memory()
    return Figure(noticed, looks / gone, counter.count / gone, used / max(1, looks), memory, memory - before)


async def _providers(db: Database, plan: Plan, clock: QuickClock) -> dict[str, BenchProvider]:
    found = {}
    for name, budget in BUDGETS.items():
        count = plan.in_flight // len(BUDGETS)
        spread = timedelta(seconds=max(MOST_DELAY, count / budget))
        trainer = next(row for row in ROWS if row.provider == name)
        ending = min(MOST_ENDING, count // 5) if plan.seconds is None else 0
        crowd = Crowd(trainer, count, ending, spread, spread)
        found[name] = BenchProvider(name, budget, clock, await write_crowd(db, crowd, clock.now()))
    return found


def _parts(db: Database, clock: QuickClock, providers: Mapping[str, BenchProvider], speed: float) -> EngineParts:
    quick = {name: replace(one, looks_per_second=one.looks_per_second * speed) for name, one in providers.items()}
    unused = cast(Any, None)
    kind = TrainingKind(clock, TrainerTable(ROWS), unused, unused, unused)
    return EngineParts(
        db=db,
        clock=clock,
        providers=cast(Mapping[str, Provider], providers),
        kinds={JobKind.TRAINING: cast(Kind, kind)},
        owner="bench",
        look_pace=QuickPace(cast(Mapping[str, Provider], quick)),
        look_load=LookLoad(),
    )


async def _until_over(db: Database, plan: Plan, providers: Mapping[str, BenchProvider]) -> None:
    if plan.seconds is not None:
        await asyncio.sleep(plan.seconds)
        return
    longest = max(plan.in_flight / len(BUDGETS) / budget for budget in BUDGETS.values())
    for _ in range(int(6 * max(MOST_DELAY, longest) / plan.speed)):
        if not await _waiting(db, providers):
            return
        await asyncio.sleep(1.0)


async def _waiting(db: Database, providers: Mapping[str, BenchProvider]) -> bool:
    """Whether a training that ends within the measurement is still to be noticed."""
    ending = sum(_ends_soon(one, ref) for one in providers.values() for ref in one.runs)
    async with db.read() as session:
        found = await session.execute(select(Job.id).where(Job.state == JobState.FINALISING))
        return len(list(found)) < ending


def _ends_soon(provider: BenchProvider, ref: str) -> bool:
    run = provider.runs[ref]
    return run.ends - run.begins < timedelta(hours=12)


async def _noticed(db: Database, provider: BenchProvider, plan: Plan) -> Noticed:
    async with db.read() as session:
        found = await session.execute(
            select(Attempt.provider_ref, Attempt.ended_at).where(
                Attempt.provider == provider.name, Attempt.ended_at.is_not(None)
            )
        )
        at = dict(found.all())
    delays = [(moment - provider.runs[ref].ends).total_seconds() for ref, moment in at.items()]
    missed = sum(_ends_soon(provider, ref) for ref in provider.runs) - len(delays)
    interval = max(MOST_DELAY, plan.in_flight / len(BUDGETS) / provider.looks_per_second)
    return Noticed(interval, delays, missed, provider.refused)


class _Statements:
    """Counts what goes to the database."""

    def __init__(self) -> None:
        self.count = 0
        event.listen(SyncEngine, "before_cursor_execute", self._one)

    def _one(self, *_: object) -> None:
        self.count += 1


def _memory() -> float:
    """The resident set of this process in MB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) / 1024
