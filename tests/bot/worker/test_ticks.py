"""Ticks: at their interval, at once when woken, never twice at a time, alive after any failure."""

import asyncio
import time
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.nursery import Nursery
from bot.worker.scheduler import TickScheduler
from bot.worker.tick import MOST_ROUNDS, Tick, TickPlan
from bot.worker.ticks import RECORD_AGE, Housekeeping, engine_plans, hour_slot, sender_plans, sending_plans
from db.columns import new_id
from db.database import Database
from db.enums import OutboxKind, OutboxState
from db.models import ChatLane, CronRun, Outbox, TgUpdate, WebhookInbox
from db.repositories.marks import leave_mark
from db.repositories.updates import keep_update
from services.messaging.sender_lease import RENEW_SECONDS
from tests.support.clock import FakeClock
from tests.support.rows import make_message, make_user


class Work:
    """Work that counts its looks and never overlaps."""

    def __init__(self, *taken: int, seconds: float = 0.0) -> None:
        self.taken = list(taken)
        self.seconds = seconds
        self.looks = 0
        self.inside = False

    async def look(self) -> int:
        assert not self.inside
        self.inside = True
        self.looks += 1
        await asyncio.sleep(self.seconds)
        self.inside = False
        return self.taken.pop(0) if self.taken else 0


async def test_a_tick_that_drains_looks_until_nothing_is_due() -> None:
    work = Work(4, 4, 1)
    await Tick(TickPlan("x", 1, work.look, drains=True)).run()
    assert work.looks == 4


async def test_a_tick_looks_once_when_its_rows_may_be_due_again() -> None:
    """Hints that cannot be checked stay: asking the provider twenty times in a row would help nobody."""
    work = Work(4, 4)
    await Tick(TickPlan("x", 1, work.look)).run()
    assert work.looks == 1


async def test_endless_work_lets_go_in_the_end() -> None:
    work = Work(*[1] * 1000)
    await Tick(TickPlan("x", 1, work.look, drains=True)).run()
    assert work.looks == MOST_ROUNDS


async def test_a_call_while_it_runs_makes_it_look_once_more() -> None:
    work = Work(seconds=0.02)
    tick = Tick(TickPlan("x", 1, work.look))
    await asyncio.gather(tick.run(), tick.run(), tick.run())
    assert work.looks == 2
    assert tick.last_seconds > 0.01, "both looks took 0.02 each"


