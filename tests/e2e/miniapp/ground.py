"""A sandbox and a bot as processes, and people in them who are known to the Mini App's API."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp

from bot.demo.sandbox_api import SandboxApi
from tests.support.processes import BotProcess, SandboxProcess, bot_settings

SPEED = 240.0
"""Simulated seconds in a real one: a training of twenty minutes takes five seconds."""
PATIENCE = 120.0
"""Seconds for what takes three on a machine that has nothing else to do."""


@dataclass(frozen=True)
class Ground:
    """Where the browser finds the app, and the doors behind it."""

    sandbox: SandboxProcess
    bot: BotProcess
    address: str
    http: aiohttp.ClientSession

    @property
    def api(self) -> SandboxApi:
        """The sandbox, as the world sees it."""
        return SandboxApi(self.http, self.sandbox.address)

    async def person(self, name: str = "Anna", language: str = "en") -> "Person":
        """Somebody new who has pressed Start in the chat, so that the bot may write, with an open session."""
        person = Person(self, await self.api.new_person(name, language), name)
        await self.api.post(f"/person/api/{person.id}/message", {"text": "/start"})
        await person.enter()
        return person


@asynccontextmanager
async def ground_up(folder: Path, *, speed: float = SPEED, **settings: str) -> AsyncIterator[Ground]:
    """Both processes, until the end of the block."""
    sandbox = await SandboxProcess.start(speed=speed)
    values = bot_settings(sandbox.settings, folder, TRAININGS_PER_MONTH="100", IMAGES_PER_DAY="500", **settings)
    bot = BotProcess(folder, values)
    try:
        await bot.start()
        async with aiohttp.ClientSession() as http:
            yield Ground(sandbox, bot, f"http://127.0.0.1:{values['PORT']}", http)
    finally:
        await bot.kill()
        await sandbox.stop()


class Person:
    """Prepares what a flow begins with, through the API, so that the browser shows only what the flow is about."""

    def __init__(self, ground: Ground, person_id: int, name: str) -> None:
        self.ground = ground
        self.id = person_id
        self.name = name
        self._bearer = ""

    async def launch(self, path: str = "/", **how: str) -> str:
        """The address that Telegram would open, signed by the sandbox in Telegram's place."""
        body = {"url": f"{self.ground.address}/app{path}", **how}
        return str((await self.ground.api.post(f"/person/api/{self.id}/launch", body))["url"])

    async def enter(self) -> None:
        """Opens the person's own session."""
        fragment = parse_qs(urlsplit(await self.launch()).fragment)
        session = await self.ask("POST", "/session", {"init_data": fragment["tgWebAppData"][0]})
        self._bearer = session["bearer"]

    async def ask(self, method: str, path: str, body: object = None, **how: Any) -> Any:
        """One request below /api/v1; the JSON that came back, None for 204. Fails on any refusal."""
        headers = {"Authorization": f"Bearer {self._bearer}", "Idempotency-Key": str(uuid.uuid4())}
        address = f"{self.ground.address}/api/v1{path}"
        async with self.ground.http.request(method, address, json=body, headers=headers, **how) as answer:
            assert answer.status < 400, (method, path, answer.status, await answer.text())
            return None if answer.status == 204 else await answer.json()

    async def draft(self, name: str, photos: Sequence[int] = (1, 2, 3, 4, 5, 6)) -> None:
        """A draft that only waits for Train: consent, answers, sample photos."""
        await self.ask("POST", "/draft")
        consent = await self.ask("GET", "/draft/consent")
        if consent["needed"]:
            await self.ask("POST", "/draft/consent", {"mark": consent["mark"], "retention": "until_deleted"})
        await self.ask("PATCH", "/draft", {"type": "character", "class_word": "woman", "name": name})
        for data in await self.ground.api.samples(photos):
            await self._send(f"/draft/photos/{uuid.uuid4()}", data)

    async def model(self, name: str) -> str:
        """The id of a model that is trained and has its proofs."""
        lora = await self.training(name)
        await self.sees(f"/loras/{lora}/status", lambda status: status["training_status"] == "completed")
        return lora

    async def training(self, name: str) -> str:
        """The id of a model whose training is ordered."""
        await self.draft(name)
        return str((await self.ask("POST", "/loras", {}))["lora_id"])

    async def pictures(self, lora: str, prompt: str = "in a garden", count: int = 2) -> str:
        """The id of an order of pictures that are drawn."""
        order = await self.ask("POST", "/generations", {"lora": lora, "prompt": prompt, "count": count})
        generation = str(order["id"])
        await self.sees(f"/generations/{generation}", lambda order: len(order["images"]) == count)
        return generation

    async def sees(self, path: str, wanted: Callable[[Any], bool]) -> Any:
        """Asks until the answer is as it is wanted; gives it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                answer = await self.ask("GET", path)
                if wanted(answer):
                    return answer
                await asyncio.sleep(0.2)

    async def _send(self, path: str, data: bytes) -> None:
        headers = {"Authorization": f"Bearer {self._bearer}", "Content-Type": "image/jpeg"}
        address = f"{self.ground.address}/api/v1{path}"
        async with self.ground.http.put(address, data=data, headers=headers) as answer:
            assert answer.status < 400, await answer.text()
