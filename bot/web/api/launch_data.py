"""Telegram's initData: who opened the Mini App, signed with the bot's token.

See https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app. The text is a secret of its person
while it is young, so it is in no log and no error.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

LONGEST = 4096
"""Characters; Telegram's are under 1,500."""

OLDEST = timedelta(hours=1)
AHEAD = timedelta(seconds=60)
"""How far Telegram's clock may be ahead of ours."""

MOST_FIELDS = 32
LARGEST_ID = 2**52
"""Telegram's ids have at most 52 significant bits."""


class LaunchError(ValueError):
    """Not a genuine launch of this bot's Mini App by a person within the last hour; it does not tell why."""


@dataclass(frozen=True, repr=False)
class Launch:
    """Who opened the Mini App, when, and with which start parameter; only `user_id` and `at` may be relied on."""

    user_id: int
    first_name: str
    username: str | None
    language_code: str | None
    start_param: str
    at: datetime


def read_launch(init_data: str, bot_token: str, now: datetime) -> Launch:
    """The launch that `init_data` proves. Raises `LaunchError` for everything else, whatever it is made of."""
    if not bot_token:
        raise LaunchError("a bot without a token has no Mini App")
    try:
        return _read(init_data, bot_token, now)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise LaunchError("no genuine launch") from error


def sign_launch(fields: dict[str, str], bot_token: str) -> str:
    """The `hash` of these fields, as Telegram makes it."""
    shown = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    secret = hmac.digest(b"WebAppData", bot_token.encode(), hashlib.sha256)
    return hmac.digest(secret, shown.encode(), hashlib.sha256).hex()


def _read(init_data: str, bot_token: str, now: datetime) -> Launch:
    if len(init_data) > LONGEST:
        raise LaunchError("too long")
    pairs = parse_qsl(
        init_data, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=MOST_FIELDS
    )
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise LaunchError("a field twice")
    signature = fields.pop("hash")
    if not hmac.compare_digest(signature.encode(), sign_launch(fields, bot_token).encode()):
        raise LaunchError("not signed with this bot's token")
    at = datetime.fromtimestamp(int(fields["auth_date"]), UTC)
    if not now - OLDEST <= at <= now + AHEAD:
        raise LaunchError("too old, or from the future")
    return _launch(json.loads(fields["user"]), fields.get("start_param", ""), at)


def _launch(user: Any, start_param: str, at: datetime) -> Launch:
    user_id = user["id"]
    if type(user_id) is not int or not 0 < user_id < LARGEST_ID or user.get("is_bot"):
        raise LaunchError("not a person")
    return Launch(
        user_id=user_id,
        first_name=_text(user.get("first_name")) or "",
        username=_text(user.get("username")),
        language_code=_text(user.get("language_code")),
        start_param=start_param,
        at=at,
    )


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise LaunchError("a name that is no text")
    return value
