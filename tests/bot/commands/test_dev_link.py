"""`dev-link`: the link opens the app as that person, through the same check as Telegram's own, or it is not made."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from bot.__main__ import main
from bot.commands.dev_link import link
from bot.settings import Settings, SettingsError
from bot.web.api.launch_data import read_launch
from tests.bot.web.api.caller import TOKEN, ApiStage, api_up
from tests.support.clock import FakeClock

OTHER_TOKEN = "7654321:" + "o" * 35


@pytest.fixture
async def api(sqlite_url: str, tmp_path: Path, clock: FakeClock) -> AsyncIterator[ApiStage]:
    async with api_up(sqlite_url, tmp_path, clock) as stage:
        yield stage


def made(api: ApiStage, settings: dict[str, Any] | None = None, **options: Any) -> str:
    given: dict[str, Any] = {"user": 71, "lang": "en", "name": "Ann", "start": "", "path": "/"}
    values = {"bot_token": TOKEN, **(settings or {})}
    return link(Settings(_env_file=None, **values), int(api.clock.now().timestamp()), **(given | options))


def fragment(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).fragment, strict_parsing=True))


async def open_session(api: ApiStage, address: str) -> Any:
    return await api.stranger.post("/session", {"init_data": fragment(address)["tgWebAppData"]})


async def test_the_link_opens_a_session_as_that_person(api: ApiStage) -> None:
    """With their name and language, by the API's own check."""
    reply = await open_session(api, made(api, lang="ru", name="Анна & Co=1", start="m_0198"))
    assert (reply.status, reply.body["user_id"]) == (200, 71)
    me = await api.stranger.ask("GET", "/me", headers={"Authorization": f"Bearer {reply.body['bearer']}"})
    assert (me.body["id"], me.body["first_name"], me.body["language"]) == (71, "Анна & Co=1", "ru")


async def test_the_link_is_written_as_telegram_writes_it(api: ApiStage) -> None:
    """Everything secret stands behind the #, which no server and no log gets to see."""
    address = made(api, {"port": 8099}, start="m_0198", path="/generate?lora=1")
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("http", "127.0.0.1:8099")
    assert (parts.path, parts.query) == ("/app/generate", "lora=1")
    launch = fragment(address)
    assert (launch["tgWebAppVersion"], launch["tgWebAppPlatform"]) == ("8.0", "weba")
    fields = parse_qs(launch["tgWebAppData"], strict_parsing=True)
    assert fields["start_param"] == ["m_0198"]
    assert json.loads(fields["user"][0])["id"] == 71
    assert read_launch(launch["tgWebAppData"], TOKEN, api.clock.now()).start_param == "m_0198"


async def test_a_changed_or_foreign_link_opens_nothing(api: ApiStage) -> None:
    """There is no door beside Telegram's: another id needs another signature, another bot has another token."""
    genuine = fragment(made(api))["tgWebAppData"]
    forged = genuine.replace("%22id%22%3A71", "%22id%22%3A72")
    assert forged != genuine
    foreign = fragment(made(api, {"bot_token": OTHER_TOKEN}))["tgWebAppData"]
    for data in (forged, foreign):
        assert (await api.stranger.post("/session", {"init_data": data})).status == 401


async def test_a_link_is_over_after_an_hour(api: ApiStage) -> None:
    """One that was left in a terminal opens nothing the next day."""
    address = made(api)
    api.clock.advance(3601)
    assert (await open_session(api, address)).status == 401


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("0.0.0.0", "127.0.0.1"),
        ("localhost", "127.0.0.1"),
        ("::", "127.0.0.1"),
        ("::1", "[::1]"),
        ("10.0.0.5", "10.0.0.5"),
    ],
)
async def test_the_address_is_one_that_a_browser_here_can_open(api: ApiStage, host: str, shown: str) -> None:
    assert urlsplit(made(api, {"host": host})).netloc == f"{shown}:8080"


@pytest.mark.parametrize(
    ("settings", "options", "said"),
    [
        ({"bot_token": None}, {}, "BOT_TOKEN is empty.*chat page"),
        ({"port": 0}, {}, "set PORT"),
        ({}, {"user": 0}, "--user"),
        ({}, {"user": 2**52}, "--user"),
        ({}, {"start": "a b"}, "--start"),
        ({}, {"path": "models"}, "--path"),
        ({}, {"path": "/models#x"}, "--path"),
    ],
)
async def test_what_cannot_work_is_said(
    api: ApiStage, settings: dict[str, Any], options: dict[str, Any], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        made(api, settings, **options)


def test_the_command_prints_one_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing else, so that a script may open it; without a token, the reason and status 2."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("PORT", "8099")
    assert main(["dev-link", "--user", "71", "--lang", "ru", "--start", "m_1", "--path", "/models"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("http://127.0.0.1:8099/app/models#tgWebAppData=")
    monkeypatch.delenv("BOT_TOKEN")
    assert main(["dev-link", "--user", "71"]) == 2
    assert "BOT_TOKEN is empty" in capsys.readouterr().err
