"""A sandbox on a free port, the real aiogram Bot that talks to it, people, and a webhook that records."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from aiohttp import web
from PIL import Image

from sandbox.app import Sandbox, SandboxConfig, running


class QuickSession(AiohttpSession):
    """aiogram's session without the quarter of a second that it sleeps for TLS when it closes."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@dataclass
class Stand:
    """What a test talks to. `offset` is the next getUpdates offset."""

    sandbox: Sandbox
    bot: Bot
    http: aiohttp.ClientSession
    offset: int = 0

    def bot_with(self, token: str) -> Bot:
        """Another Bot on the same server."""
        return Bot(token, session=self.bot.session)

    async def person(self, *, started: bool = True, language: str = "en") -> int:
        """A person's id; started means that the bot has read the first message."""
        person = await self.post("/person/api/people", {"first_name": "Ann", "language_code": language})
        if started:
            await self.write(person["id"], "/start")
            await self.updates()
            await self.bot.get_updates(offset=self.offset)
        return int(person["id"])

    async def post(self, path: str, body: Any, status: int = 200) -> Any:
        """POST JSON and check the status."""
        async with self.http.post(path, json=body) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def get(self, path: str) -> Any:
        """GET JSON."""
        async with self.http.get(path) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def write(self, person: int, text: str) -> int:
        """Send a text as the person; its message id."""
        return int((await self.post(f"/person/api/{person}/message", {"text": text}))["message_id"])

    async def send_files(
        self, person: int, files: list[tuple[str, bytes]], kind: str = "photo", caption: str = ""
    ) -> Any:
        """Send files as the person."""
        form = aiohttp.FormData({"as": kind, "caption": caption})
        for name, data in files:
            form.add_field("file", data, filename=name)
        async with self.http.post(f"/person/api/{person}/photos", data=form) as answer:
            return {"status": answer.status, **await answer.json()}

    async def press(self, person: int, message_id: int, data: str, **more: Any) -> Any:
        """Press a button and wait for the answer."""
        body = {"message_id": message_id, "data": data, **more}
        return await self.post(f"/person/api/{person}/press", body)

    async def updates(self, timeout: int = 0) -> list[Update]:
        """getUpdates, confirming what earlier calls returned."""
        found = await self.bot.get_updates(offset=self.offset, timeout=timeout)
        if found:
            self.offset = found[-1].update_id + 1
        return found

    async def events(self, person: int, kind: str | None = None) -> list[dict[str, Any]]:
        """Events of the person's chat."""
        found = (await self.get(f"/person/api/{person}/chat?after=0"))["events"]
        return [event for event in found if kind is None or event["type"] == kind]

    async def settings(self, **values: Any) -> None:
        """Change the switches of the stand-in."""
        await self.post("/control/telegram/settings", values)

    async def send_button(self, person: int, data: str = "go") -> Message:
        """A message of the bot with one button."""
        return await self.bot.send_message(person, "choose", reply_markup=keyboard(data))


@asynccontextmanager
async def stand_up() -> AsyncIterator[Stand]:
    """A running sandbox with its clients."""
    async with running(SandboxConfig()) as sandbox, aiohttp.ClientSession(sandbox.base_url) as http:
        server = TelegramAPIServer.from_base(f"{sandbox.base_url}/telegram")
        bot = Bot(sandbox.world.token, session=QuickSession(api=server))
        try:
            yield Stand(sandbox, bot, http)
        finally:
            await bot.session.close()


@dataclass
class Hook:
    """A bot's webhook. `answer` decides what to answer to the n-th request (from 0)."""

    url: str = ""
    received: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    open_by_chat: dict[int, int] = field(default_factory=dict)
    most_open: dict[int, int] = field(default_factory=dict)
    work_seconds: float = 0.0
    came: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Callable[[int], web.Response] = lambda number: web.Response()

    async def handle(self, request: web.Request) -> web.Response:
        update = json.loads(await request.text())
        number = len(self.received)
        self.received.append(update)
        self.headers.append(dict(request.headers))
        self.came.set()
        self.came = asyncio.Event()
        self.times.append(asyncio.get_running_loop().time())
        chat = update["message"]["chat"]["id"] if "message" in update else 0
        self.open_by_chat[chat] = self.open_by_chat.get(chat, 0) + 1
        self.most_open[chat] = max(self.most_open.get(chat, 0), self.open_by_chat[chat])
        self.most_open[-1] = max(self.most_open.get(-1, 0), sum(self.open_by_chat.values()))
        await asyncio.sleep(self.work_seconds)
        self.open_by_chat[chat] -= 1
        return self.answer(number)

    async def wait_for(self, count: int, seconds: float = 60.0) -> None:
        """Wait until `count` requests came."""
        async with asyncio.timeout(seconds):
            while len(self.received) < count:
                came = self.came
                await came.wait()

    def ids(self) -> list[int]:
        """Update ids in the order they came."""
        return [update["update_id"] for update in self.received]


@asynccontextmanager
async def hook_up() -> AsyncIterator[Hook]:
    """A webhook on a free port."""
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield hook
    finally:
        await runner.cleanup()


def keyboard(data: str = "go", text: str = "Go") -> InlineKeyboardMarkup:
    """One button."""
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=text, callback_data=data)]])


def picture(shade: int = 0, size: tuple[int, int] = (640, 480), kind: str = "JPEG", **save: Any) -> bytes:
    """A small picture; different shades give different bytes."""
    out = io.BytesIO()
    Image.new("RGB", size, (shade * 23 % 256, 120, 200)).save(out, kind, **save)
    return out.getvalue()
