"""A backup of a bot at work, given back on an empty machine: people go on, and nothing is paid twice."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from bot.demo.bot_process import clean_environment
from bot.demo.sandbox_api import SandboxApi
from db.database import Database
from db.enums import JobState
from db.models import Job
from services.billing import ledger
from tests.bot.commands.operator import LIMIT, only_copy
from tests.e2e.visitor import NAME, Visitor
from tests.support.processes import START, STOP, BotProcess, SandboxProcess, bot_settings

pytestmark = pytest.mark.slow


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def command(folder: Path, settings: dict[str, str], *arguments: str) -> str:
    """What a command says; fails when it fails."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments,
        cwd=folder, env=clean_environment(settings), stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, errors = await asyncio.wait_for(process.communicate(), LIMIT)
    assert process.returncode == 0, errors.decode()
    return said.decode()


async def test_a_training_that_ran_is_delivered_and_paid_once(
    tmp_path: Path, http: aiohttp.ClientSession, database_url: str
) -> None:
    """The copy is made while the bot works and the training runs; then another machine takes the place."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    sandbox = await SandboxProcess.start(speed=1.0)
    settings = bot_settings(sandbox.settings, old, DATABASE_URL=database_url)
    bot = BotProcess(old, settings)
    try:
        await bot.start()
        api = SandboxApi(http, sandbox.address)
        visitor = Visitor(api, await api.new_person("Anna"))
        await visitor.order()
        await until_it_runs(database_url)
        said = await command(old, settings, "backup", "--to", str(tmp_path / "backups"))
        assert "4 copied" in said
        # In order, so that nobody's lease stands in the way; the files of this machine are lost.
        assert await bot.terminate() < STOP
        settings |= {"STORAGE_URL": str(new / "files")}
        if database_url.startswith("sqlite"):
            settings |= {"DATABASE_URL": f"sqlite:///{new / 'loragram.db'}"}
        said = await command(new, settings, "restore", str(only_copy(tmp_path / "backups")), "--replace", "--yes")
        assert "4 missing files were copied" in said
        assert "The books add up." in said
        bot = BotProcess(new, settings)
        await bot.start()
        await api.post("/control/clock", {"speed": 120.0})
        await visitor.drawing.wait_for_model(NAME)
        await visitor.drawing.see_proofs()
        assert await visitor.draw()
        jobs = await api.get("/control/fal/jobs")
        assert sum("trainer" in job["endpoint"] or "training" in job["endpoint"] for job in jobs) == 1
        assert await bot.terminate() < STOP
        await books_add_up(settings["DATABASE_URL"])
    finally:
        await bot.kill()
        await sandbox.stop()


async def until_it_runs(url: str) -> None:
    """Until the order is known at the provider: at the sandbox's own speed it then takes ten minutes."""
    db = Database(url)
    try:
        async with asyncio.timeout(START):
            while True:
                async with db.read() as session:
                    if await session.scalar(select(Job.id).where(Job.state == JobState.RUNNING)) is not None:
                        return
                await asyncio.sleep(0.1)
    finally:
        await db.close()


async def books_add_up(url: str) -> None:
    db = Database(url)
    try:
        async with db.read() as session:
            assert await ledger.audit(session) == []
    finally:
        await db.close()
