"""Lanes: order within a chat, effect and mark in one transaction, failures that do not block anybody for ever."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextvars import Context
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.inbox import Inbox, read_update
from bot.nursery import Nursery
from bot.worker.lanes import FAILURES, BrokenUpdateError, Hands, Lanes
from bot.worker.update_mark import LaneLostError
from db.database import Database
from db.models import Audit, ChatLane, TgUpdate
from db.repositories.updates import keep_update
from tests.bot.fakes import person_update
from tests.support.clock import FakeClock

LEASE = 30.0


class Told:
    """Remembers who was told that something could not be handled."""

    def __init__(self) -> None:
        self.chats: list[int] = []

    async def give_up(self, chat_id: int, code: str) -> None:
        assert code
        self.chats.append(chat_id)


def lanes(db: Database, clock: FakeClock, handle: Callable[[str], Awaitable[None]], told: Told | None = None) -> Lanes:
    hands = Hands(lambda waiting: handle(waiting.body), (told or Told()).give_up)
    return Lanes(db, clock, hands, Nursery(), lease_seconds=LEASE)


async def put(db: Database, clock: FakeClock, *updates: tuple[int, int]) -> None:
    inbox = Inbox(db, clock, Nursery())
    for update_id, chat_id in updates:
        assert await inbox.keep(read_update(json.dumps(person_update(update_id, chat_id)).encode()))


async def effect(db: Database, clock: FakeClock, name: str = "effect") -> None:
    async with db.write() as session:
        session.add(Audit(id=uuid4(), action=name, data={}, at=clock.now()))


async def effects(db: Database) -> int:
    async with db.read() as session:
        return (await session.execute(select(func.count()).select_from(Audit))).scalar_one()


async def row(db: Database, update_id: int) -> TgUpdate:
    async with db.read() as session:
        return await session.get_one(TgUpdate, update_id)


async def work_off(worker: Lanes, clock: FakeClock, rounds: int = 20) -> None:
    for _ in range(rounds):
        while await worker.work_one():
            pass
        clock.advance(3)


async def test_updates_of_a_chat_are_handled_one_at_a_time_and_in_order(db: Database, clock: FakeClock) -> None:
    """Two workers side by side never overlap within a chat."""
    seen: list[int] = []
    inside: set[int] = set()

    async def handle(body: str) -> None:
        update = json.loads(body)
        chat = update["message"]["chat"]["id"]
        assert chat not in inside
        inside.add(chat)
        await asyncio.sleep(0.005)
        seen.append(update["update_id"])
        inside.discard(chat)

    await put(db, clock, (1, 7), (2, 8), (3, 7), (4, 8), (5, 7))
    one, two = lanes(db, clock, handle), lanes(db, clock, handle)
    await asyncio.gather(*(worker.work_one() for worker in (one, two, one, two)))
    assert sorted(seen) == [1, 2, 3, 4, 5]
    assert [number for number in seen if number in (1, 3, 5)] == [1, 3, 5]
    assert [number for number in seen if number in (2, 4)] == [2, 4]


async def test_a_handled_update_is_marked_with_its_effect_and_its_body_erased(db: Database, clock: FakeClock) -> None:
    async def handle(_body: str) -> None:
        await effect(db, clock)

    await put(db, clock, (1, 7))
    assert await lanes(db, clock, handle).work_one()
    handled = await row(db, 1)
    assert handled.handled_at is not None
    assert handled.body is None


async def test_an_update_without_effect_is_marked_too(db: Database, clock: FakeClock) -> None:
    async def handle(_body: str) -> None:
        return None

    await put(db, clock, (1, 7))
    worker = lanes(db, clock, handle)
    assert await worker.work_one()
    assert (await row(db, 1)).handled_at is not None
    assert not await worker.work_one()


async def test_a_crash_before_the_effect_repeats_the_update(sqlite_url: str, clock: FakeClock) -> None:
    """The first process dies inside the handler's transaction; a second one on the same file does the work."""

    class Crash(BaseException):
        pass

    first, second = Database(sqlite_url), Database(sqlite_url)

    async def dies(_body: str) -> None:
        async with first.write() as session:
            session.add(Audit(id=uuid4(), action="effect", data={}, at=clock.now()))
            await session.flush()
            raise Crash

    async def works(_body: str) -> None:
        await effect(second, clock)

    await put(first, clock, (1, 7))
    with pytest.raises(Crash):
        await lanes(first, clock, dies).work_one()
    other = lanes(second, clock, works)
    assert not await other.work_one(), "the dead worker's lease still holds"
    clock.advance(LEASE + 1)
    assert await other.work_one()
    assert await effects(second) == 1
    await first.close()
    await second.close()


