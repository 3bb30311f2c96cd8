"""SIGTERM and SIGINT: the first asks for an end in order, the second for an end at once."""

import asyncio
import os
import signal
import threading
from typing import Any

CUT_SECONDS = 3.0
"""From the second signal to the end, whatever still runs."""

CUT_STATUS = 1


class StopSignals:
    """Listens from now on, for the task that makes it. Call it inside the running loop."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        """Set by the first signal, or by whoever else wants the end."""

        self._task: asyncio.Task[Any] | None = asyncio.current_task()
        self._heard = 0
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._hear)

    def _hear(self) -> None:
        self._heard += 1
        self.asked.set()
        if self._heard == 2 and self._task is not None:
            # What is cut off here heals as after a crash; cancelling still ends the sandbox and removes its folder.
            self._task.cancel()
            watch = threading.Timer(CUT_SECONDS, os._exit, args=(CUT_STATUS,))
            watch.daemon = True
            watch.start()
