"""The only place that starts background tasks: they are drained at shutdown, not cut off."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.safe_trace import safe_trace

log = logging.getLogger(__name__)


class Nursery:
    """Holds running tasks. An exception that escapes a task is logged once and counted in `escaped`."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self.escaped = 0

    def start(self, coroutine: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Runs the coroutine beside everything else; the caller need not await it."""
        task = asyncio.create_task(coroutine, name=name)  # noqa: TID251 (this is the one place)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def drain(self, timeout: float) -> int:
        """Waits up to `timeout` seconds for all tasks, then cancels the rest; the number cancelled."""
        others = self._tasks - {asyncio.current_task()}
        if others:
            await asyncio.wait(others, timeout=timeout)
        late = [task for task in others if not task.done()]
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=5)
            log.warning("%d background tasks were cut off: %s", len(late), ", ".join(t.get_name() for t in late))
        return len(late)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self.escaped += 1
            log.error("background task %s ended by an exception\n%s", task.get_name(), safe_trace(error))
