"""`python -m bot run`: the bot, until it is told to stop."""

import asyncio
import logging

from bot.bootstrap import build
from bot.commands.preparation import Prepared, database_file, prepared, secrets_of
from bot.launch.heap import settle_heap
from bot.launch.sandbox_child import SandboxChild
from bot.launch.single_process import only_process
from bot.launch.stop_signals import CUT_STATUS, StopSignals
from bot.logs import set_up_logging
from bot.runtime import Runtime
from bot.web.listening import port_of

log = logging.getLogger(__name__)


def run(role: str | None = None) -> int:
    """Runs until SIGTERM or SIGINT, in `role` if that is given; raises SettingsError and SandboxError."""
    try:
        asyncio.run(_run({} if role is None else {"role": role}))
    except asyncio.CancelledError:
        return CUT_STATUS
    return 0


async def _run(overrides: dict[str, str]) -> None:
    stop = StopSignals().asked
    async with prepared(overrides) as ready:
        set_up_logging(ready.settings.log_level, secrets_of(ready.settings), ready.settings.log_format)
        with only_process(database_file(ready.settings)):
            await _serve(ready, stop)
    if ready.sandbox is not None:
        print("The sandbox has stopped, and everything in it is gone.", flush=True)


async def _serve(ready: Prepared, stop: asyncio.Event) -> None:
    parts = build(ready.settings)
    runtime = Runtime(parts, ready.listening)
    try:
        name = await runtime.start()
        settle_heap()
        _announce(ready, name)
        watch = parts.nursery.start(_watch(ready.sandbox, stop), "sandbox watch")
        await stop.wait()
        watch.cancel()
        log.info("stopping")
    finally:
        await runtime.stop()


async def _watch(sandbox: SandboxChild | None, stop: asyncio.Event) -> None:
    """Without its sandbox the bot has nobody to talk to."""
    if sandbox is not None:
        await sandbox.ended()
        log.error("the sandbox has ended")
        stop.set()


def _announce(ready: Prepared, name: str | None) -> None:
    for note in ready.notes:
        print(note, flush=True)
    if ready.sandbox is not None:
        print(f"No BOT_TOKEN, so this is the sandbox. Talk to the bot here: {ready.sandbox.page_url}", flush=True)
        print("The sandbox forgets everything when it stops. A bot with a token forgets nothing.", flush=True)
    elif name is None:
        print(f"This process takes in, at port {port_of(ready.listening)}. Stop it with Ctrl-C.", flush=True)
    else:
        print(f"The bot @{name} is running. Stop it with Ctrl-C.", flush=True)
