"""Leases without a holder: those of a process that ends, or all when a process owns the whole database."""

from datetime import datetime

from sqlalchemy import delete, literal, select, update

from db.claims import NO_LEASE
from db.enums import JobState, OutboxState
from db.models import ChatLane, HeldLease, Job, Outbox, PrivacyRequest
from db.sessions import ReadSession, WriteSession


async def free_all_leases(session: WriteSession) -> None:
    """Frees every lease, and calls half-sent messages unsure: only when no other process can hold one."""
    await session.execute(delete(HeldLease).execution_options(synchronize_session=False))
    for table in (Job, Outbox, ChatLane):
        await session.execute(
            update(table)
            .where(table.lease_until.is_not(None))
            .values(lease_until=None, lease_owner=None)
            .execution_options(synchronize_session=False)
        )
    held = update(PrivacyRequest).where(PrivacyRequest.lease_until.is_not(None)).values(lease_until=None)
    await session.execute(held.execution_options(synchronize_session=False))
    await session.execute(
        update(Outbox)
        .where(Outbox.state == OutboxState.SENDING)
        .values(state=OutboxState.UNSURE)
        .execution_options(synchronize_session=False)
    )


async def free_leases_of(session: WriteSession, owner: str) -> None:
    """Frees what `owner` holds, which must not work any more: claimed jobs and messages, and tasks.

    A job in its paid call keeps the lease: its answer may be on the way, and nobody is to look for it before. A ping
    that may be half sent keeps it too, and is called unsure when it runs out.
    """
    free = update(Job).where(Job.lease_owner == owner, Job.state != JobState.SUBMITTING).values(**NO_LEASE)
    await session.execute(free.execution_options(synchronize_session=False))
    free = update(Outbox).where(Outbox.lease_owner == owner, Outbox.state == OutboxState.PENDING).values(**NO_LEASE)
    await session.execute(free.execution_options(synchronize_session=False))
    mine = delete(HeldLease).where(HeldLease.owner == owner)
    await session.execute(mine.execution_options(synchronize_session=False))


async def anything_held(session: ReadSession, now: datetime) -> bool:
    """Whether some process holds a lease at `now`: one works on this database, or was killed a moment ago."""
    for until in (HeldLease.until, Job.lease_until, Outbox.lease_until, ChatLane.lease_until):
        if (await session.execute(select(literal(1)).where(until > now).limit(1))).first() is not None:
            return True
    return False
