"""A look that may take hours ends when its process is stopped."""

import asyncio

from bot.worker.tick import Tick, TickPlan


async def test_stopping_asks_a_long_look_to_come_to_its_end() -> None:
    """The drain waits for the look that is in hand."""
    halted = asyncio.Event()

    async def look() -> int:
        await halted.wait()
        return 1

    tick = Tick(TickPlan("long", 1.0, look, drains=True, halt=halted.set))
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        running = group.create_task(tick.run())
        await asyncio.sleep(0)
        assert not running.done()
        tick.stop()
    assert running.done()
