"""The sandbox and the bot as processes of their own, so that a test can kill one and keep the other."""

import asyncio
import json
import os
import signal
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.demo.bot_process import clean_environment
from tests.conftest import DATA_KEY
from tests.support.forking import ForkedProcess, start_forked
from tests.support.sources import ROOT

START = 180.0
STOP = 45.0
"""Seconds. A start takes three where nothing else runs. A drained bot may take 25; before, it lets its front know, and
after, it gives back what it holds."""


class SandboxProcess:
    """`python -m sandbox`; `settings` lead a bot to it."""

    def __init__(self, process: ForkedProcess, page_url: str, settings: Mapping[str, str]) -> None:
        self._process = process
        self.address = page_url.rstrip("/")
        self.settings = settings

    @classmethod
    async def start(cls, *, speed: float) -> "SandboxProcess":
        """Simulated seconds in a real one: `speed`."""
        arguments = ("sandbox", "--stdin-lifeline", "--speed", str(speed))
        process = await start_forked(*arguments, folder=ROOT, environment=os.environ)
        greeting = json.loads(await asyncio.wait_for(process.stdout.readline(), START))
        return cls(process, greeting["page_url"], greeting["settings"])

    async def stop(self) -> None:
        """Ends it."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


class BotProcess:
    """A program that is `python -m bot run` or behaves like it, in a folder of its own."""

    def __init__(self, folder: Path, settings: Mapping[str, str], program: tuple[str, ...] = ("bot", "run")) -> None:
        self.folder = folder
        self.log = folder / "bot.log"
        self._settings = settings
        self._program = program
        self._process: ForkedProcess | None = None
        self.said = ""

    async def start(self, *arguments: str) -> float:
        """Starts it; returns the seconds until it said that it runs. Fails when it ends instead."""
        begun = time.monotonic()
        assert await self.begins(*arguments), f"the bot ended with {await self._ended()}: {self.tail()}"
        return time.monotonic() - begun

    async def begins(self, *arguments: str) -> bool:
        """Starts it; whether it said that it runs, and did not end before."""
        with self.log.open("ab") as errors:
            self._process = await start_forked(
                *self._program,
                *arguments,
                folder=self.folder,
                environment=clean_environment(self._settings),
                errors=errors.fileno(),
            )
        line = await asyncio.wait_for(self._process.stdout.readline(), START)
        self.said = line.decode()
        return bool(self.said)

    async def terminate(self) -> float:
        """SIGTERM; returns the seconds until it ended by itself. Fails when it does not or ends badly."""
        assert self._process is not None
        begun = time.monotonic()
        self._process.terminate()
        code = await asyncio.wait_for(self._process.wait(), STOP)
        assert code == 0, f"the bot ended with {code}: {self.tail()}"
        return time.monotonic() - begun

    async def kill(self) -> None:
        """SIGKILL, if it still runs."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def killed_itself(self) -> None:
        """Waits until it has died by SIGKILL; fails when it ended in another way."""
        code = await self._ended()
        assert code == -signal.SIGKILL, f"the bot ended with {code}: {self.tail()}"

    async def _ended(self) -> int:
        assert self._process is not None
        return await self._process.wait()

    def tail(self, characters: int = 1500) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-characters:] if self.log.exists() else ""


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bot_settings(sandbox: Mapping[str, str], folder: Path, *, webhook: bool = True, **more: str) -> dict[str, str]:
    """The settings of a bot with a token, on SQLite in `folder`, that talks to a sandbox of its own."""
    port = free_port()
    values = {
        **sandbox,
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'loragram.db'}",
        "STORAGE_URL": str(folder / "files"),
        "DATA_KEY": DATA_KEY,
        "WEBHOOK_SECRET": "a-secret-of-the-tests-with-enough-characters",
        "ACCESS": "open",
        "TICK_FACTOR": "0.1",
    }
    if webhook:
        values["PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    return values | more
