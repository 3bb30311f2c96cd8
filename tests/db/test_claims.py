"""Claims: no row is held twice, a dead holder's row comes back, and time is the clock's."""

import asyncio
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from db.claims import (
    Lease,
    claim_jobs,
    claim_lanes,
    claim_outbox,
    claim_settled_drafts,
    claim_slot,
    insert_once,
)
from db.columns import new_id
from db.database import Database
from db.enums import JobKind, JobState, OutboxKind, OutboxState
from db.models import ChatLane, Draft, Job
from tests.support.clock import FakeClock
from tests.support.rows import make_draft, make_job, make_message, make_user

ROWS = 3_000
WORKERS = 4
LEASE = Lease("replica-1", 60)


async def _claim(db: Database, clock: FakeClock, lease: Lease = LEASE, limit: int = 10) -> list[uuid.UUID]:
    async with db.write() as session:
        return await claim_jobs(session, [JobState.QUEUED], clock, lease, limit)


async def test_four_workers_claim_three_thousand_jobs_and_none_twice(
    db: Database, database_url: str, clock: FakeClock
) -> None:
    """Each worker has connections of its own, as replicas have."""
    user = await make_user(db)
    now = clock.now()
    row = {
        "user_id": user.id,
        "kind": JobKind.TRAINING,
        "provider": "fal",
        "endpoint": "trainer",
        "next_at": now,
        "created_at": now,
    }
    async with db.write() as session:
        await session.execute(insert(Job), [row | {"id": new_id(), "subject_id": new_id()} for _ in range(ROWS)])

    async def work(name: str) -> list[uuid.UUID]:
        own = Database(database_url)
        taken: list[uuid.UUID] = []
        while got := await _claim(own, clock, Lease(name, 600), 25):
            taken += got
        await own.close()
        return taken

    shares = await asyncio.gather(*(work(f"replica-{number}") for number in range(WORKERS)))
    counts = Counter(job_id for share in shares for job_id in share)
    assert len(counts) == ROWS
    assert set(counts.values()) == {1}
    assert sum(1 for share in shares if share) > 1, "one worker did everything: nothing was shown"


async def test_a_claim_names_its_holder_and_raises_the_fence(db: Database, clock: FakeClock) -> None:
    """`lease_no` tells a late writer that somebody else has the row."""
    job = await make_job(db, await make_user(db))
    assert await _claim(db, clock) == [job.id]
    clock.advance(61)
    assert await _claim(db, clock, Lease("replica-2", 60)) == [job.id]
    async with db.read() as session:
        row = await session.get_one(Job, job.id)
    assert (row.lease_owner, row.lease_no) == ("replica-2", 2)
    assert row.lease_until is not None
    assert abs(row.lease_until - clock.now() - timedelta(seconds=60)) < timedelta(seconds=10)


async def test_a_leased_job_is_free_again_only_after_its_lease(db: Database, clock: FakeClock) -> None:
    """A replica that died holds a job for the lease and no longer; the shifted clock decides on both databases."""
    job = await make_job(db, await make_user(db))
    assert await _claim(db, clock) == [job.id]
    assert await _claim(db, clock) == []
    clock.advance(50)
    assert await _claim(db, clock) == []
    clock.advance(11)
    assert await _claim(db, clock) == [job.id]


async def test_only_due_jobs_in_the_asked_states_are_claimed_oldest_first(db: Database, clock: FakeClock) -> None:
    """Limit and order hold, so nobody starves."""
    user, now = await make_user(db), clock.now()
    late = await make_job(db, user, next_at=now - timedelta(seconds=10))
    later = await make_job(db, user, next_at=now - timedelta(seconds=5))
    await make_job(db, user, state=JobState.RUNNING)
    tomorrow = await make_job(db, user, next_at=now + timedelta(days=1))
    assert await _claim(db, clock, limit=1) == [late.id]
    assert await _claim(db, clock) == [later.id]
    clock.advance(days=1)
    assert tomorrow.id in await _claim(db, clock)


async def test_a_claim_that_was_rolled_back_holds_nothing(db: Database, clock: FakeClock) -> None:
    """Claim and commit are one."""
    job = await make_job(db, await make_user(db))
    with pytest.raises(LookupError):
        async with db.write() as session:
            assert await claim_jobs(session, [JobState.QUEUED], clock, LEASE, 1) == [job.id]
            raise LookupError
    assert await _claim(db, clock) == [job.id]


async def test_messages_are_claimed_by_kind_when_they_may_go_out(db: Database, clock: FakeClock) -> None:
    """Sent ones, other kinds and ones for later stay."""
    ping = await make_message(db, 1)
    await make_message(db, 1, state=OutboxState.SENT)
    await make_message(db, 1, kind=OutboxKind.MEDIA)
    await make_message(db, 1, not_before=clock.now() + timedelta(hours=1))

    async def claim() -> list[uuid.UUID]:
        async with db.write() as session:
            return await claim_outbox(session, [OutboxKind.PING], clock, LEASE, 10)

    assert await claim() == [ping.id]
    assert await claim() == []
    clock.advance(61)
    assert await claim() == [ping.id]


async def test_a_chat_has_one_holder_at_a_time(db: Database, database_url: str, clock: FakeClock) -> None:
    """Twenty chats, six workers at once, three at a time: each chat once, then none until a lease ends."""
    async with db.write() as session:
        session.add_all([ChatLane(lane=number, due_at=clock.now()) for number in range(20)])
        session.add(ChatLane(lane=99, due_at=None))

    async def work(name: str) -> list[int]:
        own, taken = Database(database_url), []
        while True:
            async with own.write() as session:
                lanes = await claim_lanes(session, clock, Lease(name, 60), 3)
            if not lanes:
                break
            taken += lanes
        await own.close()
        return taken

    shares = await asyncio.gather(*(work(f"replica-{number}") for number in range(6)))
    assert sorted(lane for share in shares for lane in share) == list(range(20))
    clock.advance(61)
    async with db.write() as session:
        assert sorted(await claim_lanes(session, clock, LEASE, 100)) == list(range(20))


async def test_a_draft_comes_to_rest_once(db: Database, clock: FakeClock) -> None:
    """Taking clears the moment, so the answer to an album is sent once."""
    user = await make_user(db)
    draft = await make_draft(db, user, settle_at=clock.now() + timedelta(seconds=2))
    await make_draft(db, user)

    async def claim() -> list[uuid.UUID]:
        async with db.write() as session:
            return await claim_settled_drafts(session, clock, 10)

    assert await claim() == []
    clock.advance(3)
    assert await claim() == [draft.id]
    assert await claim() == []
    async with db.read() as session:
        assert (await session.get_one(Draft, draft.id)).settle_at is None


async def test_a_slot_of_periodic_work_goes_to_one_replica(db: Database, database_url: str, clock: FakeClock) -> None:
    """Ten replicas reach for the same hour."""

    async def take() -> bool:
        own = Database(database_url)
        async with own.write() as session:
            got = await claim_slot(session, "retention", "2026-11-20T04", clock.now())
        await own.close()
        return got

    assert sum(await asyncio.gather(*(take() for _ in range(10)))) == 1
    async with db.write() as session:
        assert await claim_slot(session, "retention", "2026-11-20T05", clock.now())


async def test_an_insert_that_meets_its_key_changes_nothing(db: Database) -> None:
    """The unit of work stays usable, which a failed INSERT on PostgreSQL would not allow."""
    async with db.write() as session:
        assert await insert_once(session, ChatLane, {"lane": 7})
        assert not await insert_once(session, ChatLane, {"lane": 7})
        assert list(await session.scalars(select(ChatLane.lane))) == [7]
