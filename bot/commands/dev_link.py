"""`python -m bot dev-link`: a link that opens the Mini App on this machine as Telegram would open it for somebody.

What Telegram would sign is signed here with the configured token, and checked like every launch: whoever has the token
may do that anywhere.
"""

import json
import re
import time
from urllib.parse import quote, urlencode

from bot.settings import Settings, SettingsError, load_settings
from bot.settings_checks import LOOPBACK_HOSTS
from bot.web.api.launch_data import LARGEST_ID, sign_launch

START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{0,512}")
"""What Telegram lets through."""

PATH = re.compile(r"/[A-Za-z0-9/_.~-]*(\?[A-Za-z0-9/_.~=&%-]*)?")
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 (compared with, not listened on)
CLIENT = {"tgWebAppVersion": "8.0", "tgWebAppPlatform": "weba"}


def dev_link(user: int, lang: str = "en", name: str = "Ann", start: str = "", path: str = "/") -> int:
    """Prints the link, which is good for an hour. Raises SettingsError."""
    print(link(load_settings(), int(time.time()), user=user, lang=lang, name=name, start=start, path=path))
    return 0


def link(settings: Settings, now: int, *, user: int, lang: str, name: str, start: str, path: str) -> str:
    """The link for somebody who opens the app at `now` (Unix time): `path` inside of the app, `start` as startapp.
    Raises SettingsError."""
    if settings.bot_token is None:
        raise SettingsError(
            "BOT_TOKEN is empty, and without a token there is nothing to sign with. In the sandbox (`make run` without "
            "BOT_TOKEN) open the Mini App from the chat page, whose address `make run` prints."
        )
    if not 0 < user < LARGEST_ID:
        raise SettingsError("--user must be a Telegram id: a number above 0.")
    if not START_PARAMETER.fullmatch(start):
        raise SettingsError("--start may have up to 512 letters, digits, _ and -, as in m_1.")
    if not PATH.fullmatch(path):
        raise SettingsError("--path must be a path inside of the app, such as /models.")
    person = {"id": user, "first_name": name, "language_code": lang, "allows_write_to_pm": True}
    fields = {"auth_date": str(now), "user": json.dumps(person, ensure_ascii=False, separators=(",", ":"))}
    if start:
        fields["start_param"] = start
    fields["hash"] = sign_launch(fields, settings.bot_token.get_secret_value())
    launch = urlencode({"tgWebAppData": urlencode(fields, quote_via=quote), **CLIENT}, quote_via=quote)
    return f"{_address(settings)}/app{path}#{launch}"


def _address(settings: Settings) -> str:
    """Where the bot listens, as a browser of this machine reaches it."""
    if settings.port == 0:
        raise SettingsError("PORT is 0, so the bot's port is not known beforehand: set PORT.")
    host = "127.0.0.1" if settings.host in EVERYWHERE | LOOPBACK_HOSTS - {"::1"} else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