async def test_a_failure_is_counted_and_the_tick_lives(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> int:
        raise RuntimeError("the prompt was: something private")

    tick = Tick(TickPlan("x", 1, fails, drains=True))
    await tick.run()
    await tick.run()
    assert tick.failures == 2
    assert "RuntimeError" in caplog.text
    assert "private" not in caplog.text


async def test_the_scheduler_looks_at_the_interval_times_the_factor() -> None:
    slow, quick = Work(), Work()
    nursery = Nursery()
    scheduler = TickScheduler([TickPlan("a", 10, slow.look), TickPlan("b", 0.5, quick.look)], nursery, factor=0.1)
    scheduler.start()
    begun = time.monotonic()
    while quick.looks < 5:
        assert time.monotonic() < begun + 60
        await asyncio.sleep(0.01)
    took = time.monotonic() - begun
    await scheduler.stop()
    await nursery.drain(60)
    assert slow.looks <= took / 1.0
    assert took >= 4 * 0.05


async def test_a_commit_wakes_the_tick_of_its_topic_at_once(sqlite_db: Database) -> None:
    submit, poll = Work(), Work()
    nursery = Nursery()
    plans = [TickPlan("submit", 60, submit.look, ("submit",)), TickPlan("poll", 60, poll.look, ("poll",))]
    scheduler = TickScheduler(plans, nursery)
    sqlite_db.on_wake(scheduler.woken)
    scheduler.start()
    async with sqlite_db.write() as session:
        session.wake("submit")
    await asyncio.sleep(0)
    await scheduler.stop()
    await nursery.drain(60)
    assert (submit.looks, poll.looks) == (1, 0)


async def test_stopping_finishes_the_tick_in_hand_and_begins_no_other() -> None:
    work = Work(1, 1, 1, seconds=0.1)
    nursery = Nursery()
    scheduler = TickScheduler([TickPlan("x", 60, work.look, ("x",), drains=True)], nursery)
    scheduler.start()
    scheduler.woken("x")
    await asyncio.sleep(0.02)
    await scheduler.stop()
    scheduler.woken("x")
    assert await nursery.drain(2) == 0
    assert work.looks == 1
    assert not work.inside


async def test_every_engine_tick_is_planned_once() -> None:
    class Engine:
        async def _nothing(self) -> int:
            return 0

        submit_tick = poll_tick = uncertain_tick = finalise_tick = hint_tick = deadline_tick = _nothing

    names = [plan.name for plan in engine_plans(Engine())]
    assert sorted(names) == ["deadlines", "finalise", "hints", "poll", "submit", "uncertain"]
    assert {plan.name: plan.every for plan in engine_plans(Engine())}["submit"] == 2.0

    class Sender:
        async def tick(self) -> int:
            return 0

        async def heal(self) -> int:
            return 0

    assert sender_plans(Sender())[0].every == 0.5


def test_what_telegram_told_one_replica_holds_for_all_within_a_second() -> None:
    """And the sender's lease is looked after far more often than it needs to be renewed."""

    class Quiet:
        async def tick(self) -> int:
            return 0

    every = {plan.name: plan.every for plan in sending_plans(Quiet(), Quiet())}
    assert every["send-pauses"] < 1
    assert every["sender-lease"] <= RENEW_SECONDS / 2


async def test_hourly_work_is_done_by_one_replica(db: Database, clock: FakeClock) -> None:
    done: list[str] = []

    async def retention() -> int:
        done.append(hour_slot(clock.now()))
        return 1

    replicas = [Housekeeping(db, clock).plans(retention)[1] for _ in range(2)]
    for _ in range(3):
        for replica in replicas:
            await replica.look()
    assert len(done) == 1
    clock.advance(3600)
    for replica in replicas:
        await replica.look()
    assert len(done) == 2


async def test_update_ids_are_kept_for_two_days(db: Database, clock: FakeClock) -> None:
    """Long enough that Telegram's repeats (24 h) are recognised; waiting updates are never purged."""
    async with db.write() as session:
        await keep_update(session, clock, 1, 7, "{}")
        await keep_update(session, clock, 2, 8, "{}")
        handled = await session.get_one(TgUpdate, 1)
        handled.handled_at = clock.now()
        lane = await session.get_one(ChatLane, 7)
        lane.due_at = None
    housekeeping = Housekeeping(db, clock)
    clock.advance(47 * 3600)
    assert await housekeeping.purge() == 0
    clock.advance(2 * 3600)
    assert await housekeeping.purge() == 1
    async with db.read() as session:
        left = (await session.execute(select(TgUpdate.update_id))).scalars().all()
        lanes = (await session.execute(select(func.count()).select_from(ChatLane))).scalar_one()
    assert list(left) == [2]
    assert lanes == 1


async def test_what_was_settled_long_ago_is_forgotten(db: Database, clock: FakeClock) -> None:
    """Messages and webhooks of a quarter of a year ago; cards, what still waits and what is younger stay."""
    now, user = clock.now(), await make_user(db)
    old = {"created_at": now - RECORD_AGE - timedelta(hours=1)}
    sent = await make_message(db, user.id, kind=OutboxKind.PING, state=OutboxState.SENT, **old)
    card = await make_message(db, user.id, kind=OutboxKind.CARD, state=OutboxState.SENT, **old)
    waiting = await make_message(db, user.id, kind=OutboxKind.PING, **old)
    young = await make_message(db, user.id, kind=OutboxKind.PING, state=OutboxState.SENT, created_at=now)
    async with db.write() as session:
        for key, at in (("old", old["created_at"]), ("young", now)):
            session.add(_webhook(key, at))
    assert await Housekeeping(db, clock).purge() == 2
    async with db.read() as session:
        left = set((await session.scalars(select(Outbox.id))).all())
        hints = (await session.scalars(select(WebhookInbox.event_key))).all()
    assert left == {card.id, waiting.id, young.id}
    assert sent.id not in left
    assert list(hints) == ["young"]


async def test_hours_that_were_taken_are_forgotten_in_time(db: Database, clock: FakeClock) -> None:
    """Of this work alone; a mark of another name stays."""

    async def retention() -> int:
        return 0

    async with db.write() as session:
        await leave_mark(session, "webhook", "f", clock.now())
    look = Housekeeping(db, clock).plans(retention)[1].look
    await look()
    clock.advance(RECORD_AGE.total_seconds() + 3600)
    await look()
    async with db.read() as session:
        rows = (await session.execute(select(CronRun.name, CronRun.slot))).all()
    assert sorted(rows) == [("retention", hour_slot(clock.now())), ("webhook", "f")]


def _webhook(key: str, at: datetime) -> WebhookInbox:
    return WebhookInbox(provider="fal", event_key=key, attempt_id=new_id(), provider_ref="r", received_at=at)
