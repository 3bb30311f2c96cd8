"""The delicate statements: taking work under a lease so that no two replicas hold the same row.

One statement per claim. PostgreSQL takes row locks and skips locked rows (without `FOR UPDATE SKIP LOCKED` two
replicas do take the same row); SQLite ignores the clause and is safe because the unit of work began with
`BEGIN IMMEDIATE`. Leases are compared with the database's clock on PostgreSQL, because replicas' clocks differ,
shifted by the same amount as the caller's clock (0 outside tests); on SQLite there is one host and one clock.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import ColumnElement, CursorResult, Select, and_, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import InstrumentedAttribute

from db.columns import UtcDateTime
from db.enums import JobState, OutboxKind, OutboxState, PrivacyRequestState
from db.models import Base, ChatLane, CronRun, Draft, HeldLease, HostedModel, Job, Outbox, PrivacyRequest
from db.sessions import WriteSession

Key = TypeVar("Key")


class Moment(Protocol):
    """What a claim needs to know of the clock."""

    def now(self) -> datetime:
        """UTC now."""

    @property
    def shift(self) -> timedelta:
        """How far this clock is from real time; zero outside tests."""


NO_LEASE: Mapping[str, None] = MappingProxyType({"lease_owner": None, "lease_until": None})
"""Values that free a claimed row."""


@dataclass(frozen=True)
class Lease:
    """Who claims and for how long."""

    owner: str
    seconds: float


def is_postgresql(session: WriteSession) -> bool:
    """Whether the session's database is PostgreSQL."""
    return session.get_bind().dialect.name == "postgresql"


def moment(session: WriteSession, clock: Moment, *, later: float = 0.0) -> ColumnElement[datetime]:
    """The time `later` seconds from now as an SQL expression, by the clock that leases are compared with."""
    ahead = timedelta(seconds=later)
    if is_postgresql(session):
        return func.clock_timestamp() + literal(clock.shift + ahead)
    return literal(clock.now() + ahead, UtcDateTime())


def insert_or_ignore(session: WriteSession, table: type[Base], values: dict[str, Any]) -> Any:
    """An INSERT that does nothing when a unique key is taken; `rowcount` tells whether it did."""
    build = postgresql_insert if is_postgresql(session) else sqlite_insert
    return build(table).values(**values).on_conflict_do_nothing()


async def insert_once(session: WriteSession, table: type[Base], values: dict[str, Any]) -> bool:
    """Inserts a row unless its key is taken; True when it was inserted."""
    result = cast(CursorResult[Any], await session.execute(insert_or_ignore(session, table, values)))
    return result.rowcount == 1


async def claim_jobs(
    session: WriteSession,
    states: Sequence[JobState],
    clock: Moment,
    lease: Lease,
    limit: int,
    *,
    provider: str | None = None,
    but: Collection[str] = (),
) -> list[uuid.UUID]:
    """Leases up to `limit` due jobs in `states`, of one provider or of all `but` these; each claim raises
    `lease_no`."""
    now = moment(session, clock)
    due = (
        select(Job.id)
        .where(Job.state.in_(states), Job.next_at <= now, _free(Job.lease_until, now))
        .order_by(Job.next_at)
    )
    if provider is not None:
        due = due.where(Job.provider == provider)
    if but:
        due = due.where(Job.provider.not_in(list(but)))
    values = _held(session, clock, lease) | {"lease_no": Job.lease_no + 1}
    return await _take(session, Job.id, due.limit(limit), values)


async def claim_outbox(
    session: WriteSession, kinds: Sequence[OutboxKind], clock: Moment, lease: Lease, limit: int
) -> list[uuid.UUID]:
    """Leases up to `limit` pending messages that may go out, in the order in which they were written."""
    now = moment(session, clock)
    due = (
        select(Outbox.id)
        .where(
            Outbox.state == OutboxState.PENDING,
            Outbox.kind.in_(kinds),
            Outbox.not_before <= now,
            _free(Outbox.lease_until, now),
        )
        .order_by(Outbox.not_before, Outbox.id)
    )
    return await _take(session, Outbox.id, due.limit(limit), _held(session, clock, lease))


async def claim_lanes(session: WriteSession, clock: Moment, lease: Lease, limit: int) -> list[int]:
    """Leases up to `limit` chats that have updates to handle. The owner must be another one for every claim."""
    now = moment(session, clock)
    due = (
        select(ChatLane.lane)
        .where(ChatLane.due_at.is_not(None), ChatLane.due_at <= now, _free(ChatLane.lease_until, now))
        .order_by(ChatLane.due_at)
    )
    return await _take(session, ChatLane.lane, due.limit(limit), _held(session, clock, lease))


