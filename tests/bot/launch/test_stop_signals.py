"""The first signal asks for an end in order, the second one ends at once."""

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from bot.launch.stop_signals import CUT_STATUS, StopSignals
from tests.support.sources import ROOT

TWICE = """
import asyncio, os, signal
from bot.launch.stop_signals import StopSignals

async def main():
    signals = StopSignals()
    os.kill(os.getpid(), signal.SIGTERM)
    await signals.asked.wait()
    os.kill(os.getpid(), signal.SIGINT)
    try:
        await asyncio.sleep(60)
    finally:
        print("cleaned")
        {end}

asyncio.run(main())
"""


def asked_twice(end: str) -> subprocess.CompletedProcess[str]:
    """A program of its own: what is cut off takes its whole process along."""
    program = TWICE.format(end=end)
    return subprocess.run(
        [sys.executable, "-u", "-c", program], cwd=ROOT, timeout=50, check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_first_signal_asks(number: signal.Signals) -> None:
    """And cancels nothing."""
    signals = StopSignals()
    assert not signals.asked.is_set()
    os.kill(os.getpid(), number)
    async with asyncio.timeout(5):
        await signals.asked.wait()


def test_the_second_signal_cancels_what_the_first_one_began() -> None:
    """Whoever waits for the drain is woken out of it, and what must be removed is removed."""
    done = asked_twice("pass")
    assert done.stdout == "cleaned\n"
    assert "CancelledError" in done.stderr


def test_what_does_not_end_by_itself_is_cut() -> None:
    """Twice asked, nobody waits for it."""
    done = asked_twice("await asyncio.sleep(60)")
    assert (done.returncode, done.stdout, done.stderr) == (CUT_STATUS, "cleaned\n", "")
