"""Calls of a broadcast side by side, so that the wait for one answer costs no rate."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from db.repositories.audience import Receiver
from services.ports import DeliverLater, Delivery, DeliveryUnknown

NOT_BEGUN = DeliverLater(0.0)


@dataclass(frozen=True)
class HandWork:
    """`turn` waits until the receiver's message may go, `may_send` is asked in that moment, `send` makes the call,
    and `came` is told its answer and says for how many seconds nothing further should be sent."""

    turn: Callable[[Receiver], Awaitable[None]]
    may_send: Callable[[], bool]
    send: Callable[[Receiver], Awaitable[Delivery]]
    came: Callable[[Receiver, Delivery], float]


class Hands:
    """Takes receivers and tells for each of them, exactly once, what came of it."""

    def __init__(self, work: HandWork) -> None:
        self._work = work
        self._queue: asyncio.Queue[Receiver] = asyncio.Queue()
        self._waiting: set[asyncio.Task[None]] = set()
        self._open = 0
        self._enough = -1
        self._few = asyncio.Event()
        self._held_until = 0.0
        self._leaving = False

    @property
    def open(self) -> int:
        """Receivers of whom nothing was told yet."""
        return self._open

    @property
    def held(self) -> bool:
        """Whether nothing may be sent just now."""
        return self._hold_left() > 0

    @asynccontextmanager
    async def at_work(self, count: int) -> AsyncIterator[None]:
        """`count` hands work inside. At the end, also by an error, calls under way are waited for, and what was not
        begun is told as such at once."""
        failed: Exception | None = None
        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                self._waiting.add(group.create_task(self._hand()))
            try:
                yield
            except Exception as error:  # noqa: BLE001 (raised below: here it would cut off the calls under way)
                failed = error
            finally:
                self._leave()
        if failed is not None:
            raise failed

    def give(self, receivers: Sequence[Receiver]) -> None:
        """Their messages go out in this order."""
        self._open += len(receivers)
        for receiver in receivers:
            self._queue.put_nowait(receiver)

    async def until_open(self, most: int, seconds: float) -> None:
        """Waits until at most so many receivers are open, or so long; with a negative number just so long."""
        self._enough = most
        self._few.clear()
        if self._open <= most:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._few.wait()
        except TimeoutError:
            return

    def wake(self) -> None:
        """Ends `until_open`."""
        self._few.set()

    async def _hand(self) -> None:
        me = asyncio.current_task()
        assert me is not None
        while not self._leaving:
            self._waiting.add(me)
            receiver = await self._next()
            self._waiting.discard(me)
            if self._leaving or not self._work.may_send():
                self._tell(receiver, NOT_BEGUN)
                continue
            delivery: Delivery = DeliveryUnknown()
            try:
                delivery = await self._work.send(receiver)
            finally:
                self._tell(receiver, delivery)

    async def _next(self) -> Receiver:
        """The next receiver, when it is their turn."""
        receiver = await self._queue.get()
        try:
            while True:
                await asyncio.sleep(self._hold_left())
                await self._work.turn(receiver)
                if not self.held:
                    return receiver
        except BaseException:
            self._tell(receiver, NOT_BEGUN)
            raise

    def _tell(self, receiver: Receiver, delivery: Delivery) -> None:
        hold = self._work.came(receiver, delivery)
        if hold > 0:
            self._held_until = max(self._held_until, asyncio.get_running_loop().time() + hold)
        self._open -= 1
        if self._open <= self._enough:
            self._few.set()

    def _hold_left(self) -> float:
        return max(0.0, self._held_until - asyncio.get_running_loop().time())

    def _leave(self) -> None:
        self._leaving = True
        while not self._queue.empty():
            self._tell(self._queue.get_nowait(), NOT_BEGUN)
        for task in self._waiting:
            task.cancel()
