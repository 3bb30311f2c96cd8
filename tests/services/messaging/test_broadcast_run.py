"""Sending a broadcast: everybody once, whatever Telegram answers and whenever it is interrupted."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from db.database import Database
from db.enums import BroadcastState, DeliveryState, Language
from db.models import BroadcastDelivery, Outbox, User
from db.sessions import WriteSession
from services.messaging.broadcast_results import EQUAL_FAULTS
from services.messaging.broadcast_run import BATCH
from services.messaging.broadcast_runner import BroadcastRunner
from services.ports import DeliverLater, DeliveryUnknown, Undeliverable, Variant
from tests.services.messaging.crowd import (
    ADMIN,
    PATIENCE,
    VARIANT,
    FakeBroadcaster,
    delivery_states,
    make_broadcast,
    make_people,
    make_runner,
    read_broadcast,
    read_deliveries,
    set_state,
)
from tests.support.clock import FakeClock


async def test_everybody_gets_it_once(db: Database, broadcaster: FakeBroadcaster, runner: BroadcastRunner) -> None:
    """Several batches; the ids of the copies are kept."""
    people = await make_people(db, 3 * BATCH + 5)
    broadcast_id = await make_broadcast(db, silent=True)
    assert await runner.tick() == 1
    assert broadcaster.reached() == Counter(people)
    assert all(copy.silent for copy in broadcaster.copies)
    row = await read_broadcast(db, broadcast_id)
    assert (row.state, row.sent, row.cursor) == (BroadcastState.DONE, len(people), people[-1])
    assert row.finished_at is not None
    assert (await read_deliveries(db, broadcast_id))[people[0]].message_ids == [people[0] * 10]
    assert await runner.tick() == 0


async def test_people_get_their_language_and_albums_take_their_room(
    db: Database, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """Each picture of an album is a message for the pacer."""
    (person,) = await make_people(db, 1, language=Language.RU)
    album = Variant(ADMIN, (5, 6, 7))
    await make_broadcast(db, words={Language.EN: VARIANT, Language.RU: album})
    await runner.tick()
    assert [(copy.language, copy.variant) for copy in broadcaster.copies] == [(Language.RU, album)]
    assert broadcaster.turns == [(person, 3)]


async def test_few_are_marked_by_one_commit_and_few_are_open(
    database_url: str, clock: FakeClock, broadcaster: FakeBroadcaster
) -> None:
    """What a death can cost: 32 marked by a commit, 64 without a result."""
    db = _WatchedDatabase(database_url)
    await make_people(db, 5 * BATCH)
    await make_broadcast(db)
    await make_runner(db, clock, broadcaster).tick()
    await db.close()
    marked = [all_ for all_, _ in db.seen]
    assert max(later - earlier for earlier, later in pairwise(marked)) == BATCH
    assert max(unsettled for _, unsettled in db.seen) <= 2 * BATCH


class _WatchedDatabase(Database):
    """Counts deliveries, and those without a result, after each commit."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.seen: list[tuple[int, int]] = []

    @asynccontextmanager
    async def write(self, *, joins_update: bool = True) -> AsyncIterator[WriteSession]:
        async with super().write(joins_update=joins_update) as session:
            yield session
        unsettled = func.count().filter(BroadcastDelivery.state == DeliveryState.SENDING)
        async with self.read() as reading:
            found = await reading.execute(select(func.count(), unsettled).select_from(BroadcastDelivery))
            self.seen.append(tuple(found.one()))