async def test_a_crash_after_the_effect_never_doubles_it(sqlite_url: str, clock: FakeClock) -> None:
    """The effect is committed, the process dies before anything else: nothing is left to do."""

    class Crash(BaseException):
        pass

    first, second = Database(sqlite_url), Database(sqlite_url)

    async def dies(_body: str) -> None:
        await effect(first, clock)
        raise Crash

    async def works(_body: str) -> None:
        await effect(second, clock)

    await put(first, clock, (1, 7))
    with pytest.raises(Crash):
        await lanes(first, clock, dies).work_one()
    clock.advance(LEASE + 1)
    await lanes(second, clock, works).work_one()
    assert await effects(second) == 1
    await first.close()
    await second.close()


async def test_a_worker_that_lost_its_lane_cannot_write_its_effect(db: Database, clock: FakeClock) -> None:
    """It slept past its lease; the other one has done the work meanwhile."""
    lost: list[bool] = []

    async def quick(_body: str) -> None:
        await effect(db, clock)

    async def slow(_body: str) -> None:
        clock.advance(LEASE + 1)
        # Another worker, as if in another process: outside this update's context.
        await run_outside(lanes(db, clock, quick).work_one)
        try:
            await effect(db, clock)
        except LaneLostError:
            lost.append(True)
            raise

    await put(db, clock, (1, 7))
    await lanes(db, clock, slow).work_one()
    assert lost == [True]
    assert await effects(db) == 1


async def run_outside(work: Callable[[], Awaitable[bool]]) -> None:
    assert await asyncio.get_running_loop().create_task(work(), context=Context())  # type: ignore[arg-type]


async def test_a_second_unit_of_work_in_a_child_task_passes(db: Database, clock: FakeClock) -> None:
    """Tasks inherit the mark; only the first one carries it."""

    async def handle(_body: str) -> None:
        await asyncio.gather(effect(db, clock), effect(db, clock))

    await put(db, clock, (1, 7))
    await lanes(db, clock, handle).work_one()
    assert await effects(db) == 2
    assert (await row(db, 1)).failures == 0


async def test_five_failures_set_an_update_aside_and_the_chat_goes_on(db: Database, clock: FakeClock) -> None:
    """The body stays for whoever looks at it, the person is told once, later updates are handled."""
    told, tries, good = Told(), [], []

    async def handle(body: str) -> None:
        update_id = json.loads(body)["update_id"]
        if update_id == 1:
            tries.append(update_id)
            raise RuntimeError("a bug")
        good.append(update_id)

    await put(db, clock, (1, 7), (2, 7))
    worker = lanes(db, clock, handle, told)
    await work_off(worker, clock)
    aside = await row(db, 1)
    assert len(tries) == FAILURES
    assert aside.quarantined_at is not None
    assert aside.body is not None
    assert aside.handled_at is None
    assert good == [2]
    assert told.chats == [7]
    assert (worker.handled, worker.failed, worker.quarantined) == (1, FAILURES, 1)


async def test_a_failing_chat_does_not_hold_up_another(db: Database, clock: FakeClock) -> None:
    good: list[int] = []

    async def handle(body: str) -> None:
        update = json.loads(body)
        if update["message"]["chat"]["id"] == 7:
            raise RuntimeError("a bug")
        good.append(update["update_id"])

    await put(db, clock, (1, 7), (2, 8))
    worker = lanes(db, clock, handle)
    assert await worker.work_one()
    assert await worker.work_one()
    assert good == [2]


