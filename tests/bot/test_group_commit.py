"""One transaction for all that wait: each gets its own answer, and a failure reaches everybody in it."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.group_commit import ENOUGH, GroupCommit
from bot.nursery import Nursery
from db.database import Database
from db.sessions import NetworkInsideTransactionError

SOON = 10.0


class Writes:
    """Remembers its batches; writes when `gate` is open. The items in `bad` cannot be written."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.began = asyncio.Event()
        self.bad: set[int] = set()

    async def __call__(self, items: Sequence[int]) -> list[str]:
        self.batches.append(list(items))
        self.began.set()
        await self.gate.wait()
        if self.bad & set(items):
            raise ConnectionError
        return [f"row {item}" for item in items]


async def test_what_comes_during_a_write_goes_with_the_next_one_in_order() -> None:
    """Ten callers, two transactions, and everybody gets their own result."""
    writes = Writes()
    writes.gate.clear()
    group = GroupCommit(writes, Nursery(), patience=0)
    first = asyncio.gather(group.put(0))
    await asyncio.wait_for(writes.began.wait(), SOON)
    others = asyncio.gather(*(group.put(number) for number in range(1, 10)))
    await asyncio.sleep(0)
    writes.gate.set()
    assert await first == ["row 0"]
    assert await others == [f"row {number}" for number in range(1, 10)]
    assert writes.batches == [[0], list(range(1, 10))]


async def test_few_wait_for_company_and_enough_do_not() -> None:
    """A patience of an hour ends when enough have come."""
    writes = Writes()
    group = GroupCommit(writes, Nursery(), patience=3600)
    await asyncio.wait_for(asyncio.gather(*(group.put(number) for number in range(ENOUGH))), SOON)
    assert writes.batches == [list(range(ENOUGH))]


async def test_one_alone_is_written_all_the_same() -> None:
    """Nobody waits for company that does not come."""
    group = GroupCommit(Writes(), Nursery())
    assert await asyncio.wait_for(group.put(1), SOON) == "row 1"


async def test_a_failure_reaches_everybody_in_the_batch_and_nobody_else() -> None:
    """Nothing of the transaction is there, so nobody may believe it; the next one begins afresh."""
    writes = Writes()
    writes.bad = {2}
    group = GroupCommit(writes, Nursery())
    results = await asyncio.gather(*(group.put(number) for number in (1, 2, 3)), return_exceptions=True)
    assert [type(result) for result in results] == [ConnectionError] * 3
    assert await group.put(4) == "row 4"


async def test_one_who_goes_away_spoils_nothing_for_the_others() -> None:
    """Telegram hung up: the update is stored with the others."""
    writes = Writes()
    writes.gate.clear()
    group = GroupCommit(writes, Nursery())
    gone, stays = asyncio.gather(group.put(1)), asyncio.gather(group.put(2))
    await asyncio.wait_for(writes.began.wait(), SOON)
    gone.cancel()
    writes.gate.set()
    assert await asyncio.wait_for(stays, SOON) == ["row 2"]
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await group.put(3) == "row 3"


async def test_a_writer_that_is_cut_off_leaves_nobody_waiting() -> None:
    """At the end of a shutdown the writer is cancelled; who waits learns that nothing is certain."""
    writes, nursery = Writes(), Nursery()
    writes.gate.clear()
    waiting = asyncio.gather(GroupCommit(writes, nursery).put(1))
    await asyncio.wait_for(writes.began.wait(), SOON)
    await nursery.drain(0)
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(waiting, SOON)


async def test_inside_a_unit_of_work_it_is_refused(sqlite_db: Database) -> None:
    """It would wait for a transaction that waits for the one around it."""
    group = GroupCommit(Writes(), Nursery())
    async with sqlite_db.write():
        with pytest.raises(NetworkInsideTransactionError):
            await group.put(1)
