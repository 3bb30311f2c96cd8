"""Counting everything for an operator's eyes: one statement per question, no row is read whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select

from db.enums import JobKind, JobState, LoraStatus, OutboxState, Purpose
from db.models import Generation, Job, Lora, Outbox, ProviderStanding, User
from db.repositories.billing import Period
from db.repositories.forgetting import NOBODY
from db.repositories.jobs import LIVE_STATES
from db.sessions import ReadSession


@dataclass(frozen=True)
class PeopleCount:
    """People who ever wrote; those who did in the last 1, 7 and 30 days; those who take no messages, want no
    broadcasts, are banned."""

    all: int
    day: int
    week: int
    month: int
    unreachable: int
    opted_out: int
    banned: int


@dataclass(frozen=True)
class OutboxCount:
    """Messages that wait, those sent since a moment, and pings of which nobody knows whether they arrived."""

    waiting: int
    sent: int
    unsure: int


async def count_people(session: ReadSession, now: datetime) -> PeopleCount:
    """People as they stand now."""

    seen = [func.count(case((User.last_seen_at >= now - timedelta(days=days), 1))) for days in (1, 7, 30)]
    flags = [func.count(flag) for flag in (User.unreachable_at, User.broadcasts_off_at, User.banned_at)]
    counts = [func.count(), *seen, *flags]
    found: tuple[int, ...] = tuple((await session.execute(select(*counts).where(User.id != NOBODY))).one())
    return PeopleCount(*found)


async def count_models(session: ReadSession) -> Mapping[LoraStatus, int]:
    """Models that are not deleted, by their state."""
    counted = select(Lora.status, func.count().label("number")).where(Lora.deleted_at.is_(None)).group_by(Lora.status)
    return {row.status: row.number for row in await session.execute(counted)}


async def count_live_jobs(session: ReadSession) -> Mapping[JobState, int]:
    """Jobs that have not ended, proofs too, by their state."""
    counted = select(Job.state, func.count().label("number")).where(Job.state.in_(LIVE_STATES)).group_by(Job.state)
    return {row.state: row.number for row in await session.execute(counted)}


async def oldest_queued(session: ReadSession) -> datetime | None:
    """When the longest waiting job was ordered; None when none waits."""
    return await session.scalar(select(func.min(Job.created_at)).where(Job.state == JobState.QUEUED))


async def count_delivered_pictures(session: ReadSession, period: Period) -> int:
    """Pictures of people's own orders that came in the period."""
    counted = (
        select(func.coalesce(func.sum(Job.units_done), 0))
        .join(Generation, Generation.id == Job.subject_id)
        .where(
            Job.kind == JobKind.GENERATION,
            Generation.purpose == Purpose.USER,
            Job.state == JobState.SUCCEEDED,
            Job.finished_at >= period.start,
            Job.finished_at < period.end,
        )
    )
    return int((await session.execute(counted)).scalar_one())


async def count_ended_trainings(session: ReadSession, period: Period) -> Mapping[JobState, int]:
    """Trainings ordered in the period, by their state."""
    counted = (
        select(Job.state, func.count().label("number"))
        .where(Job.kind == JobKind.TRAINING, period.holds(Job.created_at.expression))
        .group_by(Job.state)
    )
    return {row.state: row.number for row in await session.execute(counted)}


async def count_messages(session: ReadSession, sent_since: datetime) -> OutboxCount:
    """The outbox. Replies to taps are not in it."""
    counted = select(
        func.count(case((Outbox.state == OutboxState.PENDING, 1))),
        func.count(case((Outbox.sent_at >= sent_since, 1))),
        func.count(case((Outbox.state == OutboxState.UNSURE, 1))),
    )
    return OutboxCount(*(await session.execute(counted)).one())


async def standings(session: ReadSession) -> list[ProviderStanding]:
    """Our standing at each provider that was ever called, by name."""
    found = await session.execute(select(ProviderStanding).order_by(ProviderStanding.provider))
    return list(found.scalars())
