"""The running product against a running sandbox: real aiogram, real inbox, lanes, engine and outbox, on SQLite."""

import logging
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.bootstrap import Parts, build
from bot.context import Services
from bot.runtime import Runtime
from bot.settings import Settings
from sandbox.app import Sandbox, SandboxConfig, running
from services.photos.workshop import Workshop
from tests.bot.conversations.person import Person
from tests.conftest import DATA_KEY
from tests.support.clock import FakeClock
from tests.support.forking import start_photo_program

SPEED = 1200.0
"""Simulated seconds in a real one: a training of ten minutes takes half a second."""


class QuickClock(FakeClock):
    """A clock whose seconds pass three times as fast, so that albums come to rest and cards may change sooner."""

    def __init__(self, rate: float = 3.0) -> None:
        super().__init__()
        self.rate = rate
        self._began = time.monotonic()

    def now(self) -> datetime:
        """UTC now, ahead by what has passed too quickly."""
        return super().now() + timedelta(seconds=(time.monotonic() - self._began) * (self.rate - 1))


@dataclass
class Stage:
    """A product and the world around it."""

    sandbox: Sandbox
    http: aiohttp.ClientSession
    parts: Parts

    @property
    def services(self) -> Services:
        """The facades, for looking at rows."""
        return self.parts.engine_side.services

    async def person(self, name: str = "Anna", language: str = "en", user_id: int | None = None) -> Person:
        """Somebody who has not written yet."""
        body = {"first_name": name, "language_code": language, **({"id": user_id} if user_id else {})}
        async with self.http.post("/person/api/people", json=body) as answer:
            return Person(self.http, (await answer.json())["id"])

    async def control(self, path: str, body: dict[str, Any]) -> None:
        """Turns a switch of the sandbox, such as `control("fal/settings", {"balance": "exhausted"})`."""
        async with self.http.post(f"/control/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()

    async def calls(self, method: str) -> list[dict[str, Any]]:
        """The Bot API calls of one method that the sandbox has seen."""
        async with self.http.get("/control/telegram/calls") as answer:
            found = await answer.json()
        return [call for call in found if call["method"].lower() == method.lower()]


Stages = Callable[..., Awaitable[Stage]]


@asynccontextmanager
async def stage_up(
    url: str, folder: Path, clock: FakeClock, *, webhook: bool = False, speed: float = SPEED, **settings: Any
) -> AsyncIterator[Stage]:
    """Starts sandbox and product; `settings` by field name replace those of the test."""
    async with running(SandboxConfig(speed=speed)) as sandbox, aiohttp.ClientSession(sandbox.base_url) as http:
        listening = socket.create_server(("127.0.0.1", 0))
        values: dict[str, Any] = {name.lower(): value for name, value in sandbox.settings().items()}
        values |= {"database_url": url, "storage_url": str(folder / "files"), "data_key": DATA_KEY}
        values |= {"access": "open", "tick_factor": 0.1, "training_provider": "fal"}
        if webhook:
            values["public_url"] = f"http://127.0.0.1:{listening.getsockname()[1]}"
            values["webhook_secret"] = "a-secret-of-the-tests-with-enough-characters"
        parts = build(Settings(_env_file=None, **(values | settings)), clock, Workshop(start=start_photo_program))
        runtime = Runtime(parts, listening)
        await runtime.start()
        try:
            yield Stage(sandbox, http, parts)
        finally:
            await runtime.stop()


@pytest.fixture
def clock() -> QuickClock:
    """The product's clock; `clock.rate = 1` before the stage begins makes it a usual one."""
    return QuickClock()


@pytest.fixture
async def stages(
    sqlite_url: str, tmp_path: Path, clock: QuickClock, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Stages]:
    """Starts a stage with settings of the test's own: `await stages(webhook=True, trainings_per_month=0)`."""
    caplog.set_level(logging.ERROR)
    async with AsyncExitStack() as stack:

        async def start(**how: Any) -> Stage:
            return await stack.enter_async_context(stage_up(sqlite_url, tmp_path, clock, **how))

        yield start
    broken = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert not broken, f"the product logged errors: {broken}"


@pytest.fixture
async def stage(stages: Stages) -> Stage:
    """A stage with the usual settings, updates by long polling."""
    return await stages()


@pytest.fixture
async def anna(stage: Stage) -> Person:
    """A person whose Telegram speaks English."""
    return await stage.person()
