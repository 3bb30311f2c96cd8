"""The books: nobody pays twice, nobody pays for what was not delivered."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import func, select, update

from db.columns import new_id
from db.database import Database
from db.enums import AccountKind, JobState
from db.models import Account, Job, LedgerEntry, LedgerTx, User
from db.repositories import ledger as rows
from db.sessions import ReadSession
from services.billing import ledger
from services.errors import LimitReachedError
from tests.support.clock import FakeClock
from tests.support.rows import make_job, make_user


async def rich_user(db: Database, clock: FakeClock, credits: int = 10) -> User:
    user = await make_user(db)
    async with db.write() as session:
        await ledger.grant(session, clock, user.id, credits, f"welcome:{user.id}")
    return user


async def held_job(db: Database, clock: FakeClock, user: User, *, price: int, units: int = 1) -> Job:
    job = await make_job(db, user, price=price, units=units)
    async with db.write() as session:
        await ledger.hold(session, clock, job)
    return job


async def settle(db: Database, clock: FakeClock, job: Job, units: int) -> None:
    async with db.write() as session:
        await ledger.settle(session, clock, job, units)


async def credits_of(db: Database, user: User) -> int:
    async with db.read() as session:
        return await ledger.balance(session, user.id)


async def house(db: Database, kind: AccountKind, owner: int = 0) -> int:
    async with db.read() as session:
        found = await session.execute(select(Account.balance).where(Account.kind == kind, Account.owner == owner))
        return found.scalar_one_or_none() or 0


async def faults(db: Database) -> list[str]:
    async with db.read() as session:
        return await ledger.audit(session)


async def test_a_delivered_job_is_paid_once(db: Database, clock: FakeClock) -> None:
    """Hold then capture moves the price from the wallet to the house, whatever is repeated."""
    user = await rich_user(db, clock)
    job = await held_job(db, clock, user, price=4)
    assert await credits_of(db, user) == 6
    async with db.write() as session:
        await ledger.hold(session, clock, job)
    await settle(db, clock, job, 1)
    await settle(db, clock, job, 1)
    assert await credits_of(db, user) == 6
    assert await house(db, AccountKind.REVENUE) == 4
    assert await house(db, AccountKind.HOLD, user.id) == 0
    assert await faults(db) == []


@pytest.mark.parametrize(("units", "earned"), [(0, 0), (1, 3), (2, 6), (3, 10)])
async def test_a_part_is_paid_in_part(db: Database, clock: FakeClock, units: int, earned: int) -> None:
    """k of n pieces cost price*k//n: 10 credits for 3 pictures are 3 for one and 6 for two, never 7."""
    user = await rich_user(db, clock)
    job = await held_job(db, clock, user, price=10, units=3)
    await settle(db, clock, job, units)
    assert await credits_of(db, user) == 10 - earned
    assert await house(db, AccountKind.REVENUE) == earned
    assert await faults(db) == []


async def test_a_settled_job_cannot_be_settled_differently(db: Database, clock: FakeClock) -> None:
    """After a full capture a release gives nothing back, and after a release nothing is captured."""
    user = await rich_user(db, clock)
    paid = await held_job(db, clock, user, price=4)
    given_back = await held_job(db, clock, user, price=4)
    await settle(db, clock, paid, 1)
    async with db.write() as session:
        await ledger.release(session, clock, paid)
        await ledger.release(session, clock, given_back)
    await settle(db, clock, given_back, 1)
    assert await credits_of(db, user) == 6
    assert await house(db, AccountKind.REVENUE) == 4
    assert await faults(db) == []


async def test_a_short_wallet_is_told_what_is_missing(db: Database, clock: FakeClock) -> None:
    """A hold never takes a wallet below zero, and says what was needed and what was there."""
    user = await rich_user(db, clock, 3)
    job = await make_job(db, user, price=4)
    with pytest.raises(LimitReachedError) as refused:
        async with db.write() as session:
            await ledger.hold(session, clock, job)
    assert refused.value.code == "credits-short"
    assert refused.value.params == {"need": 4, "have": 3}
    assert await credits_of(db, user) == 3


async def test_a_free_job_writes_no_rows(db: Database, clock: FakeClock) -> None:
    """Price 0 leaves no trace in the books."""
    user = await make_user(db)
    job = await held_job(db, clock, user, price=0)
    await settle(db, clock, job, 1)
    async with db.read() as session:
        assert (await session.execute(select(func.count()).select_from(LedgerTx))).scalar_one() == 0
        assert (await session.execute(select(func.count()).select_from(Account))).scalar_one() == 0


