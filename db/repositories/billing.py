"""Counting what was ordered and spent. A count is always made from rows, never kept beside them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select

from db.claims import is_postgresql
from db.enums import AttemptState, JobKind, JobState, Purpose
from db.models import Attempt, Generation, Job, LoraVersion, User
from db.repositories.jobs import TERMINAL_STATES
from db.sessions import ReadSession, WriteSession

# Any number will do as long as nothing else takes it; `db.migrate` has one of its own.
_BUDGET_LOCK = 0x62756467


@dataclass(frozen=True)
class Period:
    """From `start` up to and without `end`, both UTC."""

    start: datetime
    end: datetime

    def holds(self, moment: ColumnElement[datetime]) -> ColumnElement[bool]:
        """The condition that a column lies in this period."""
        return and_(moment >= self.start, moment < self.end)


@dataclass(frozen=True)
class OwnQuota:
    """What an admin has set for one person alone; None is everybody's limit."""

    trainings_per_month: int | None = None
    pictures_per_day: int | None = None


async def own_quota(session: ReadSession, user_id: int) -> OwnQuota:
    """A person's own limits."""
    found = await session.execute(select(User.trainings_per_month, User.pictures_per_day).where(User.id == user_id))
    row = found.one_or_none()
    return OwnQuota(*row) if row is not None else OwnQuota()


@dataclass(frozen=True)
class LockedUser:
    """A person whose row is locked."""

    is_banned: bool


async def lock_user_row(session: WriteSession, user_id: int) -> LockedUser | None:
    """Makes other orders of this person wait until this unit of work ends; None when there is no such person.

    The weaker kind of row lock lets others insert rows that refer to the person. SQLite has one writer and ignores
    the clause.
    """
    found = await session.execute(
        select(User.id, User.banned_at).where(User.id == user_id).with_for_update(key_share=True)
    )
    row = found.one_or_none()
    return LockedUser(row.banned_at is not None) if row is not None else None


async def lock_budget_row(session: WriteSession) -> None:
    """Makes every other order wait until this unit of work ends; SQLite has one writer and needs nothing."""
    if is_postgresql(session):
        await session.execute(select(func.pg_advisory_xact_lock(literal(_BUDGET_LOCK))))


async def count_trainings(session: ReadSession, user_id: int, period: Period) -> int:
    """Trainings ordered in the period that finished well or are alive, and those cancelled after the provider had
    taken them; failed ones, free retries, child jobs and those that gave their credits back for a review are left
    out."""
    taken = exists().where(Attempt.job_id == Job.id, Attempt.provider_ref.is_not(None))
    free = exists().where(LoraVersion.id == Job.subject_id, LoraVersion.free_retry_of.is_not(None))
    counted = select(func.count()).where(
        Job.user_id == user_id,
        Job.kind == JobKind.TRAINING,
        Job.parent_id.is_(None),
        Job.state != JobState.FAILED,
        Job.review_since.is_(None),
        or_(Job.state != JobState.CANCELLED, taken),
        period.holds(Job.created_at.expression),
        ~free,
    )
    return (await session.execute(counted)).scalar_one()


async def count_training_tries(session: ReadSession, user_id: int, period: Period) -> int:
    """Every training ordered in the period, however it ended; child jobs are left out."""
    counted = select(func.count()).where(
        Job.user_id == user_id,
        Job.kind == JobKind.TRAINING,
        Job.parent_id.is_(None),
        period.holds(Job.created_at.expression),
    )
    return (await session.execute(counted)).scalar_one()


async def count_pictures(session: ReadSession, user_id: int, period: Period) -> int:
    """Pictures the person ordered in the period: all of an open order, the delivered ones of an ended order."""
    pieces = case((Job.state.in_(TERMINAL_STATES), Job.units_done), else_=Job.units)
    counted = (
        select(func.coalesce(func.sum(pieces), 0))
        .join(Generation, Generation.id == Job.subject_id)
        .where(
            Job.user_id == user_id,
            Job.kind == JobKind.GENERATION,
            Generation.purpose == Purpose.USER,
            period.holds(Job.created_at.expression),
        )
    )
    return int((await session.execute(counted)).scalar_one())


async def sum_costs(session: ReadSession, period: Period) -> Decimal:
    """USD of the period: calls made in it, and what open jobs will still spend.

    A call counts unless the provider definitely did not take it, so one whose answer is lost counts too. Where the
    cost is not known the job's estimate stands for it.
    """
    called = (
        select(func.coalesce(func.sum(func.coalesce(Attempt.cost, Attempt.estimated_cost, Job.estimated_cost)), 0))
        .join(Job, Job.id == Attempt.job_id)
        .where(Attempt.state != AttemptState.VOID, period.holds(Attempt.started_at.expression))
    )
    in_flight = exists().where(
        Attempt.job_id == Job.id, Attempt.state.in_((AttemptState.CALLING, AttemptState.ACCEPTED))
    )
    waiting = select(func.coalesce(func.sum(Job.estimated_cost), 0)).where(
        Job.state.in_((JobState.QUEUED, JobState.SUBMITTING, JobState.UNCERTAIN)), ~in_flight
    )
    spent = (await session.execute(called)).scalar_one()
    reserved = (await session.execute(waiting)).scalar_one()
    return Decimal(str(spent)) + Decimal(str(reserved))
