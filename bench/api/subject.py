"""The programs under test, each a process of its own on one core: it says its port, then works until it is ended."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from pathlib import Path

CORE = 0
DATA_KEY = "A" * 43 + "="
START_SECONDS = 60.0


def _bare(folder: Path, ready: Connection, body: bytes) -> None:
    """aiohttp that answers every GET with the bytes of our own list."""
    from aiohttp import web

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=body, content_type="application/json")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    asyncio.run(_serve(app, ready))


def _ours(folder: Path, ready: Connection, body: bytes) -> None:
    """The product's web application; nothing else of it is started."""
    from bot.bootstrap import build
    from bot.launch.heap import settle_heap
    from bot.settings import Settings

    async def run() -> None:
        settings = Settings(
            _env_file=None, bot_token="1:bench", access="open", data_key=DATA_KEY,
            database_url=f"sqlite:///{folder / 'bench.db'}", storage_url=str(folder / "files"),
        )  # fmt: skip
        parts = build(settings)
        settle_heap()
        await _serve(parts.app, ready)

    asyncio.run(run())


async def _serve(app: object, ready: Connection) -> None:
    from aiohttp import web

    assert isinstance(app, web.Application)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=2048).start()
    ready.send(runner.addresses[0][1])
    await asyncio.Event().wait()


def _run(name: str, folder: Path, ready: Connection, body: bytes) -> None:
    os.sched_setaffinity(0, {CORE})
    {"bare": _bare, "ours": _ours}[name](folder, ready, body)


@asynccontextmanager
async def subject_up(name: str, folder: Path, body: bytes = b"") -> AsyncIterator[int]:
    """Starts the subject in a fresh interpreter; its port."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(name, folder, theirs, body), daemon=True)
    process.start()
    theirs.close()
    try:
        if not await asyncio.to_thread(ours.poll, START_SECONDS):
            raise RuntimeError(f"{name} does not start")
        yield int(ours.recv())
        if process.exitcode is not None:
            raise RuntimeError(f"{name} has ended")
    finally:
        process.kill()
        await asyncio.to_thread(process.join)
