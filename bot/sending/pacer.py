"""Who may send when: Telegram allows about 30 messages a second for a whole bot and about 1 a second per chat.

Source of the numbers: core.telegram.org/bots/faq. Spacing instead of bursts, because a bucket of 30 lets 59
messages through within one second.
"""

import asyncio
import math
from collections import Counter
from collections.abc import Callable

from bot.sending.queues import LaneName, Queues, Waiter
from bot.sending.spacing import Spacing

RATE = 25.0
CHAT_SECONDS = 1.0


class Pacer:
    """Lets senders through one by one: live replies before stored messages before broadcasts, nobody while the bot is
    paused. A reply never waits for its chat; stored messages and broadcasts do, without holding up other chats.

    `rate` is messages per second for the bot, `slowed` what a recent refusal has left of it. `silence` returns the
    seconds that Telegram wants quiet. `let_through` counts messages by lane, each picture of an album as one.
    """

    def __init__(
        self,
        *,
        rate: float = RATE,
        chat_seconds: float = CHAT_SECONDS,
        silence: Callable[[], float],
        slowed: Callable[[], float] = lambda: math.inf,
    ) -> None:
        self.let_through: Counter[LaneName] = Counter()
        self._full_rate = rate
        self._chat_seconds = chat_seconds
        self._silence = silence
        self._slowed = slowed
        self._queues = Queues()
        self._spacing = Spacing()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def rate(self) -> float:
        """Messages per second at present."""
        return min(self._full_rate, self._slowed())

    async def live(self, weight: int = 1) -> None:
        """Waits for a reply's turn. `weight`: how many messages it makes (an album counts each picture)."""
        await self._wait(Waiter(LaneName.LIVE, None, weight))

    async def stored(self, chat_id: int, weight: int = 1) -> None:
        """Waits for the turn of a message from the outbox, at most one a second for each chat."""
        await self._wait(Waiter(LaneName.STORED, chat_id, weight))

    async def broadcast(self, chat_id: int, weight: int = 1) -> None:
        """Waits for the turn of a message that nobody is waiting for, at most one a second for each chat."""
        await self._wait(Waiter(LaneName.BROADCAST, chat_id, weight))

    async def quiet(self) -> None:
        """Waits while the bot is paused; for calls that are no messages."""
        if (seconds := self._silence()) > 0:
            await asyncio.sleep(seconds)

    async def _wait(self, waiter: Waiter) -> None:
        """Whoever gives up is cancelled, and its future with it: the queues pass over it."""
        self._queues.add(waiter)
        self._pump()
        await waiter.turn

    def _pump(self) -> None:
        loop = asyncio.get_running_loop()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        again_at = self._serve(loop.time())
        if again_at is not None:
            self._timer = loop.call_at(again_at, self._pump)

    def _serve(self, now: float) -> float | None:
        """Lets those through whose time has come; when the next one's is, None when nobody waits."""
        rate = self.rate
        while (first := self._queues.first(now)) is not None:
            free_at = max(now + self._silence(), self._spacing.free_at(first.weight, rate, now))
            if free_at > now:
                return free_at
            self._queues.take(first, now + self._chat_seconds)
            self._spacing.take(first.weight, rate, now)
            self.let_through[first.lane] += first.weight
            first.turn.set_result(None)
        return self._queues.next_chat_at()
