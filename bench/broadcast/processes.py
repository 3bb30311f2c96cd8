"""The sandbox and the bot as processes of their own, so that one can be killed while the other keeps count."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.demo.bot_process import ROOT, clean_environment

START_SECONDS = 120.0
RUN = ("bot", "run")


class ProcessError(RuntimeError):
    """A process did not start or has ended; the message has the end of its log."""


class Sandbox:
    """`python -m sandbox`; `settings` lead a bot to it."""

    def __init__(self) -> None:
        self.address = ""
        self.settings: dict[str, str] = {}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Until it listens."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "sandbox", "--stdin-lifeline",
            cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self._process.stdout is not None
        greeting = json.loads(await asyncio.wait_for(self._process.stdout.readline(), START_SECONDS))
        self.address, self.settings = greeting["page_url"].rstrip("/"), greeting["settings"]

    async def stop(self) -> None:
        """Ends it."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


class Bot:
    """A program that is `python -m bot run` or behaves like it, in a folder of its own."""

    def __init__(self, folder: Path, settings: Mapping[str, str], program: tuple[str, ...] = RUN) -> None:
        self._folder = folder
        self._settings = settings
        self._program = program
        self._log = folder / "bot.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Of the running process."""
        assert self._process is not None
        return self._process.pid

    def processor_seconds(self) -> float:
        """What the running process has used of a core, in all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def start(self, *arguments: str) -> None:
        """Until it says that it runs; raises ProcessError when it ends instead."""
        with self._log.open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *self._program, *arguments,
                cwd=self._folder, env=clean_environment(self._settings), stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        assert self._process.stdout is not None
        if not await asyncio.wait_for(self._process.stdout.readline(), START_SECONDS):
            raise ProcessError(f"the bot does not run: {self.tail()}")

    async def kill(self) -> None:
        """SIGKILL, if it still runs."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def ended(self) -> int:
        """Waits for its end; its exit status."""
        assert self._process is not None
        return await self._process.wait()

    def tail(self) -> str:
        """The end of its log."""
        return self._log.read_text(errors="replace")[-1500:] if self._log.exists() else ""
