"""Pacing: the rate is kept and never passed, replies go first, silence means silence. Time is virtual."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Coroutine
from typing import Any

import pytest

from bot.sending.pacer import Pacer
from bot.sending.queues import LaneName
from tests.bot.sending.test_spacing import most_within
from tests.support.virtual_time import in_virtual_time


class Quiet:
    """Silence that Telegram asked for, and the rate that it has left; in virtual time."""

    def __init__(self) -> None:
        self.until = 0.0
        self.rate = float("inf")

    def left(self) -> float:
        return max(0.0, self.until - now())

    def pacer(self, **values: Any) -> Pacer:
        return Pacer(**({"rate": 25.0, "silence": self.left, "slowed": lambda: self.rate} | values))


def now() -> float:
    return asyncio.get_running_loop().time()


async def moment(turn: Awaitable[None]) -> float:
    """When the turn came."""
    await turn
    return now()


async def moments(*turns: Coroutine[Any, Any, None]) -> list[float]:
    return await asyncio.gather(*(moment(turn) for turn in turns))


@pytest.mark.parametrize("rate", [25, 300, 1000])
def test_many_senders_keep_the_rate_and_never_pass_it(rate: int) -> None:
    """For a minute, on a machine on which every timer is up to ten milliseconds late."""

    async def story() -> list[float]:
        pacer, times = Quiet().pacer(rate=rate), []

        async def send(chat: int) -> None:
            while now() < 60:
                await pacer.broadcast(chat)
                times.append(now())
                await asyncio.sleep(0.05)

        await asyncio.gather(*(send(chat) for chat in range(rate * 2)))
        return times

    times = in_virtual_time(story(), late=0.01)
    assert sum(time < 60 for time in times) >= 0.985 * rate * 60
    assert most_within(times, 1.0) <= rate


def test_the_first_reply_does_not_wait() -> None:
    """Nor does one after a rest."""

    async def story() -> None:
        pacer = Quiet().pacer()
        for _ in range(2):
            began = now()
            await pacer.live()
            assert now() == began
            await asyncio.sleep(5)

    in_virtual_time(story())


def test_live_replies_go_before_stored_messages_and_these_before_broadcasts() -> None:
    """Also when the others have waited for longer."""

    async def story() -> None:
        pacer = Quiet().pacer()
        turns = [
            *(pacer.broadcast(chat) for chat in range(3)),
            *(pacer.stored(chat) for chat in range(10, 13)),
            *(pacer.live() for _ in range(3)),
        ]
        await pacer.live()
        broadcast, stored, live = (times for times in _threes(await moments(*turns)))
        assert max(live) < min(stored)
        assert max(stored) < min(broadcast)
        assert pacer.let_through == {LaneName.LIVE: 4, LaneName.STORED: 3, LaneName.BROADCAST: 3}

    in_virtual_time(story())


def _threes(times: list[float]) -> list[list[float]]:
    return [times[0:3], times[3:6], times[6:9]]


def test_a_chat_gets_one_stored_message_a_second_and_others_do_not_wait_for_it() -> None:
    """Three to one chat take two seconds, one to another goes meanwhile."""

    async def story() -> None:
        pacer = Quiet().pacer()
        *seven, eight = await moments(pacer.stored(7), pacer.stored(7), pacer.broadcast(7), pacer.stored(8))
        assert eight < 0.1
        assert seven == sorted(seven)
        assert [round(time, 1) for time in seven] == [0.0, 1.0, 2.0]

    in_virtual_time(story())


def test_an_album_takes_the_room_of_its_pictures() -> None:
    """Also in the count of what was let through."""

    async def story() -> None:
        pacer = Quiet().pacer(rate=50)
        await pacer.live(weight=10)
        await pacer.live()
        assert now() >= 0.2
        assert pacer.let_through[LaneName.LIVE] == 11

    in_virtual_time(story())


def test_nobody_sends_during_silence() -> None:
    """Neither those who wait when it begins nor those who come during it."""

    async def story() -> None:
        quiet = Quiet()
        pacer = quiet.pacer()
        await asyncio.gather(*(pacer.live() for _ in range(5)))
        waiting = asyncio.gather(*(moment(pacer.stored(chat)) for chat in range(5)))
        await asyncio.sleep(0)
        quiet.until = now() + 30
        come = await moments(pacer.live(), pacer.stored(7), pacer.broadcast(8), pacer.quiet())
        assert min(come + await waiting) >= quiet.until

    in_virtual_time(story())


def test_a_silence_that_grows_is_kept_to_its_end() -> None:
    """Another replica was refused meanwhile."""

    async def story() -> None:
        quiet = Quiet()
        pacer = quiet.pacer()
        quiet.until = 3.0
        turn = asyncio.gather(moment(pacer.live()))
        await asyncio.sleep(2)
        quiet.until = 9.0
        assert await turn == [9.0]

    in_virtual_time(story())


def test_after_a_refusal_messages_go_at_the_rate_that_is_left() -> None:
    """And at the full one as soon as it has come back."""

    async def story() -> None:
        quiet = Quiet()
        pacer = quiet.pacer(rate=100)
        quiet.rate = 10.0
        assert pacer.rate == 10.0
        slow = await moments(*(pacer.live() for _ in range(20)))
        assert most_within(slow, 1.0) <= 10
        quiet.rate = 100.0
        await asyncio.sleep(1.1)
        began = now()
        await moments(*(pacer.live() for _ in range(20)))
        assert now() - began < 0.25
        quiet.rate = 1000.0
        assert pacer.rate == 100.0

    in_virtual_time(story())


def test_a_sender_that_gives_up_leaves_its_place() -> None:
    """Those behind it do not wait longer for it."""

    async def story() -> None:
        quiet = Quiet()
        pacer = quiet.pacer()
        quiet.until = 0.2
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pacer.live(), 0.05)
        await pacer.live()
        assert now() == quiet.until
        assert pacer.let_through == Counter({LaneName.LIVE: 1})

    in_virtual_time(story())
