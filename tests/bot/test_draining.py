"""Stopping behind a front: others are sent to first, what still comes is taken, and what is held is left to others."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import runtime as runtime_module
from bot.bootstrap import build
from bot.runtime import Runtime
from bot.settings import Settings
from db.claims import Lease, take_lease
from db.database import Database
from db.models import HeldLease
from sandbox.app import Sandbox, SandboxConfig, running
from services.ports import SystemClock
from tests.bot.fakes import DATA_KEY, person_update

SOON = 30.0
SECRET = "a-webhook-secret-of-forty-characters-xxx"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running(SandboxConfig()) as sandbox:
        yield sandbox


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


class Replica:
    """A product that was started, and its address."""

    def __init__(self, sandbox: Sandbox, url: str, folder: Path, **values: Any) -> None:
        listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = {name.lower(): value for name, value in sandbox.settings().items()}
        settings |= {
            "database_url": url,
            "storage_url": str(folder / "files"),
            "data_key": DATA_KEY,
            "access": "open",
            "tick_factor": 0.2,
        }
        settings |= {"public_url": self.address, "webhook_secret": SECRET} | values
        self.parts = build(Settings(_env_file=None, **settings))
        self.runtime = Runtime(self.parts, listening)


@asynccontextmanager
async def started(*args: Any, **values: Any) -> AsyncIterator[Replica]:
    replica = Replica(*args, **values)
    try:
        await replica.runtime.start()
    except BaseException:
        await replica.runtime.stop()
        raise
    yield replica


async def status(http: aiohttp.ClientSession, address: str) -> int:
    async with http.get(address) as answer:
        return answer.status


async def no_longer_ready(http: aiohttp.ClientSession, replica: Replica) -> None:
    async with asyncio.timeout(SOON):
        while True:
            if await status(http, f"{replica.address}/readyz") == 503:
                return
            await asyncio.sleep(0.01)


async def test_a_process_that_stops_says_so_first_and_takes_what_still_comes(
    sandbox: Sandbox, postgresql_url: str, tmp_path: Path, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The front learns it before the port is closed; the update that came in between is stored."""
    monkeypatch.setattr(runtime_module, "NOTICE_SECONDS", 60.0)
    async with started(sandbox, postgresql_url, tmp_path) as replica:
        assert await status(http, f"{replica.address}/readyz") == 200
        async with asyncio.TaskGroup() as group:
            stopping = group.create_task(replica.runtime.stop())
            await no_longer_ready(http, replica)
            assert await status(http, f"{replica.address}/healthz") == 200
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            update = person_update(5)
            async with http.post(f"{replica.address}/telegram/webhook", json=update, headers=headers) as answer:
                assert answer.status == 200
            stopping.cancel()
    monkeypatch.setattr(runtime_module, "NOTICE_SECONDS", 0.0)
    await replica.runtime.stop()


async def test_on_sqlite_nobody_waits_for_a_front(
    sandbox: Sandbox, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C stays quick: there is no other process to send to."""
    monkeypatch.setattr(runtime_module, "NOTICE_SECONDS", 3600.0)
    async with started(sandbox, sqlite_url, tmp_path) as replica:
        async with asyncio.timeout(60):
            await replica.runtime.stop()


async def test_what_a_process_holds_at_its_end_is_free_at_once(
    sandbox: Sandbox, postgresql_url: str, tmp_path: Path
) -> None:
    """Without a public address there is no notice; the turn to poll goes back with everything else."""
    db = Database(postgresql_url)
    async with started(sandbox, postgresql_url, tmp_path, public_url=None) as replica:
        owner = replica.parts.engine_side.owner
        async with db.write() as session:
            assert await take_lease(session, "some task", SystemClock(), Lease(owner, 3600.0))
        await until_polled(db)
        await replica.runtime.stop()
    async with db.read() as session:
        assert list(await session.scalars(HeldLease.__table__.select())) == []
    await db.close()


async def until_polled(db: Database) -> None:
    """Waits until somebody has the turn to poll."""
    async with asyncio.timeout(SOON):
        while True:
            async with db.read() as session:
                names = list(await session.scalars(HeldLease.__table__.select()))
            if any(name.startswith("poller:") for name in names):
                return
            await asyncio.sleep(0.05)


async def test_two_processes_poll_in_turn(sandbox: Sandbox, postgresql_url: str, tmp_path: Path) -> None:
    """The second one waits and goes on when the first has ended: an update that comes then is handled."""
    async with aiohttp.ClientSession(sandbox.base_url) as person:
        async with person.post("/person/api/people", json={"first_name": "Ann"}) as answer:
            ann = (await answer.json())["id"]
        async with started(sandbox, postgresql_url, tmp_path, public_url=None) as first:
            async with started(sandbox, postgresql_url, tmp_path, public_url=None) as second:
                await first.runtime.stop()
                async with person.post(f"/person/api/{ann}/message", json={"text": "/language"}) as answer:
                    assert answer.status == 200
                await until_heard(person, ann)
                await second.runtime.stop()
        assert await heard(person, ann) == 1


async def until_heard(person: aiohttp.ClientSession, person_id: int) -> None:
    """Waits for the bot's first message in a chat."""
    async with asyncio.timeout(SOON):
        while True:
            if await heard(person, person_id):
                return
            await asyncio.sleep(0.05)


async def heard(person: aiohttp.ClientSession, person_id: int) -> int:
    """How many messages of the bot are in a chat."""
    async with person.get(f"/person/api/{person_id}/chat") as answer:
        events = (await answer.json())["events"]
    return sum(event["type"] == "message" and event["from"] == "bot" for event in events)
