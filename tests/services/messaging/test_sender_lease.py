"""One sender per bot over all replicas, and no second one before the first has stopped believing in it."""

import time

import pytest
from sqlalchemy import select

from db.database import Database
from db.models import HeldLease
from db.repositories.leases import free_leases_of
from services.messaging.sender_lease import ASK_SECONDS, LEASE_SECONDS, RENEW_SECONDS, SenderLease
from tests.support.clock import FakeClock

BOT = 42


class Replicas:
    """Processes that share a database; time is real and moved, on their own clocks as on the database's."""

    def __init__(self, db: Database, clock: FakeClock) -> None:
        self._db, self._clock = db, clock
        self._started = 0

    def start(self, bot_id: int = BOT) -> SenderLease:
        self._started += 1
        owner = f"replica-{self._started}"
        return SenderLease(self._db, self._clock, bot_id, owner, monotonic=self._monotonic)

    def after(self, seconds: float) -> None:
        self._clock.advance(seconds)

    def _monotonic(self) -> float:
        return time.monotonic() + self._clock.shift.total_seconds()


@pytest.fixture
def replicas(postgresql_db: Database, clock: FakeClock) -> Replicas:
    return Replicas(postgresql_db, clock)


async def test_one_holds_it_for_as_long_as_it_looks(replicas: Replicas) -> None:
    """Minutes longer than a lease."""
    first, second = replicas.start(), replicas.start()
    for _ in range(60):
        assert await first.holds()
        assert not await second.holds()
        replicas.after(2)


async def test_after_a_death_another_one_sends_within_the_lease(replicas: Replicas) -> None:
    """The dead one believes in it no longer by then, should it only have been stopped."""
    first, second = replicas.start(), replicas.start()
    assert await first.holds()
    waited = 0.0
    while not await second.holds():
        replicas.after(ASK_SECONDS)
        waited += ASK_SECONDS
        assert waited <= LEASE_SECONDS + 2 * ASK_SECONDS
    assert not first.still_ours()
    assert not await first.holds()


async def test_who_wakes_up_after_the_lease_is_not_the_sender_until_it_has_asked(replicas: Replicas) -> None:
    """Nobody else wanted it, so it may go on then."""
    first = replicas.start()
    assert await first.holds()
    replicas.after(LEASE_SECONDS)
    assert not first.still_ours()
    assert await first.holds()
    assert first.still_ours()


async def test_who_retires_sends_no_more_and_another_one_goes_on_when_the_row_is_freed(
    replicas: Replicas, postgresql_db: Database
) -> None:
    """The process is about to end: what it has in hand must not take the lease again."""
    first, second = replicas.start(), replicas.start()
    assert await first.holds()
    first.retire()
    assert not first.still_ours()
    assert not await first.holds()
    assert not await second.holds()
    async with postgresql_db.write() as session:
        await free_leases_of(session, "replica-1")
    replicas.after(ASK_SECONDS)
    assert await second.holds()
    second.retire()
    replicas.after(LEASE_SECONDS)
    assert not await first.holds()


async def test_each_bot_has_its_own_sender(replicas: Replicas) -> None:
    """Telegram counts by bot."""
    assert await replicas.start(1).holds()
    assert await replicas.start(2).holds()


async def test_answers_come_from_memory_between_renewals(postgresql_db: Database, clock: FakeClock) -> None:
    """A question before each message must not cost a transaction."""
    now = 1000.0
    lease = SenderLease(postgresql_db, clock, BOT, "replica", monotonic=lambda: now)
    assert await lease.holds()
    async with postgresql_db.write() as session:
        await session.delete(await session.get_one(HeldLease, f"sender:{BOT}"))
    now += RENEW_SECONDS / 2
    assert await lease.holds()
    assert not await is_held(postgresql_db)
    now += RENEW_SECONDS / 2
    assert await lease.tick() == 0
    assert await is_held(postgresql_db)


async def is_held(db: Database) -> bool:
    """Whether anybody has a row."""
    async with db.read() as session:
        return bool((await session.scalars(select(HeldLease))).all())


async def test_on_sqlite_nothing_is_asked(sqlite_db: Database, clock: FakeClock) -> None:
    """The process has the database to itself; after retiring it sends no more either."""
    lease = SenderLease(sqlite_db, clock, BOT, "only")
    assert await lease.holds()
    assert lease.still_ours()
    assert not await is_held(sqlite_db)
    lease.retire()
    assert not await lease.holds()
    assert not lease.still_ours()
