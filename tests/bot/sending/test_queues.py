"""Who is next: lanes in their order, one message of a chat at a time, at the same cost however many wait."""

import asyncio
import time
from itertools import pairwise

import pytest

from bot.sending.queues import LaneName, Queues, Waiter

LIVE, STORED, BROADCAST = LaneName


class Line:
    """Queues with a clock of the test's own and chats that are free again after a second."""

    def __init__(self) -> None:
        self.queues = Queues()
        self.now = 0.0

    def join(self, lane: LaneName, chat: int | None = None) -> Waiter:
        waiter = Waiter(lane, chat, 1)
        self.queues.add(waiter)
        return waiter

    def next(self) -> Waiter | None:
        """Whose turn it is now; it goes."""
        first = self.queues.first(self.now)
        if first is not None:
            self.queues.take(first, self.now + 1)
            first.turn.set_result(None)
        return first

    def all_now(self) -> list[Waiter]:
        return list(iter(self.next, None))


@pytest.fixture
async def line() -> Line:
    return Line()


async def test_lanes_go_in_their_order_and_each_in_the_order_of_coming(line: Line) -> None:
    """Replies, then what is stored, then broadcasts."""
    lanes = [BROADCAST, STORED, LIVE] * 3
    waiters = [line.join(lane, None if lane is LIVE else chat) for chat, lane in enumerate(lanes)]
    assert line.all_now() == [each for lane in LaneName for each in waiters if each.lane is lane]


async def test_a_chat_that_waits_holds_up_nobody_and_keeps_its_order(line: Line) -> None:
    """Three for one chat and one for another: that one goes second, the rest a second after each other."""
    first, second, third = (line.join(STORED, 7) for _ in range(3))
    other = line.join(STORED, 8)
    assert line.all_now() == [first, other]
    assert line.queues.next_chat_at() == 1.0
    line.now = 1.0
    assert line.all_now() == [second]
    line.now = 2.0
    assert line.all_now() == [third]
    assert line.queues.next_chat_at() is None


async def test_a_chat_is_spaced_over_both_lanes(line: Line) -> None:
    """A broadcast comes a second after a stored message; those of other chats do not wait."""
    broadcast, other = line.join(BROADCAST, 7), line.join(BROADCAST, 8)
    stored, later = line.join(STORED, 7), line.join(STORED, 7)
    assert line.all_now() == [stored, other]
    line.now = 1.0
    assert line.all_now() == [later]
    line.now = 2.0
    assert line.all_now() == [broadcast]


async def test_replies_do_not_wait_for_their_chat(line: Line) -> None:
    """People press buttons quicker than once a second."""
    waiters = [line.join(LIVE) for _ in range(3)]
    assert line.all_now() == waiters


async def test_whoever_gives_up_is_passed_over_wherever_they_stand(line: Line) -> None:
    """At the head of a lane, behind their chat, and as the only one of a chat."""
    head, behind, last = (line.join(STORED, 7) for _ in range(3))
    alone, free = line.join(STORED, 8), line.join(STORED, 9)
    for waiter in (head, behind, alone):
        waiter.turn.cancel()
    assert set(line.all_now()) == {free, last}
    again = line.join(STORED, 8)
    assert line.all_now() == [again]


async def test_nobody_is_lost_and_no_chat_is_hurried_whatever_happens(line: Line) -> None:
    """Two hundred messages of twelve chats in both lanes, some given up, in a thousand moments."""
    waiters, went = [], []
    for step in range(1000):
        line.now = step / 10
        if step % 5 == 0:
            waiters.append(line.join(STORED if step % 3 else BROADCAST, step * 7 % 12))
        if step % 35 == 0:
            waiters[-1].turn.cancel()
        went += [(line.now, each) for each in line.all_now()]
    assert {each for _, each in went} == {each for each in waiters if not each.turn.cancelled()}
    for chat in range(12):
        times = [at for at, each in went if each.chat_id == chat]
        assert all(after - before >= 1 for before, after in pairwise(times))


async def test_ten_thousand_who_wait_cost_no_more_than_a_few() -> None:
    """Looking through all of them for each one who goes would cost hundreds of times as much."""

    def seconds_each(waiting: int) -> float:
        line = Line()
        for number in range(waiting):
            line.join(BROADCAST, number % (waiting // 2))
        began = time.process_time()
        while line.next() is not None or line.queues.next_chat_at() is not None:
            line.now = max(line.now, line.queues.next_chat_at() or 0.0)
        return (time.process_time() - began) / waiting

    await asyncio.sleep(0)
    few = min(seconds_each(200) for _ in range(5))
    assert seconds_each(10_000) < 30 * few