async def claim_settled_drafts(session: WriteSession, clock: Moment, limit: int) -> list[uuid.UUID]:
    """Takes drafts whose album has come to rest; taking clears `settle_at`, so each rest is seen once."""
    now = moment(session, clock)
    due = select(Draft.id).where(Draft.settle_at.is_not(None), Draft.settle_at <= now).order_by(Draft.settle_at)
    return await _take(session, Draft.id, due.limit(limit), {"settle_at": None})


async def claim_leaving(
    session: WriteSession, provider: str, clock: Moment, seconds: float, *, asked_before: datetime
) -> uuid.UUID | None:
    """Leases a model that `provider` is to forget and was not asked about since then, the longest unasked first."""
    now = moment(session, clock)
    due = (
        select(HostedModel.id)
        .where(
            HostedModel.provider == provider,
            HostedModel.leaving_since.is_not(None),
            or_(HostedModel.asked_at.is_(None), HostedModel.asked_at < asked_before),
            _free(HostedModel.lease_until, now),
        )
        .order_by(HostedModel.asked_at.asc().nulls_first(), HostedModel.leaving_since)
        .limit(1)
    )
    values = {"asked_at": clock.now(), "lease_until": moment(session, clock, later=seconds)}
    return next(iter(await _take(session, HostedModel.id, due, values)), None)


async def claim_privacy_request(session: WriteSession, clock: Moment, seconds: float) -> uuid.UUID | None:
    """Leases the request for somebody's data that has been due for the longest."""
    now = moment(session, clock)
    due = (
        select(PrivacyRequest.id)
        .where(
            PrivacyRequest.state.in_((PrivacyRequestState.OPEN, PrivacyRequestState.WAITING)),
            PrivacyRequest.look_at <= now,
            _free(PrivacyRequest.lease_until, now),
        )
        .order_by(PrivacyRequest.look_at)
        .limit(1)
    )
    values = {"lease_until": moment(session, clock, later=seconds)}
    return next(iter(await _take(session, PrivacyRequest.id, due, values)), None)


async def take_lease(session: WriteSession, name: str, clock: Moment, lease: Lease, *, renews: bool = True) -> bool:
    """Takes the task `name` for this owner; False while another one holds it, and without `renews` while this owner
    holds it already."""
    now = moment(session, clock)
    until = moment(session, clock, later=lease.seconds)
    build = postgresql_insert if is_postgresql(session) else sqlite_insert
    take = build(HeldLease).values(name=name, owner=lease.owner, until=until)
    take = take.on_conflict_do_update(
        index_elements=[HeldLease.name],
        set_={"owner": lease.owner, "until": until},
        where=or_(HeldLease.until < now, and_(HeldLease.owner == lease.owner, literal(renews))),
    )
    taken = await session.execute(take.returning(HeldLease.owner).execution_options(synchronize_session=False))
    return taken.scalar_one_or_none() is not None


async def give_lease_back(session: WriteSession, name: str, owner: str) -> None:
    """Lets others take the task `name` at once; nothing happens when another one holds it by now."""
    mine = delete(HeldLease).where(HeldLease.name == name, HeldLease.owner == owner)
    await session.execute(mine.execution_options(synchronize_session=False))


async def claim_slot(session: WriteSession, name: str, slot: str, at: datetime) -> bool:
    """Takes one slot of periodic work; False when another replica has it."""
    return await insert_once(session, CronRun, {"name": name, "slot": slot, "at": at})


def _free(lease_until: Any, now: ColumnElement[datetime]) -> ColumnElement[bool]:
    return or_(lease_until.is_(None), lease_until < now)


def _held(session: WriteSession, clock: Moment, lease: Lease) -> dict[str, Any]:
    return {"lease_owner": lease.owner, "lease_until": moment(session, clock, later=lease.seconds)}


async def _take(
    session: WriteSession, key: InstrumentedAttribute[Key], due: Select[Key], values: dict[str, Any]
) -> list[Key]:
    """Locks the rows that `due` finds, changes them, and returns their keys.

    The rows are found in a CTE: PostgreSQL never folds one with FOR UPDATE into the outer statement, where a plan
    could run it again for each row and take more than its limit.
    """
    found = due.with_for_update(skip_locked=True).cte("due")
    take = (
        update(key.class_)
        .where(key.in_(select(found.c[0])))
        .values(**values)
        .returning(key)
        .execution_options(synchronize_session=False)
    )
    return list((await session.execute(take)).scalars())
