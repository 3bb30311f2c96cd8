"""Starting and stopping the whole product against the sandbox."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.bootstrap import Parts, build
from bot.launch.telegram_setup import COMMANDS
from bot.runtime import Runtime
from bot.settings import Settings, SettingsError
from sandbox.app import Sandbox, SandboxConfig, running
from tests.bot.fakes import DATA_KEY
from tests.sandbox.receiver import until

SECRET = "a-webhook-secret-of-forty-characters-xxx"
ADMIN = 77


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running(SandboxConfig()) as sandbox:
        yield sandbox


@asynccontextmanager
async def started(sandbox: Sandbox, url: str, folder: Path, **values: Any) -> AsyncIterator[Parts]:
    listening = socket.create_server(("127.0.0.1", values.pop("port", 0)))
    settings = {name.lower(): value for name, value in sandbox.settings().items()}
    settings |= {"database_url": url, "storage_url": str(folder / "files"), "data_key": DATA_KEY, "access": "open"}
    settings |= {"tick_factor": 0.1, "webhook_secret": SECRET} | values
    runtime = Runtime(build(Settings(_env_file=None, **settings)), listening)
    try:
        await runtime.start()
        yield runtime._parts
    finally:
        await runtime.stop()


async def calls(sandbox: Sandbox, method: str) -> list[dict[str, Any]]:
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{sandbox.base_url}/control/telegram/calls") as answer,
    ):
        return [call for call in await answer.json() if call["method"].lower() == method.lower()]


async def wait_for(sandbox: Sandbox, method: str, count: int) -> list[dict[str, Any]]:
    for _ in range(1200):
        found = await calls(sandbox, method)
        if len(found) >= count:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"{method} was called {len(await calls(sandbox, method))} times, not {count}")


async def test_an_empty_database_is_brought_up_to_date_at_start(sandbox: Sandbox, tmp_path: Path) -> None:
    async with started(sandbox, f"sqlite:///{tmp_path / 'new.db'}", tmp_path) as parts:
        assert parts.worker is not None
        assert parts.worker.polling is not None


async def test_the_bot_introduces_itself_in_both_languages(sandbox: Sandbox, sqlite_url: str, tmp_path: Path) -> None:
    async with started(sandbox, sqlite_url, tmp_path):
        commands = await wait_for(sandbox, "setMyCommands", 2)
        await wait_for(sandbox, "setMyDescription", 2)
        await wait_for(sandbox, "setChatMenuButton", 1)
    assert [call["status"] for call in commands] == [200, 200]
    assert len(COMMANDS) == 13


async def test_the_menu_button_follows_the_address(sandbox: Sandbox, sqlite_url: str, tmp_path: Path) -> None:
    """It opens the Mini App where there is one, and shows the commands again once there is none."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with started(sandbox, sqlite_url, tmp_path, public_url=f"http://127.0.0.1:{port}", port=port):
        await wait_for(sandbox, "setChatMenuButton", 1)
    app = {"type": "web_app", "text": "Open", "web_app": {"url": f"http://127.0.0.1:{port}/app/"}}
    assert sandbox.world.profile.menu_button(0) == app
    async with started(sandbox, sqlite_url, tmp_path):
        await wait_for(sandbox, "setChatMenuButton", 2)
    assert sandbox.world.profile.menu_button(0) == {"type": "commands"}


async def test_the_log_names_an_admin_who_has_not_written_start(
    sandbox: Sandbox, sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Alerts to this admin would get lost without a word."""
    async with started(sandbox, sqlite_url, tmp_path, admin_ids=(ADMIN,)):
        await wait_for(sandbox, "setMyCommands", 3)
        await asyncio.sleep(0.1)
    told = [record.getMessage() for record in caplog.records if record.name == "bot.launch.telegram_setup"]
    assert told == [f"admin {ADMIN} has not written /start to this bot yet, so it cannot write to them"]


async def test_the_webhook_is_set_only_when_it_changed(sandbox: Sandbox, sqlite_url: str, tmp_path: Path) -> None:
    """A restart tells Telegram nothing; another secret does, though Telegram cannot say which one it has."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {"public_url": f"http://127.0.0.1:{port}", "port": port}
    for _ in range(2):
        async with started(sandbox, sqlite_url, tmp_path, **own):
            pass
    assert len(await calls(sandbox, "setWebhook")) == 1
    async with started(sandbox, sqlite_url, tmp_path, **own, webhook_secret="b" * 40):
        pass
    assert len(await calls(sandbox, "setWebhook")) == 2


async def test_polling_takes_an_old_webhook_away_and_keeps_what_waits(
    sandbox: Sandbox, sqlite_url: str, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with started(sandbox, sqlite_url, tmp_path, public_url=f"http://127.0.0.1:{port}", port=port):
        pass
    async with started(sandbox, sqlite_url, tmp_path):
        [call] = await calls(sandbox, "deleteWebhook")
    assert not call["params"].get("drop_pending_updates") or call["params"]["drop_pending_updates"] == "false"


async def test_without_a_provider_key_the_admin_learns_it_in_chat(
    sandbox: Sandbox, sqlite_url: str, tmp_path: Path
) -> None:
    async with aiohttp.ClientSession(sandbox.base_url) as http:
        async with http.post("/person/api/people", json={"id": ADMIN, "first_name": "Olga"}) as answer:
            assert answer.status == 200
        async with http.post(f"/person/api/{ADMIN}/message", json={"text": "/language"}) as answer:
            assert answer.status == 200
    async with started(
        sandbox, sqlite_url, tmp_path, fal_key=None, replicate_api_token=None, admin_ids=(ADMIN,)
    ) as parts:
        assert parts.engine_side.services.providers == {}
        messages = await wait_for(sandbox, "sendMessage", 2)
    assert any("FAL_KEY" in str(call["params"].get("text")) for call in messages)


async def test_a_wrong_token_is_said_in_words(sandbox: Sandbox, sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="refused by Telegram"):
        async with started(sandbox, sqlite_url, tmp_path, bot_token="43:WRONG" + "0" * 30):
            pass


async def test_stopping_finishes_the_update_in_hand(sandbox: Sandbox, sqlite_url: str, tmp_path: Path) -> None:
    """The reply to a message that arrived just before the stop still goes out."""
    async with aiohttp.ClientSession(sandbox.base_url) as http:
        async with http.post("/person/api/people", json={"first_name": "Ann"}) as answer:
            person = (await answer.json())["id"]
        async with started(sandbox, sqlite_url, tmp_path) as parts:
            async with http.post("/control/faults", json=_slow("telegram.sendMessage")) as answer:
                assert answer.status == 200
            async with http.post(f"/person/api/{person}/message", json={"text": "/language"}) as answer:
                assert answer.status == 200
            assert parts.worker is not None
            lanes = parts.worker.lanes
            await until(lambda: bool(lanes._held))
    [sent] = await calls(sandbox, "sendMessage")
    assert sent["status"] == 200
    assert parts.nursery.escaped == 0


def _slow(point: str) -> dict[str, Any]:
    return {"point": point, "fault": "delay", "times": 1, "options": {"seconds": 1.0}}
