"""How much memory the idle bot holds: its resident set, as the system counts it, without its sandbox.

    python -m bench.memory

Starts `python -m bot run` as a newcomer does, without settings and in an empty folder, and looks at that process alone:
once it runs, and again after a first conversation.
"""

import asyncio
import re
import sys
import tempfile
from pathlib import Path

import aiohttp

from bot.demo.bot_process import ADDRESS, clean_environment
from bot.demo.sandbox_api import SandboxApi

REST_SECONDS = 5.0
ANSWER_SECONDS = 30.0
LOOK_SECONDS = 0.1
START_SECONDS = 60.0
SETTINGS = {"PORT": "0", "LOG_LEVEL": "WARNING"}


def resident_megabytes(pid: int) -> float:
    """The resident set of a process."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1024


async def _measure() -> None:
    with tempfile.TemporaryDirectory(prefix="loragram-bench-") as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            cwd=folder, env=clean_environment(SETTINGS), stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            line = (await asyncio.wait_for(process.stdout.readline(), START_SECONDS)).decode()
            found = ADDRESS.search(line)
            assert found, f"the bot does not run: {line}"
            await asyncio.sleep(REST_SECONDS)
            print(f"{resident_megabytes(process.pid):6.0f} MB after the start")
            await _talk(found[0])
            await asyncio.sleep(REST_SECONDS)
            print(f"{resident_megabytes(process.pid):6.0f} MB after a first conversation")
        finally:
            process.terminate()
            await process.wait()


async def _talk(address: str) -> None:
    """Somebody says a few things, and each is answered."""
    async with aiohttp.ClientSession() as http:
        api = SandboxApi(http, address)
        person = await api.new_person("Anna")
        for said in ("/start", "/help", "/models", "/create"):
            before = await _answers(api)
            await api.post(f"/person/api/{person}/message", {"text": said})
            for _ in range(int(ANSWER_SECONDS / LOOK_SECONDS)):
                await asyncio.sleep(LOOK_SECONDS)
                if await _answers(api) > before:
                    break
            else:
                raise TimeoutError(f"{said} was not answered")


async def _answers(api: SandboxApi) -> int:
    calls = await api.get("/control/telegram/calls")
    return sum(call["method"].lower() == "sendmessage" for call in calls)


def main() -> None:
    """Prints both figures."""
    asyncio.run(_measure())


if __name__ == "__main__":
    main()