async def test_who_has_blocked_the_bot_is_counted_and_left_in_peace(
    db: Database, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """The next broadcast does not try them again."""
    people = await make_people(db, 4)
    broadcaster.answers[people[1]] = [Undeliverable("blocked", unreachable=True)]
    first = await make_broadcast(db)
    await runner.tick()
    second = await make_broadcast(db)
    await runner.tick()
    assert [(await read_broadcast(db, one)).blocked for one in (first, second)] == [1, 0]
    assert broadcaster.reached()[people[1]] == 0
    async with db.read() as session:
        assert (await session.get_one(User, people[1])).unreachable_at is not None


async def test_a_lost_answer_is_never_sent_again(
    db: Database, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """It may have arrived; the others get theirs."""
    people = await make_people(db, 3)
    broadcaster.answers[people[0]] = [DeliveryUnknown()]
    broadcast_id = await make_broadcast(db)
    await runner.tick()
    assert await delivery_states(db, broadcast_id) == {DeliveryState.UNKNOWN: 1, DeliveryState.SENT: 2}
    assert (await read_broadcast(db, broadcast_id)).unknown == 1
    assert broadcaster.reached()[people[0]] == 0


async def test_who_was_refused_for_now_gets_it_afterwards(
    db: Database, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """A 429 in the middle and one at the very end: neither is a loss, neither a second copy."""
    people = await make_people(db, BATCH + 3)
    for person in (people[2], people[3], people[-1]):
        broadcaster.answers[person] = [DeliverLater(0.05, whole_bot=True)]
    broadcast_id = await make_broadcast(db)
    await runner.tick()
    assert broadcaster.reached() == Counter(people)
    assert await delivery_states(db, broadcast_id) == {DeliveryState.SENT: len(people)}


async def test_a_message_that_telegram_refuses_pauses_by_itself(
    db: Database, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """It would fail for everybody; admins are told, and whoever resumes tries with the rest."""
    people = await make_people(db, 6 * BATCH)
    broadcaster.always = Undeliverable("message to copy not found")
    broadcast_id = await make_broadcast(db)
    await runner.tick()
    row = await read_broadcast(db, broadcast_id)
    assert (row.state, row.fault) == (BroadcastState.PAUSED, "message to copy not found")
    assert EQUAL_FAULTS <= row.failed < len(people)
    async with db.read() as session:
        alerts = list((await session.execute(select(Outbox.params).where(Outbox.view == "admin_alert"))).scalars())
    assert alerts == [{"code": "broadcast-paused", "reason": "message to copy not found"}]
    broadcaster.always = None
    await set_state(db, broadcast_id, BroadcastState.RUNNING)
    await runner.tick()
    row = await read_broadcast(db, broadcast_id)
    assert (row.state, row.sent) == (BroadcastState.DONE, len(people) - row.failed)


@pytest.mark.parametrize("state", [BroadcastState.PAUSED, BroadcastState.STOPPED])
async def test_a_pause_or_stop_is_seen_between_batches(
    db: Database, broadcaster: FakeBroadcaster, runner: BroadcastRunner, state: BroadcastState
) -> None:
    """Nobody is lost by it, and nobody has it twice when it goes on."""
    people = await make_people(db, 8 * BATCH)
    broadcast_id = await make_broadcast(db)

    async def halt(person: int) -> None:
        if person == people[BATCH]:
            await set_state(db, broadcast_id, state)

    broadcaster.on_copy = halt
    await runner.tick()
    reached = len(broadcaster.copies)
    assert reached < len(people)
    assert (await delivery_states(db, broadcast_id))[DeliveryState.SENDING] == 0
    await runner.tick()
    assert len(broadcaster.copies) == reached
    await set_state(db, broadcast_id, BroadcastState.RUNNING)
    await runner.tick()
    assert broadcaster.reached() == Counter(people)


async def test_a_drained_process_leaves_nothing_unknown(
    db: Database, clock: FakeClock, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """What was not begun waits and comes first; the next process loses nobody."""
    people = await make_people(db, 4 * BATCH)
    broadcast_id = await make_broadcast(db)
    answered = asyncio.Event()

    async def stop(person: int) -> None:
        if person == people[3]:
            runner.stop()
            answered.set()
        if person > people[3]:
            await answered.wait()

    broadcaster.on_copy = stop
    await asyncio.wait_for(runner.tick(), PATIENCE)
    states = await delivery_states(db, broadcast_id)
    assert states[DeliveryState.SENDING] == states[DeliveryState.UNKNOWN] == 0
    assert states[DeliveryState.SENT] == len(broadcaster.copies) < len(people)
    assert await runner.tick() == 0
    await make_runner(db, clock, broadcaster).tick()
    assert broadcaster.reached() == Counter(people)


async def test_a_long_refusal_does_not_hold_up_the_drain(
    db: Database, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """Telegram wants an hour of silence; the process may leave at once."""
    people = await make_people(db, 3 * BATCH)
    broadcast_id = await make_broadcast(db)
    broadcaster.always = DeliverLater(3600, whole_bot=True)
    refused = asyncio.Event()
    broadcaster.on_copy = lambda _person: refused.set()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        group.create_task(runner.tick())
        await refused.wait()
        runner.stop()
    states = await delivery_states(db, broadcast_id)
    assert states.keys() == {DeliveryState.WAITING}
    assert states[DeliveryState.WAITING] <= 2 * BATCH < len(people)


async def test_who_opts_out_while_it_runs_does_not_get_it(
    db: Database, clock: FakeClock, broadcaster: FakeBroadcaster, runner: BroadcastRunner
) -> None:
    """Not even when Telegram has refused them for now and they wait."""
    people = await make_people(db, 6 * BATCH)
    late, waiting = people[-1], people[0]
    broadcaster.answers[waiting] = [DeliverLater(0.2)]

    async def opt_out(person: int) -> None:
        if person == waiting:
            async with db.write() as session:
                for one in (late, waiting):
                    (await session.get_one(User, one)).broadcasts_off_at = clock.now()

    broadcaster.on_copy = opt_out
    broadcast_id = await make_broadcast(db)
    await runner.tick()
    assert broadcaster.reached() == Counter(people[1:-1])
    assert (await read_broadcast(db, broadcast_id)).state is BroadcastState.DONE


async def test_results_survive_a_database_that_is_away_for_a_moment(
    database_url: str, clock: FakeClock, broadcaster: FakeBroadcaster
) -> None:
    """They are stored when it is back; a result that is known never becomes unknown."""
    db = _FlakyDatabase(database_url)
    people = await make_people(db, 3 * BATCH)
    broadcast_id = await make_broadcast(db)
    runner = make_runner(db, clock, broadcaster)

    def fail(person: int) -> None:
        if person == people[BATCH + 1]:
            db.failing = 2

    broadcaster.on_copy = fail
    with pytest.raises(OSError, match="away"):
        await runner.tick()
    await runner.tick()
    assert db.failing == 0
    assert broadcaster.reached() == Counter(people)
    row = await read_broadcast(db, broadcast_id)
    assert (row.state, row.sent, row.unknown) == (BroadcastState.DONE, len(people), 0)
    await db.close()


class _FlakyDatabase(Database):
    """Refuses as many units of work as `failing` says."""

    failing = 0

    @asynccontextmanager
    async def write(self, *, joins_update: bool = True) -> AsyncIterator[WriteSession]:
        if self.failing:
            self.failing -= 1
            raise OSError("the database is away")
        async with super().write(joins_update=joins_update) as session:
            yield session
