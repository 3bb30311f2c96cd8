"""Prices are read at start, without holding it up, and every night."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.nursery import Nursery
from bot.worker.price_tick import PriceTick, next_night
from bot.worker.scheduler import TickScheduler
from tests.support.clock import FakeClock


class Reader:
    """Counts the readings; `answers` says whether each found every provider at home."""

    def __init__(self, *answers: bool) -> None:
        self.answers = list(answers)
        self.times = 0

    async def read(self) -> bool:
        """One reading."""
        self.times += 1
        return self.answers.pop(0) if self.answers else True


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (datetime(2026, 11, 20, 2, 59, tzinfo=UTC), datetime(2026, 11, 20, 3, tzinfo=UTC)),
        (datetime(2026, 11, 20, 3, 0, tzinfo=UTC), datetime(2026, 11, 21, 3, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), datetime(2027, 1, 1, 3, tzinfo=UTC)),
    ],
)
def test_the_night_is_between_three_and_four(now: datetime, night: datetime) -> None:
    """At another minute each time, so that not all bots ask at once."""
    found = {next_night(now) for _ in range(50)}
    assert all(night <= moment < night + timedelta(hours=1) for moment in found)
    assert len(found) > 10


async def test_it_reads_once_at_start_and_once_a_night(clock: FakeClock) -> None:
    """The many looks in between do nothing."""
    reader = Reader()
    tick = PriceTick(reader.read, clock)
    for _ in range(3):
        await tick.look()
    assert reader.times == 1
    clock.advance(days=1, seconds=3600)
    for _ in range(3):
        await tick.look()
    assert reader.times == 2


async def test_a_silent_provider_is_asked_again_within_the_hour(clock: FakeClock) -> None:
    """A bot that was started during an outage does not wait for the night."""
    reader = Reader(False)
    tick = PriceTick(reader.read, clock)
    await tick.look()
    await tick.look()
    assert reader.times == 1
    clock.advance(3601)
    await tick.look()
    assert reader.times == 2


async def test_the_start_does_not_wait_for_it(clock: FakeClock) -> None:
    """The first reading goes on beside everything else."""
    begun, let_go = asyncio.Event(), asyncio.Event()

    async def slow() -> bool:
        begun.set()
        await let_go.wait()
        return True

    nursery = Nursery()
    scheduler = TickScheduler([PriceTick(slow, clock).plan()], nursery)
    scheduler.start()
    await asyncio.wait_for(begun.wait(), 10)
    let_go.set()
    await scheduler.stop()
    assert await nursery.drain(10) == 0