async def test_an_unreadable_update_is_set_aside_at_once(db: Database, clock: FakeClock) -> None:
    async def handle(_body: str) -> None:
        raise BrokenUpdateError

    await put(db, clock, (1, 7))
    await lanes(db, clock, handle).work_one()
    assert (await row(db, 1)).quarantined_at is not None


async def test_a_failure_takes_its_effect_back(db: Database, clock: FakeClock) -> None:
    """The handler fails inside its transaction twice, then works: one effect."""
    tries: list[int] = []

    async def handle(_body: str) -> None:
        tries.append(1)
        async with db.write() as session:
            session.add(Audit(id=uuid4(), action="effect", data={}, at=clock.now()))
            await session.flush()
            if len(tries) < 3:
                raise RuntimeError("a hiccup")

    await put(db, clock, (1, 7))
    await work_off(lanes(db, clock, handle), clock)
    assert len(tries) == 3
    assert await effects(db) == 1


async def test_an_update_that_comes_while_the_lane_is_worked_on_is_not_forgotten(
    db: Database, clock: FakeClock
) -> None:
    seen: list[int] = []

    async def handle(body: str) -> None:
        update_id = json.loads(body)["update_id"]
        seen.append(update_id)
        if update_id == 1:
            await run_put(2)

    async def run_put(update_id: int) -> None:
        async with db.write(joins_update=False) as session:
            await keep_update(session, clock, update_id, 7, json.dumps(person_update(update_id)))

    await put(db, clock, (1, 7))
    worker = lanes(db, clock, handle)
    await work_off(worker, clock, rounds=2)
    assert seen == [1, 2]
    async with db.read() as session:
        lane = await session.get_one(ChatLane, 7)
    assert (lane.due_at, lane.lease_owner) == (None, None)


async def test_workers_in_the_background_are_woken_by_the_inbox_and_finish_at_stop(
    sqlite_db: Database, clock: FakeClock
) -> None:
    seen: list[int] = []
    both, begun = asyncio.Event(), asyncio.Event()

    async def handle(body: str) -> None:
        update_id = json.loads(body)["update_id"]
        if update_id == 3:
            begun.set()
        await asyncio.sleep(0.05)
        seen.append(update_id)
        if len(seen) == 2:
            both.set()

    nursery = Nursery()
    worker = Lanes(sqlite_db, clock, Hands(lambda waiting: handle(waiting.body), Told().give_up), nursery, at_once=2)
    worker.start()
    await asyncio.sleep(0.05)
    await put(sqlite_db, clock, (1, 7), (2, 8))
    await asyncio.wait_for(both.wait(), 60)
    await put(sqlite_db, clock, (3, 7))
    await asyncio.wait_for(begun.wait(), 60)
    worker.stop()
    assert await nursery.drain(60) == 0
    assert seen[-1] == 3


async def test_an_update_that_was_cut_off_is_left_to_others_at_once(db: Database, clock: FakeClock) -> None:
    """Without waiting for the lease of a process that has ended."""
    await put(db, clock, (1, 10))
    begun = asyncio.Event()

    async def hangs(_body: str) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def handles(_body: str) -> None:
        await effect(db, clock)

    ending, other = lanes(db, clock, hangs), lanes(db, clock, handles)
    work = asyncio.get_running_loop().create_task(ending.work_one())
    await begun.wait()
    work.cancel()
    await asyncio.wait([work])
    assert not await other.work_one()
    await ending.let_go()
    assert await other.work_one()
    assert await effects(db) == 1


async def test_an_update_that_found_no_connection_has_not_failed(sqlite_db: Database, clock: FakeClock) -> None:
    """An overloaded process would otherwise set aside what people wrote, one after the other."""
    await put(sqlite_db, clock, (1, 10))
    crowded = [PoolTimeoutError() for _ in range(2 * FAILURES)]

    async def handle(_body: str) -> None:
        if crowded:
            raise crowded.pop()
        await effect(sqlite_db, clock)

    worker = lanes(sqlite_db, clock, handle)
    await work_off(worker, clock)
    assert await effects(sqlite_db) == 1
    assert (worker.quarantined, (await row(sqlite_db, 1)).failures) == (0, 0)
