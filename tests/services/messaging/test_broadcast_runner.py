"""Which broadcast is worked on, by which process, and what a dead one leaves."""

import asyncio
from collections import Counter

from sqlalchemy import select

from db.database import Database
from db.enums import BroadcastState, DeliveryState
from db.models import BroadcastDelivery, Outbox
from db.repositories.leases import free_leases_of
from services.messaging.broadcast_run import BATCH
from services.messaging.broadcast_runner import BroadcastRunner
from services.messaging.sender_lease import ASK_SECONDS, SenderLease
from tests.services.messaging.crowd import (
    PATIENCE,
    FakeBroadcaster,
    delivery_states,
    make_broadcast,
    make_people,
    make_runner,
    read_broadcast,
)
from tests.support.clock import FakeClock


async def test_whoever_is_marked_by_a_dead_process_is_not_tried_again(
    db: Database, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """They may have got it. They are counted, also in a broadcast that has been stopped meanwhile."""
    people = await make_people(db, 5)
    running = await make_broadcast(db, cursor=people[1])
    stopped = await make_broadcast(db, cursor=people[0], state=BroadcastState.STOPPED)
    async with db.write() as session:
        for broadcast_id, person in ((running, people[0]), (running, people[1]), (stopped, people[0])):
            row = BroadcastDelivery(
                broadcast_id=broadcast_id, user_id=person, state=DeliveryState.SENDING, at=FakeClock().now()
            )
            session.add(row)
    await runner.tick()
    assert broadcaster.reached() == Counter(people[2:])
    assert [(await read_broadcast(db, one)).unknown for one in (running, stopped)] == [2, 1]


async def test_two_who_both_believe_to_be_the_sender_send_nothing_twice(
    db: Database, clock: FakeClock, broadcaster: FakeBroadcaster
) -> None:
    """A process that slept through its lease: the marks decide, not the belief."""
    people = await make_people(db, 10 * BATCH)
    broadcast_id = await make_broadcast(db)
    runners = [make_runner(db, clock, broadcaster, _Always(db, clock, 42, name)) for name in "ab"]

    async def work(runner: BroadcastRunner) -> None:
        async with asyncio.timeout(PATIENCE):
            while (await read_broadcast(db, broadcast_id)).state is BroadcastState.RUNNING:
                await runner.tick()

    await asyncio.gather(*(work(runner) for runner in runners))
    reached = broadcaster.reached()
    assert max(reached.values()) == 1
    row = await read_broadcast(db, broadcast_id)
    unreached = len(people) - len(reached)
    assert (await delivery_states(db, broadcast_id))[DeliveryState.UNKNOWN] == row.unknown >= unreached


class _Always(SenderLease):
    """A lease that everybody believes to hold."""

    async def holds(self) -> bool:
        return True

    def still_ours(self) -> bool:
        return True


async def test_a_card_is_asked_for_at_the_beginning_and_at_the_end(
    db: Database, clock: FakeClock, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """The admin sees that it began, and how it ended."""
    people = await make_people(db, 1)
    broadcast_id = await make_broadcast(db, state=BroadcastState.SCHEDULED)
    versions: list[int] = []

    async def look(_person: int) -> None:
        async with db.read() as session:
            versions.append(await session.scalar(select(Outbox.version).where(Outbox.view == "broadcast_card")) or 0)

    broadcaster.on_copy = look
    await runner.tick()
    await look(people[0])
    assert versions[0] == 1
    assert versions[1] > 1
    row = await read_broadcast(db, broadcast_id)
    assert row.started_at is not None
    assert row.started_at <= clock.now()


async def test_a_later_broadcast_waits_for_its_time(
    db: Database, clock: FakeClock, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """Not a moment earlier."""
    people = await make_people(db, 1)
    start_at = clock.now().replace(microsecond=0)
    clock.advance(-60)
    await make_broadcast(db, state=BroadcastState.SCHEDULED, start_at=start_at)
    assert await runner.tick() == 0
    clock.advance(61)
    assert await runner.tick() == 1
    assert broadcaster.reached() == Counter(people)


async def test_only_the_holder_of_the_lease_sends(
    postgresql_db: Database, clock: FakeClock, broadcaster: FakeBroadcaster
) -> None:
    """Even spacing is only possible when one process sees all messages; another takes over when it leaves."""
    people = await make_people(postgresql_db, 3)
    await make_broadcast(postgresql_db)
    first = SenderLease(postgresql_db, clock, 42, "first")
    assert await first.holds()
    now = [0.0]
    second = SenderLease(postgresql_db, clock, 42, "second", monotonic=lambda: now[0])
    runner = make_runner(postgresql_db, clock, broadcaster, second)
    assert await runner.tick() == 0
    first.retire()
    async with postgresql_db.write() as session:
        await free_leases_of(session, "first")
    now[0] += ASK_SECONDS
    assert await runner.tick() == 1
    assert broadcaster.reached() == Counter(people)
