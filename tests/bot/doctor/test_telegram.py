"""What Telegram says of the token and of its deliveries, and that the token is never shown."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.doctor.findings import Level
from bot.doctor.outside import open_outside
from bot.doctor.telegram import TelegramChecks, address_findings, delivery_findings
from tests.bot.doctor.words import levels, only
from tests.services.providers.recorder import Recorder, Reply, as_json

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PUBLIC = "https://bot.example.org"
OURS = {
    "url": f"{PUBLIC}/telegram/webhook",
    "pending_update_count": 0,
    "allowed_updates": ["message", "callback_query", "my_chat_member"],
}
TOKEN = "42:SECRET-TOKEN-OF-THE-TESTS"


def error(minutes: float) -> dict[str, Any]:
    at = int((NOW - timedelta(minutes=minutes)).timestamp())
    return {"last_error_date": at, "last_error_message": "Connection timed out"}


@pytest.mark.parametrize(
    ("info", "public_url", "found"),
    [
        (OURS, PUBLIC, [Level.OK]),
        ({"url": "", "pending_update_count": 3}, None, [Level.OK]),
        ({"url": ""}, PUBLIC, [Level.WARNING]),
        (OURS, None, [Level.WARNING]),
        (OURS | {"url": "https://other.example/telegram/webhook"}, PUBLIC, [Level.FAULT]),
        (OURS | {"allowed_updates": ["message"]}, PUBLIC, [Level.WARNING]),
        ({key: value for key, value in OURS.items() if key != "allowed_updates"}, PUBLIC, [Level.WARNING]),
        (OURS | {"pending_update_count": 500}, PUBLIC, [Level.WARNING]),
        (OURS | error(5) | {"pending_update_count": 2}, PUBLIC, [Level.FAULT]),
        (OURS | error(5), PUBLIC, [Level.WARNING]),
        (OURS | error(60 * 23), PUBLIC, [Level.WARNING]),
        (OURS | error(60 * 25), PUBLIC, [Level.OK]),
        (OURS | error(5) | {"pending_update_count": 500}, PUBLIC, [Level.FAULT, Level.WARNING]),
    ],
)
def test_deliveries(info: dict[str, Any], public_url: str | None, found: list[Level]) -> None:
    """A fault is what keeps updates from us now; what may mend itself is a warning."""
    assert levels(delivery_findings(info, public_url, NOW)) == found


def test_the_last_error_is_told_with_its_age() -> None:
    """The message is Telegram's own, and the age says whether it still matters."""
    (found,) = delivery_findings(OURS | error(125), PUBLIC, NOW)
    assert "2 h ago: Connection timed out" in found.text


def test_another_bots_secret_path_is_not_shown() -> None:
    """Some put their token there."""
    (found,) = delivery_findings(OURS | {"url": "https://other.example/hook/42:abc"}, PUBLIC, NOW)
    assert "other.example" in found.text
    assert "42:abc" not in found.text


@pytest.mark.parametrize(
    ("reply", "level", "words"),
    [
        (as_json({"ok": True, "result": {"id": 42, "username": "anna_bot"}}), Level.OK, "@anna_bot"),
        (as_json({"ok": False, "error_code": 401}, 401), Level.FAULT, "BOT_TOKEN is refused"),
        (as_json({"ok": False, "error_code": 404}, 404), Level.FAULT, "BOT_TOKEN is refused"),
        (Reply(502, b"<html>"), Level.FAULT, "502"),
        (Reply(200, b"<html>"), Level.FAULT, "200"),
        (Reply(drop=True), Level.FAULT, "cannot be reached"),
    ],
)
async def test_the_token(reply: Reply, level: Level, words: str) -> None:
    """Refused is told from unreachable; neither shows the token."""
    async with Recorder().serving() as recorder, open_outside() as outside:
        recorder.plays(reply)
        found = await TelegramChecks(outside, recorder.url, TOKEN, None).identity()
        assert recorder.seen[0].path == f"/bot{TOKEN}/getMe"
    assert only(found)[0] is level
    assert words in found[0].text
    assert "SECRET" not in found[0].text


async def test_deliveries_are_asked_for() -> None:
    """getWebhookInfo, and nothing that changes anything."""
    async with Recorder().serving() as recorder, open_outside() as outside:
        recorder.plays(as_json({"ok": True, "result": OURS}), Reply(500), Reply(drop=True))
        checks = TelegramChecks(outside, recorder.url, TOKEN, PUBLIC)
        found = [only(await checks.delivery())[0] for _ in range(3)]
        assert {seen.path for seen in recorder.seen} == {f"/bot{TOKEN}/getWebhookInfo"}
    assert found == [Level.OK, Level.WARNING, Level.WARNING]


@pytest.mark.parametrize(
    ("reply", "level"),
    [
        (Reply(405), Level.OK),
        (Reply(502), Level.FAULT),
        (Reply(503), Level.FAULT),
        (Reply(404), Level.WARNING),
        (Reply(301, headers={"Location": "http://127.0.0.1:9/"}), Level.WARNING),
        (Reply(drop=True), Level.WARNING),
    ],
)
async def test_the_public_address(reply: Reply, level: Level) -> None:
    """From inside a network the own address may be out of reach, so silence alone is no fault."""
    async with Recorder().serving() as recorder, open_outside() as outside:
        recorder.plays(reply)
        assert only(await address_findings(outside, recorder.url))[0] is level
        assert recorder.seen[0].path == "/telegram/webhook"
