"""Telegram: whether it takes the token, and how it delivers updates."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.doctor.findings import Finding, fault, ok, warning
from bot.doctor.outside import NoAnswerError, Outside
from bot.inbox import ALLOWED_UPDATES
from bot.web.telegram_inbox import PATH

MANY_WAITING = 100
"""Updates that wait without anything being wrong: a bot that was just started, a busy minute."""
FRESH = timedelta(minutes=10)
RECENT = timedelta(days=1)
POST_ALONE = 405
NOBODY_BEHIND = frozenset({502, 503, 504})
"""What a front answers when the bot does not."""
REFUSED = frozenset({401, 404})
"""What Telegram answers to a token that is withdrawn, and to one that never was."""


class TelegramChecks:
    """Asks the Bot API. The token is part of every address, so no address is ever shown."""

    def __init__(self, outside: Outside, api_url: str, token: str, public_url: str | None) -> None:
        self._outside = outside
        self._base = f"{api_url}/bot{token}"
        self._public_url = public_url

    async def identity(self) -> Sequence[Finding]:
        """Whether the token is taken, and whose it is."""
        try:
            answer = await self._outside.get(f"{self._base}/getMe")
        except NoAnswerError as error:
            text = f"Telegram cannot be reached ({error}). Check the network, and TELEGRAM_API_URL if it is set."
            return [fault("telegram", text)]
        if answer.status in REFUSED:
            return [fault("telegram", "BOT_TOKEN is refused. Copy it again from @BotFather.")]
        me = _result(answer.body)
        if answer.status != 200 or me is None:
            return [fault("telegram", f"Telegram answered {answer.status} to getMe. Try again in a minute.")]
        return [ok("telegram", f"The token is @{me.get('username')}'s.")]

    async def delivery(self) -> Sequence[Finding]:
        """How updates reach the bot."""
        try:
            answer = await self._outside.get(f"{self._base}/getWebhookInfo")
        except NoAnswerError:
            return [warning("webhook", "Not checked: Telegram cannot be reached.")]
        info = _result(answer.body)
        if answer.status != 200 or info is None:
            return [warning("webhook", f"Not checked: Telegram answered {answer.status}.")]
        return delivery_findings(info, self._public_url, datetime.now(UTC))


async def address_findings(outside: Outside, public_url: str) -> Sequence[Finding]:
    """Whether the bot answers at its own public address, seen from here: at the door for updates, which takes POST
    alone and says so. Its health is not asked about, because a front keeps that to itself."""
    try:
        answer = await outside.get(f"{public_url}{PATH}")
    except NoAnswerError as error:
        text = f"PUBLIC_URL cannot be reached from here ({error}). Is the bot running, and its front, DNS and TLS?"
        return [warning("address", text)]
    if answer.status == POST_ALONE:
        return [ok("address", "The bot answers at PUBLIC_URL.")]
    if answer.status in NOBODY_BEHIND:
        return [fault("address", f"The front answers {answer.status}: nobody is behind it. Is the bot running?")]
    return [warning("address", f"PUBLIC_URL{PATH} answers {answer.status}. Does the front pass it to the bot?")]


def delivery_findings(info: Mapping[str, Any], public_url: str | None, now: datetime) -> list[Finding]:
    """What getWebhookInfo says, against what the settings want."""
    found = [*_registration(info, public_url), *_trouble(info, now)]
    waiting = _number(info.get("pending_update_count"))
    if waiting > MANY_WAITING:
        found.append(
            warning("webhook", f"{waiting} updates wait. Is the bot running, and does it keep up? See its log.")
        )
    if found:
        return found
    if public_url is None:
        return [ok("webhook", f"None is set, the bot fetches updates by itself; {waiting} wait.")]
    return [ok("webhook", f"Telegram delivers to PUBLIC_URL; {waiting} updates wait.")]


def _registration(info: Mapping[str, Any], public_url: str | None) -> list[Finding]:
    url = str(info.get("url") or "")
    if public_url is None:
        if not url:
            return []
        text = f"Telegram delivers to {_host(url)}, but PUBLIC_URL is empty. Starting this bot takes that webhook away."
        return [warning("webhook", text)]
    if not url:
        return [warning("webhook", "None is registered yet. The bot registers it when it starts.")]
    if url != f"{public_url}{PATH}":
        text = f"Telegram delivers to {_host(url)} instead of PUBLIC_URL. Start this bot again, and stop the other one."
        return [fault("webhook", text)]
    allowed = info.get("allowed_updates")
    if not isinstance(allowed, list) or set(allowed) != set(ALLOWED_UPDATES):
        text = f"Telegram does not deliver exactly {', '.join(ALLOWED_UPDATES)}. Start the bot again: it says so then."
        return [warning("webhook", text)]
    return []


def _trouble(info: Mapping[str, Any], now: datetime) -> list[Finding]:
    stamp = _number(info.get("last_error_date"))
    age = now - datetime.fromtimestamp(stamp, UTC)
    if not info.get("url") or not stamp or age > RECENT:
        return []
    text = f"The last delivery that failed was {_ago(age)} ago: {info.get('last_error_message')}."
    if age <= FRESH and _number(info.get("pending_update_count")):
        advice = "Updates wait. Is the bot running? Open PUBLIC_URL from outside; check certificate and ports."
        return [fault("webhook", f"{text} {advice}")]
    return [warning("webhook", f"{text} If it comes again, check the front before the bot.")]


def _result(body: bytes) -> Mapping[str, Any] | None:
    try:
        content = json.loads(body)
    except ValueError:
        return None
    result = content.get("result") if isinstance(content, dict) else None
    return result if isinstance(result, dict) else None


def _number(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**33 else 0


def _host(url: str) -> str:
    """Without the path, which other bots keep their secrets in."""
    return url.split("/")[2] if url.count("/") >= 2 else "another address"


def _ago(age: timedelta) -> str:
    minutes = max(int(age.total_seconds() // 60), 0)
    return f"{minutes // 60} h" if minutes >= 60 else f"{minutes} min"
