"""The bot as people start it: a process of its own, from the first line it prints to SIGTERM and a second start."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.demo.bot_process import ADDRESS
from bot.demo.sandbox_api import SandboxApi
from tests.e2e.visitor import NAME, Visitor
from tests.support.processes import STOP, BotProcess, SandboxProcess, bot_settings

pytestmark = pytest.mark.slow


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_without_a_token_to_a_picture(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    """An empty folder, no settings: one address, a chat page, the whole story, and a clean end."""
    bot = BotProcess(tmp_path, {"PORT": "0"})
    try:
        await bot.start()
        found = ADDRESS.search(bot.said)
        assert found, bot.said
        async with http.get(found[0]) as page:
            assert page.status == 200
            assert "<html" in (await page.text()).lower()
        api = SandboxApi(http, found[0])
        visitor = Visitor(api, await api.new_person("Anna"))
        await visitor.order()
        await visitor.drawing.wait_for_model(NAME)
        assert (await visitor.draw()).startswith((b"\x89PNG", b"\xff\xd8"))
        assert await bot.terminate() < STOP
        assert os.listdir(tmp_path) == ["bot.log"]
    finally:
        await bot.kill()


@pytest.mark.parametrize("webhook", [True, False], ids=["webhook", "polling"])
async def test_stopped_and_started_again(tmp_path: Path, http: aiohttp.ClientSession, webhook: bool) -> None:
    """SIGTERM in the middle of a training and again after it: nothing is lost and nothing is paid twice."""
    sandbox = await SandboxProcess.start(speed=120.0)
    bot = BotProcess(tmp_path, bot_settings(sandbox.settings, tmp_path, webhook=webhook))
    try:
        await bot.start()
        api = SandboxApi(http, sandbox.address)
        visitor = Visitor(api, await api.new_person("Anna"))
        await visitor.order()
        await visitor.chat.see("progress", lambda bubble: "%" in bubble.text, 30)
        assert await bot.terminate() < STOP
        await bot.start()
        await visitor.drawing.wait_for_model(NAME)
        await visitor.drawing.see_proofs()
        assert await bot.terminate() < STOP
        await bot.start()
        assert await visitor.draw()
        jobs = await api.get("/control/fal/jobs")
        assert ["trainer" in job["endpoint"] or "training" in job["endpoint"] for job in jobs] == [True] + 4 * [False]
        assert await bot.terminate() < STOP
    finally:
        await bot.kill()
        await sandbox.stop()
