"""Taking a broadcast back: everybody is tried, what Telegram does not allow is counted out, and any step repeats."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from db.database import Database
from db.enums import BroadcastState, DeliveryState
from db.models import BroadcastDelivery
from services.messaging.broadcast_removal import REMOVABLE_FOR, TOO_OLD
from services.messaging.broadcast_run import BATCH
from services.messaging.broadcast_runner import BroadcastRunner
from services.ports import DeliverLater, Undeliverable
from tests.services.messaging.crowd import (
    PATIENCE,
    FakeBroadcaster,
    delivery_states,
    make_broadcast,
    make_runner,
    read_broadcast,
    read_deliveries,
)
from tests.support.clock import FakeClock


async def _sent_to(
    db: Database, clock: FakeClock, people: Sequence[int], *, ago: timedelta = timedelta(hours=1)
) -> UUID:
    broadcast_id = await make_broadcast(db, state=BroadcastState.REMOVING, sent=len(people))
    async with db.write() as session:
        for person in people:
            session.add(
                BroadcastDelivery(
                    broadcast_id=broadcast_id,
                    user_id=person,
                    state=DeliveryState.SENT,
                    message_ids=[person, person + 1],
                    at=clock.now() - ago,
                )
            )
    return broadcast_id


async def test_everything_is_taken_back(
    db: Database, clock: FakeClock, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """All messages of each person, in several batches."""
    people = range(1, 2 * BATCH + 3)
    broadcast_id = await _sent_to(db, clock, people)
    assert await runner.tick() == 1
    assert sorted(broadcaster.removals) == [(person, (person, person + 1)) for person in people]
    row = await read_broadcast(db, broadcast_id)
    assert (row.state, row.removed, row.sent) == (BroadcastState.REMOVED, len(people), len(people))
    assert await delivery_states(db, broadcast_id) == {DeliveryState.REMOVED: len(people)}


async def test_what_cannot_be_taken_back_is_left_with_its_reason(
    db: Database, clock: FakeClock, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """It stays sent, so that an admin sees how many still have it, and is not tried for ever."""
    broadcast_id = await _sent_to(db, clock, [1, 2, 3])
    broadcaster.answers = {
        1: [Undeliverable("message can't be deleted for everyone")],
        2: [Undeliverable("blocked", unreachable=True)],
    }
    await runner.tick()
    row = await read_broadcast(db, broadcast_id)
    assert (row.state, row.removed, row.sent) == (BroadcastState.REMOVED, 1, 3)
    reasons = {person: delivery.reason for person, delivery in (await read_deliveries(db, broadcast_id)).items()}
    assert reasons == {1: "message can't be deleted for everyone", 2: "blocked", 3: None}


async def test_telegram_is_not_asked_for_what_is_too_old(
    db: Database, clock: FakeClock, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """A bot may delete its messages for 48 hours."""
    broadcast_id = await _sent_to(db, clock, range(1, BATCH + 9), ago=REMOVABLE_FOR)
    await runner.tick()
    assert broadcaster.removals == []
    row = await read_broadcast(db, broadcast_id)
    assert (row.state, row.removed) == (BroadcastState.REMOVED, 0)
    assert {one.reason for one in (await read_deliveries(db, broadcast_id)).values()} == {TOO_OLD}


async def test_a_refusal_for_now_is_tried_again(
    db: Database, clock: FakeClock, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """Also when it was the last one."""
    broadcast_id = await _sent_to(db, clock, [1, 2])
    broadcaster.answers = {1: [DeliverLater(0.05)], 2: [DeliverLater(0.05), DeliverLater(0.05)]}
    await asyncio.wait_for(runner.tick(), PATIENCE)
    assert await delivery_states(db, broadcast_id) == {DeliveryState.REMOVED: 2}
    assert (await read_broadcast(db, broadcast_id)).state is BroadcastState.REMOVED


async def test_another_process_goes_on_where_one_was_drained(
    db: Database, clock: FakeClock, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """What was taken back is stored; the rest is tried by the next one."""
    people = range(1, 4 * BATCH)
    broadcast_id = await _sent_to(db, clock, people)
    broadcaster.always = DeliverLater(3600)
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        group.create_task(runner.tick())
        await broadcaster.removing.wait()
        runner.stop()
    assert (await read_broadcast(db, broadcast_id)).state is BroadcastState.REMOVING
    broadcaster.always = None
    await make_runner(db, clock, broadcaster).tick()
    assert await delivery_states(db, broadcast_id) == {DeliveryState.REMOVED: len(people)}
