"""One transaction for everything that wants to be written at the same time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from bot.nursery import Nursery
from db.sessions import assert_no_unit_of_work

MOST = 200
"""Items of one transaction: at a few dozen µs each it stays far below the time that others may wait for a turn."""

ENOUGH = 16
"""So many items do not wait for others."""

PATIENCE_SECONDS = 0.002
"""How long fewer wait for company. Alone, an update costs four times the processor's time that it costs among others
(measured): without waiting, a thousand a second would leave no time for anything else. Nobody notices 2 ms."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class GroupCommit(Generic[Item, Result]):
    """Collects what is handed in while a transaction runs, and writes it with the next one.

    A commit waits for the disk, so one for each item would cap everything at the disk's pace. `write` gets the items
    in the order in which they came and returns one result for each, in the same order; it is never called twice at a
    time. What it raises reaches everybody whose item was among them.
    """

    def __init__(
        self, write: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]], nursery: Nursery, *,
        patience: float = PATIENCE_SECONDS, enough: int = ENOUGH,
    ) -> None:  # fmt: skip
        self._write = write
        self._nursery = nursery
        self._patience = patience
        self._many = enough
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._running = False
        self._enough: asyncio.Future[None] | None = None

    async def put(self, item: Item) -> Result:
        """Its result once it is committed; raises what the database raised. Never call it inside a unit of work."""
        assert_no_unit_of_work()
        ticket: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, ticket))
        if not self._running:
            self._running = True
            self._nursery.start(self._run(), "group commit")
        elif len(self._waiting) >= self._many:
            _resolve(self._enough)
        return await ticket

    async def _run(self) -> None:
        try:
            while self._waiting:
                if len(self._waiting) < self._many:
                    await self._company()
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._one([item for item, _ in batch], [ticket for _, ticket in batch])
        finally:
            self._running = False

    async def _company(self) -> None:
        loop = asyncio.get_running_loop()
        self._enough = loop.create_future()
        timer = loop.call_later(self._patience, _resolve, self._enough)
        try:
            await self._enough
        finally:
            timer.cancel()

    async def _one(self, items: Sequence[Item], tickets: Sequence["asyncio.Future[Result]"]) -> None:
        try:
            results = await self._write(items)
        except Exception as error:  # noqa: BLE001 (everybody who waits is told)
            for ticket in tickets:
                if not ticket.done():
                    ticket.set_exception(error)
            return
        except BaseException:
            for ticket in tickets:
                ticket.cancel()
            raise
        for ticket, result in zip(tickets, results, strict=True):
            if not ticket.done():
                ticket.set_result(result)


def _resolve(future: "asyncio.Future[None] | None") -> None:
    if future is not None and not future.done():
        future.set_result(None)
