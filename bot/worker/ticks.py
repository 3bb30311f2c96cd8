"""Which ticks there are and how often they look, in seconds."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from bot.worker.tick import TickPlan
from db.claims import claim_slot
from db.database import Database
from db.repositories.deliveries import forget_deliveries
from db.repositories.hints import forget_hints
from db.repositories.outbox import forget_settled
from db.repositories.slots import forget_slots
from db.repositories.updates import purge_updates
from services.messaging.broadcasts import TOPIC as BROADCASTS
from services.operating.nightly import Nightly
from services.ports import Clock
from services.privacy.requests import TOPIC as PRIVACY
from services.privacy.retention import UPDATE_LIFE

RECORD_AGE = timedelta(days=90)
"""Longer than any key must drop repeats: the budget warning of a month is the longest."""

RECEIVERS_AT_ONCE = 20_000
"""A broadcast may have had a million: an hour's share of them is gone in a fraction of a second."""

HOUR = 3600.0


class EngineTicks(Protocol):
    """The part of the engine that the worker calls; each returns how many rows it took."""

    async def submit_tick(self) -> int:
        """Submits queued jobs."""

    async def poll_tick(self) -> int:
        """Looks at running jobs."""

    async def uncertain_tick(self) -> int:
        """Looks for calls whose outcome is unknown."""

    async def finalise_tick(self) -> int:
        """Fetches results."""

    async def hint_tick(self) -> int:
        """Acts on provider webhooks."""

    async def deadline_tick(self) -> int:
        """Reports jobs that nobody looks at."""


class SenderTicks(Protocol):
    """The part of the outbox sender that the worker calls."""

    async def tick(self) -> int:
        """Sends due messages."""

    async def heal(self) -> int:
        """Settles messages whose sender died half-way."""


class Ticking(Protocol):
    """Something that looks by itself."""

    async def tick(self) -> int:
        """One look; returns how many rows it took."""


def engine_plans(engine: EngineTicks) -> list[TickPlan]:
    """The durable engine."""
    return [
        TickPlan("submit", 2.0, engine.submit_tick, ("submit",), jitter=0.2, drains=True),
        TickPlan("poll", 5.0, engine.poll_tick, ("poll",), jitter=0.5, drains=True),
        TickPlan("hints", 5.0, engine.hint_tick, ("hints",), jitter=0.5),
        TickPlan("uncertain", 15.0, engine.uncertain_tick, (), jitter=2.0),
        TickPlan("finalise", 3.0, engine.finalise_tick, ("finalise",), jitter=0.3, drains=True),
        TickPlan("deadlines", 60.0, engine.deadline_tick, (), jitter=5.0),
    ]


def sender_plans(sender: SenderTicks) -> list[TickPlan]:
    """Stored messages."""
    return [
        TickPlan("outbox", 0.5, sender.tick, ("outbox",), drains=True),
        TickPlan("outbox-heal", 15.0, sender.heal, (), jitter=2.0),
    ]


def sending_plans(lease: Ticking, pauses: Ticking) -> list[TickPlan]:
    """Who sends, and what Telegram has told the other replicas: a pause holds for everybody within a second."""
    return [TickPlan("sender-lease", 1.0, lease.tick), TickPlan("send-pauses", 0.7, pauses.tick)]


def choice_plan(read: Callable[[], Awaitable[int]]) -> TickPlan:
    """What admins have chosen: at once where they did, and here when another replica says so or soon after."""
    return TickPlan("choices", 5.0, read, ("choices",), jitter=0.5, at_start=True)


def broadcast_plan(runner: Ticking, halt: Callable[[], None]) -> TickPlan:
    """Broadcasts; a look lasts until the broadcast is over."""
    return TickPlan("broadcasts", 1.0, runner.tick, (BROADCASTS,), drains=True, halt=halt)


def report_plan(remind: Callable[[], Awaitable[int]]) -> TickPlan:
    """Reports whose time is over."""
    return TickPlan("reports", 300.0, remind, (), jitter=30.0)


def draft_plan(settle: Callable[[], Awaitable[int]]) -> TickPlan:
    """Albums that have come to rest. A draft rests a second and a half after its last photo."""
    return TickPlan("drafts", 0.3, settle, (), drains=True)


def odd_look_plans(look: Callable[[], Awaitable[int]] | None) -> list[TickPlan]:
    """Photos of somebody else among those of a draft; none where faces cannot be compared."""
    return [] if look is None else [TickPlan("odd-photos", 1.0, look)]


def privacy_plan(look: Callable[[], Awaitable[int]]) -> TickPlan:
    """What people asked to be done with their data; a look lasts until it waits for something outside."""
    return TickPlan("privacy", 5.0, look, (PRIVACY,), jitter=0.5, drains=True)


def nightly_plans(nightly: Nightly) -> list[TickPlan]:
    """The audits. They look every ten minutes whether the night's one is done, whoever may have done it."""
    return [TickPlan(f"audit-{name}", 600.0, partial(nightly.look, name), jitter=60.0) for name in nightly.works]


@dataclass(frozen=True)
class Housekeeping:
    """Work that one replica does once an hour: whoever takes the hour's row does it."""

    db: Database
    clock: Clock

    def plans(self, retention: Callable[[], Awaitable[int]] | None = None) -> list[TickPlan]:
        """The hourly ticks. They look every few minutes, so that an hour is not missed by a restart."""
        plans = [TickPlan("purge", HOUR / 12, self._hourly("purge", self.purge), (), jitter=30.0)]
        if retention is not None:
            plans.append(TickPlan("retention", HOUR / 12, self._hourly("retention", retention), (), jitter=30.0))
        return plans

    async def purge(self) -> int:
        """Forgets updates handled two days ago (Telegram repeats one for at most 24 hours), and messages, provider
        webhooks and receivers of broadcasts of a quarter of a year ago; how many."""
        now = self.clock.now()
        async with self.db.write(joins_update=False) as session:
            updates = await purge_updates(session, now, UPDATE_LIFE)
            messages = await forget_settled(session, now - RECORD_AGE)
            receivers = await forget_deliveries(session, now - RECORD_AGE, RECEIVERS_AT_ONCE)
            return updates + messages + receivers + await forget_hints(session, now - RECORD_AGE)

    def _hourly(self, name: str, work: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[int]]:
        async def once_an_hour() -> int:
            now = self.clock.now()
            async with self.db.write(joins_update=False) as session:
                mine = await claim_slot(session, name, hour_slot(now), now)
                await forget_slots(session, name, now - RECORD_AGE)
            if mine:
                await work()
            return 0

        return once_an_hour


def hour_slot(now: datetime) -> str:
    """The name of the hour in `cron_run`."""
    return now.strftime("%Y-%m-%dT%H")
