"""`python -m bot run` as a child process without keys, in an empty folder: what a newcomer gets."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo.errors import NotSeenError
from bot.settings import Settings

START_SECONDS = 30.0
STOP_SECONDS = 30.0
ROOT = Path(__file__).parents[2]
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@asynccontextmanager
async def bot_process(settings: Mapping[str, str], log: Path) -> AsyncIterator[str]:
    """The address of the chat page of a running bot; it is stopped afterwards.

    Errors and warnings of the bot go to the file `log`. Raises NotSeenError when it does not start.
    """
    with TemporaryDirectory(prefix="loragram-demo-") as folder:
        with log.open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=folder, env=clean_environment(settings), stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE, stderr=errors,
                start_new_session=True,  # Ctrl-C is for us: the bot is stopped in order
            )  # fmt: skip
        try:
            yield await _address(process, log)
        finally:
            await _stop(process)


def clean_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with `settings` and none of the operator's: a real token is never used here."""
    names = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name.upper() not in names}
    path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part)
    return kept | {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1"} | dict(settings)


async def _address(process: asyncio.subprocess.Process, log: Path) -> str:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            async for line in process.stdout:
                found = ADDRESS.search(line.decode(errors="replace"))
                if found:
                    return found[0].rstrip("/")
    except TimeoutError:
        pass
    raise NotSeenError(f"the bot did not print its address: {_tail(log)}")


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-500:]


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
