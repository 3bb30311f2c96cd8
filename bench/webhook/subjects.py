"""The programs under test, each a process of its own on one core: it says its port, then works until it is ended."""

import asyncio
import os
import socket
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench.webhook.fake_telegram import TOKEN
from bench.webhook.load import PATH, SECRET

CORE = 0
"""The core of the program under test; client and stand-in have the others."""

UNPACED = 1_000_000.0


@dataclass(frozen=True)
class Place:
    """Where a subject lives: a folder of its own, the Bot API to talk to, the database (ours only)."""

    folder: Path
    telegram: str
    database: str = ""
    working: bool = False


def run_subject(name: str, place: Place, ready: Connection) -> None:
    """The entry of the process. What it logs goes into `log` in its folder."""
    os.sched_setaffinity(0, {CORE})
    log = os.open(place.folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, sys.stderr.fileno())
    subject = {"floor": _floor, "echo": _echo, "ours": _ours}[name]
    asyncio.run(subject(place, ready))


async def _floor(_place: Place, ready: Connection) -> None:
    """aiohttp that reads a body and answers 200."""
    from aiohttp import web

    async def receive(request: web.Request) -> web.Response:
        await request.read()
        return web.Response()

    app = web.Application()
    app.router.add_post(PATH, receive)
    await _serve(app, ready)


async def _echo(place: Place, ready: Connection) -> None:
    """A bare aiogram bot behind aiogram's own webhook handler: 200 when the handler has answered the message."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler
    from aiohttp import web

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(place.telegram)))
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=SECRET).register(app, path=PATH)
    await _serve(app, ready)


async def _serve(app: Any, ready: Connection) -> None:
    from aiohttp import web

    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ready.send(runner.addresses[0][1])
    await asyncio.Event().wait()


async def _ours(place: Place, ready: Connection) -> None:
    """The product as `bot.bootstrap` builds it. Unless `working`, nobody takes updates out of the inbox."""
    from bot.launch.light_aiogram import models_when_used

    with models_when_used():
        from bot.bootstrap import build
        from bot.launch.heap import settle_heap
        from bot.logs import set_up_logging
        from bot.runtime import Runtime
        from bot.settings import Settings

    listening = socket.create_server(("127.0.0.1", 0))
    settings = Settings(
        _env_file=None,
        bot_token=TOKEN,
        telegram_api_url=place.telegram,
        public_url=f"http://127.0.0.1:{listening.getsockname()[1]}",
        webhook_secret=SECRET,
        access="open",
        database_url=place.database,
        storage_url=str(place.folder / "files"),
        data_key="A" * 43 + "=",
        messages_per_second=UNPACED,
    )
    set_up_logging(settings.log_level, [])
    parts = build(settings)
    runtime = Runtime(parts, listening)
    await runtime.start()
    settle_heap()
    if not place.working:
        assert parts.worker is not None
        parts.worker.lanes.stop()
    ready.send(listening.getsockname()[1])
    try:
        await asyncio.Event().wait()
    finally:
        await runtime.stop()
