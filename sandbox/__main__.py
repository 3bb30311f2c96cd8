"""`python -m sandbox`: start the stand-ins, print one JSON line with their addresses, run until told to end."""

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
import threading

from sandbox.app import Sandbox, SandboxConfig, running


def main() -> int:
    """Run until SIGTERM, SIGINT or, with --stdin-lifeline, until stdin ends."""
    options = _options().parse_args()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    wished = options.wished_port is not None
    port = options.wished_port if wished else options.port
    config = SandboxConfig(options.host, port, options.speed, any_port_if_taken=wished)
    asyncio.run(_serve(config, lifeline=options.stdin_lifeline))
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    ports = parser.add_mutually_exclusive_group()
    ports.add_argument("--port", type=int, default=0, help="0 takes a free port")
    ports.add_argument("--wished-port", type=int, help="this port, or a free one when it is taken")
    parser.add_argument("--speed", type=float, default=60.0, help="simulated seconds in one real second")
    parser.add_argument("--stdin-lifeline", action="store_true", help="end when stdin ends")
    return parser


async def _serve(config: SandboxConfig, *, lifeline: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if lifeline:
        # A thread, since stdin may be a file or a terminal that the event loop cannot watch.
        threading.Thread(target=_wait_for_end_of_stdin, args=(loop, stop), daemon=True).start()
    async with running(config) as sandbox:
        _announce(sandbox)
        await stop.wait()


def _announce(sandbox: Sandbox) -> None:
    line = {"page_url": f"{sandbox.base_url}/", "settings": sandbox.settings()}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _wait_for_end_of_stdin(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    while os.read(0, 4096):
        continue
    loop.call_soon_threadsafe(stop.set)


if __name__ == "__main__":
    sys.exit(main())
