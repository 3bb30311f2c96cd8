"""The sandbox as a child process: known by its command line and its addresses, never imported."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

PAGE_PORT = 8090
"""Wished for the chat page, so that a tab stays open over a restart; any other when it is taken."""
START_SECONDS = 20.0
END_SECONDS = 5.0


class SandboxError(Exception):
    """The sandbox did not start or did not say where it is."""


@dataclass(frozen=True)
class SandboxChild:
    """A running sandbox. `settings` by name as in the environment; `ended` returns when it is gone."""

    page_url: str
    settings: Mapping[str, str]
    process: asyncio.subprocess.Process

    async def ended(self) -> None:
        """Waits for the end of the process."""
        await self.process.wait()


@asynccontextmanager
async def sandbox_child(*arguments: str) -> AsyncIterator[SandboxChild]:
    """Starts `python -m sandbox` with further `arguments` and ends it afterwards; it also ends when we die.

    Raises SandboxError.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--stdin-lifeline", "--wished-port", str(PAGE_PORT), *arguments,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for us: the sandbox must outlive our last messages
    )  # fmt: skip
    try:
        yield await _greeting(process)
    finally:
        await _end(process)


async def _greeting(process: asyncio.subprocess.Process) -> SandboxChild:
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
        content = json.loads(line)
        return SandboxChild(str(content["page_url"]), dict(content["settings"]), process)
    except (TimeoutError, ValueError, KeyError, TypeError) as error:
        raise SandboxError("the sandbox did not start: run `python -m sandbox` to see why") from error


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
