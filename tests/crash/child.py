"""`python -m tests.crash.child`: the program of `python -m bot run` that dies by SIGKILL at one named line.

The clock is real time plus what the file of --clock holds in seconds, so that a test can let hours pass.
"""

import argparse
import asyncio
import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.bootstrap import build
from bot.commands.preparation import database_file, prepared, secrets_of
from bot.launch.single_process import only_process
from bot.logs import set_up_logging
from bot.runtime import Runtime
from services.crash_points import observe_crash_points

FOUND_BY_ITS_TICK = "uncertain-listed"
"""A line that is passed only while nobody else has found the lost call; the search for orphans may be quicker."""


class FileClock:
    """Real time plus a number of seconds that somebody else writes into a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def shift(self) -> timedelta:
        """How far this clock is from real time."""
        return timedelta(seconds=float(self._path.read_text())) if self._path.exists() else timedelta(0)

    def now(self) -> datetime:
        """UTC now, with zone, shifted."""
        return datetime.now(UTC) + self.shift


def let_pass(path: Path, seconds: float) -> None:
    """The clocks that read this file, or will, go on by so much; none of them ever finds half a number."""
    before = float(path.read_text()) if path.exists() else 0.0
    fresh = path.with_suffix(".fresh")
    fresh.write_text(str(before + seconds))
    fresh.replace(path)


def main() -> None:
    """Runs until SIGTERM, or until the line is passed for the n-th time."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clock", type=Path, required=True)
    parser.add_argument("--die-at")
    parser.add_argument("--passage", type=int, default=1)
    options = parser.parse_args()
    if options.die_at:
        observe_crash_points(_Killer(options.die_at, options.passage))
    asyncio.run(_run(FileClock(options.clock), looks_for_orphans=options.die_at != FOUND_BY_ITS_TICK))


class _Killer:
    def __init__(self, name: str, passage: int) -> None:
        self._name = name
        self._left = passage

    def __call__(self, name: str) -> None:
        if name == self._name:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


async def _run(clock: FileClock, *, looks_for_orphans: bool) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with prepared() as ready:
        set_up_logging(ready.settings.log_level, secrets_of(ready.settings))
        with only_process(database_file(ready.settings)):
            parts = build(ready.settings, clock)
            if not looks_for_orphans and parts.worker is not None:
                ticks = parts.worker.scheduler.ticks
                ticks[:] = [tick for tick in ticks if not tick.plan.name.startswith("orphans-")]
            runtime = Runtime(parts, ready.listening)
            try:
                name = await runtime.start()
                print(f"The bot @{name} is running.", flush=True)
                await stop.wait()
            finally:
                await runtime.stop()


if __name__ == "__main__":
    main()