async def test_a_job_without_a_hold_is_never_paid(db: Database, clock: FakeClock) -> None:
    """Settling a job whose hold was never taken creates no credits."""
    user = await rich_user(db, clock)
    job = await make_job(db, user, price=4)
    await settle(db, clock, job, 0)
    assert await credits_of(db, user) == 10
    assert await faults(db) == []


async def test_a_grant_is_given_once(db: Database, clock: FakeClock) -> None:
    """The same key gives credits once."""
    user = await make_user(db)
    async with db.write() as session:
        assert await ledger.grant(session, clock, user.id, 5, "gift")
        assert not await ledger.grant(session, clock, user.id, 5, "gift")
    assert await credits_of(db, user) == 5


async def test_two_holds_at_once_cannot_overdraw(db: Database, clock: FakeClock) -> None:
    """A wallet of 4 carries one of two jobs of 3 that are ordered at the same moment."""
    user = await rich_user(db, clock, 4)
    jobs = [await make_job(db, user, price=3) for _ in range(2)]

    async def take(job: Job) -> None:
        async with db.write() as session:
            await ledger.hold(session, clock, job)

    results = await asyncio.gather(*(take(job) for job in jobs), return_exceptions=True)
    assert sum(isinstance(result, LimitReachedError) for result in results) == 1
    assert results.count(None) == 1
    assert await credits_of(db, user) == 1
    assert await faults(db) == []


async def test_capture_and_release_racing_settle_once(db: Database, clock: FakeClock) -> None:
    """Whoever comes first decides; the other changes nothing and nobody waits for ever."""
    user = await rich_user(db, clock)
    job = await held_job(db, clock, user, price=4)
    await asyncio.gather(*(settle(db, clock, job, units) for units in (1, 0, 1, 0)))
    assert await credits_of(db, user) + await house(db, AccountKind.REVENUE) == 10
    assert await house(db, AccountKind.HOLD, user.id) == 0
    assert await faults(db) == []


async def test_the_audit_finds_what_is_wrong(db: Database, clock: FakeClock) -> None:
    """A lost entry, a drifted balance and a hold of an ended job are each named."""
    user = await rich_user(db, clock)
    job = await held_job(db, clock, user, price=4)
    assert await faults(db) == []
    async with db.write() as session:
        await session.execute(update(Job).where(Job.id == job.id).values(state=JobState.FAILED))
    assert await faults(db) == [f"job {job.id} has ended and still holds credits"]
    async with db.write() as session:
        await session.execute(update(LedgerEntry).where(LedgerEntry.amount == 4).values(amount=LedgerEntry.amount + 1))
    found = await faults(db)
    assert f"movement hold:{job.id} sums to 1" in found
    assert f"account hold:{user.id} shows 4, its entries sum to 5" in found


class _Meanwhile:
    """A session in which something happens elsewhere once the open holds were read."""

    def __init__(self, session: ReadSession, work: Callable[[], Awaitable[None]]) -> None:
        self.execute = session.execute
        self._session = session
        self._work: Callable[[], Awaitable[None]] | None = work

    async def scalars(self, question: Any) -> Any:
        answer = (await self._session.scalars(question)).all()
        work, self._work = self._work, None
        if work is not None:
            await work()
        return answer


async def test_a_job_that_ends_during_the_audit_is_no_fault(db: Database, clock: FakeClock) -> None:
    """The admins are not woken by a training that was delivered between two questions."""
    user = await rich_user(db, clock)
    job = await held_job(db, clock, user, price=4)

    async def deliver() -> None:
        async with db.write() as session:
            await session.execute(update(Job).where(Job.id == job.id).values(state=JobState.SUCCEEDED))
            await ledger.settle(session, clock, job, 1)

    async with db.read() as session:
        assert await ledger.audit(_Meanwhile(session, deliver)) == []  # type: ignore[arg-type]


async def test_more_holds_than_a_question_may_name_are_audited(db: Database, clock: FakeClock) -> None:
    """PostgreSQL takes 32,767 values in one question."""
    user = await rich_user(db, clock)
    job = await make_job(db, user, state=JobState.FAILED)
    async with db.read() as session:
        assert await rows.ended_jobs(session, [*(new_id() for _ in range(33_000)), job.id]) == [job.id]
