"""Hands: every receiver is told of exactly once, and whoever was not begun is told as such."""

import asyncio
from collections import Counter

import pytest

from db.enums import Language
from db.repositories.audience import Receiver
from services.messaging.broadcast_hands import NOT_BEGUN, Hands, HandWork
from services.ports import Copied, DeliverLater, Delivery, DeliveryUnknown

PATIENCE = 20.0
PEOPLE = [Receiver(number, Language.EN) for number in range(1, 21)]
SENT = Copied((1,))


class Work:
    """Turns and calls that wait for their gates, and what was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, Delivery]] = []
        self.turn_gate = asyncio.Event()
        self.send_gate = asyncio.Event()
        self.turn_gate.set()
        self.send_gate.set()
        self.begun: list[int] = []
        self.three_begun = asyncio.Event()
        self.allowed = True
        self.hold = 0.0
        self.error: Exception | None = None
        self.hands = Hands(HandWork(self.turn, lambda: self.allowed, self.send, self.came))

    async def turn(self, _receiver: Receiver) -> None:
        await self.turn_gate.wait()

    async def send(self, receiver: Receiver) -> Delivery:
        self.begun.append(receiver.user_id)
        if len(self.begun) == 3:
            self.three_begun.set()
        await self.send_gate.wait()
        if self.error is not None:
            raise self.error
        return SENT

    def came(self, receiver: Receiver, delivery: Delivery) -> float:
        self.told.append((receiver.user_id, delivery))
        return self.hold


async def test_everybody_is_told_of_once() -> None:
    """Fewer hands than receivers."""
    work = Work()
    async with work.hands.at_work(3):
        work.hands.give(PEOPLE)
        await work.hands.until_open(0, PATIENCE)
    assert Counter(work.told) == Counter((person.user_id, SENT) for person in PEOPLE)


async def test_at_most_so_many_calls_side_by_side() -> None:
    """Each call holds a connection to Telegram."""
    work = Work()
    work.send_gate.clear()
    async with asyncio.timeout(PATIENCE), work.hands.at_work(3):
        work.hands.give(PEOPLE)
        await work.three_begun.wait()
        assert (len(work.begun), work.hands.open) == (3, len(PEOPLE))
        work.send_gate.set()


async def test_calls_under_way_are_waited_for_and_the_rest_is_told_as_not_begun() -> None:
    """At the end nobody is in between."""
    work = Work()
    work.send_gate.clear()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:

        async def leave() -> None:
            async with work.hands.at_work(3):
                work.hands.give(PEOPLE)
                await work.three_begun.wait()

        leaving = group.create_task(leave())
        await work.three_begun.wait()
        await asyncio.sleep(0)
        assert not leaving.done()
        work.send_gate.set()
    assert Counter(delivery for _, delivery in work.told) == {SENT: 3, NOT_BEGUN: len(PEOPLE) - 3}
    assert work.hands.open == 0


async def test_whoever_waits_for_a_turn_does_not_hold_up_the_end() -> None:
    """A turn may be an hour away after a refusal."""
    work = Work()
    work.turn_gate.clear()
    async with asyncio.timeout(PATIENCE):
        async with work.hands.at_work(3):
            work.hands.give(PEOPLE)
            await asyncio.sleep(0)
    assert Counter(delivery for _, delivery in work.told) == {NOT_BEGUN: len(PEOPLE)}


async def test_nothing_is_begun_without_the_right_to_send() -> None:
    """The lease ended while a message waited for its turn."""
    work = Work()
    work.allowed = False
    async with work.hands.at_work(3):
        work.hands.give(PEOPLE)
        await work.hands.until_open(0, PATIENCE)
    assert work.begun == []
    assert Counter(delivery for _, delivery in work.told) == {NOT_BEGUN: len(PEOPLE)}


async def test_nothing_is_begun_while_held() -> None:
    """After a refusal the others wait as well; at the end they are told as not begun."""
    work = Work()
    work.hold = 3600.0
    async with work.hands.at_work(1):
        work.hands.give(PEOPLE)
        await work.hands.until_open(len(PEOPLE) - 1, PATIENCE)
        assert work.hands.held
    assert work.begun == [1]
    assert Counter(delivery for _, delivery in work.told) == {SENT: 1, NOT_BEGUN: len(PEOPLE) - 1}


async def test_a_call_that_breaks_may_have_arrived() -> None:
    """An error of ours ends the work, and its receivers are not tried again."""
    work = Work()
    work.error = ValueError("broken")
    with pytest.raises(ExceptionGroup):
        async with work.hands.at_work(1):
            work.hands.give(PEOPLE)
            await work.hands.until_open(0, PATIENCE)
    told = dict(work.told)
    assert len(work.told) == len(PEOPLE)
    assert isinstance(told[1], DeliveryUnknown)
    assert all(isinstance(told[person.user_id], DeliverLater) for person in PEOPLE[1:])


async def test_an_error_beside_them_cuts_off_no_call() -> None:
    """A database that stumbles ends the stretch; whoever gets the message meanwhile is known to have it."""
    work = Work()
    work.send_gate.clear()

    async def stumble() -> None:
        async with work.hands.at_work(3):
            work.hands.give(PEOPLE)
            await work.three_begun.wait()
            asyncio.get_running_loop().call_soon(work.send_gate.set)
            raise OSError("database")

    async with asyncio.timeout(PATIENCE):
        with pytest.raises(OSError, match="database"):
            await stumble()
    assert Counter(delivery for _, delivery in work.told) == {SENT: 3, NOT_BEGUN: len(PEOPLE) - 3}


async def test_waiting_ends_by_the_clock_or_by_a_wake() -> None:
    """A pause is looked for even when no answer comes."""
    hands = Work().hands
    await hands.until_open(-1, 0.01)
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        waiting = group.create_task(hands.until_open(-1, 3600))
        await asyncio.sleep(0)
        hands.wake()
    assert waiting.done()
