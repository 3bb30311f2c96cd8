"""Mini Apps as Telegram starts them: which addresses a bot may give, and the launch that an app is opened with.

See https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sandbox.loopback import is_loopback
from sandbox.telegram.errors import bad_request
from sandbox.telegram.people import Person

VERSION = "8.0"
PLATFORM = "weba"
START_PARAM_LIMIT = 512
_START_PARAM_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


class NotAStartParamError(ValueError):
    """Telegram's links carry up to 512 characters of A-Z, a-z, 0-9, _ and -."""


@dataclass(frozen=True)
class Opening:
    """How a person opens an app. `from_button`: by an inline or menu button, which can be answered with the query id;
    else by a link, which may carry `start_param`."""

    person: Person
    language_code: str
    may_be_written_to: bool
    start_param: str = ""
    from_button: bool = True


def app_address(app: Any, place: str) -> str:
    """The address of a WebAppInfo. Raises ApiError 400 for what Telegram refuses: all but https, or, since this is the
    test ground, http on this machine."""
    url = str(app.get("url", "")) if isinstance(app, dict) else ""
    parts = urlsplit(url)
    if not parts.hostname:
        raise bad_request(f"{place} Web App URL '{url}' is invalid: Wrong HTTP URL")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
        raise bad_request(f"{place} Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    return url


def init_data(opening: Opening, token: str, now: float) -> str:
    """What the app is told about who opened it, signed with the bot's token. `now` in real unix seconds."""
    person = opening.person
    user: dict[str, Any] = {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": "",
        "language_code": opening.language_code,
    }
    if opening.may_be_written_to:
        user["allows_write_to_pm"] = True
    fields = {"user": json.dumps(user, ensure_ascii=False, separators=(",", ":")), "auth_date": str(int(now))}
    if opening.from_button:
        fields["query_id"] = "AA" + secrets.token_urlsafe(15)
    else:
        fields |= {"chat_instance": str(-(person.id << 20)), "chat_type": "sender"}
    if opening.start_param:
        fields["start_param"] = opening.start_param
    fields["signature"] = _signature(fields, token)
    return urlencode({**fields, "hash": _hash(fields, token)})


def launch_url(url: str, opening: Opening, token: str, now: float, theme: dict[str, str]) -> str:
    """The address that a client loads: the app's own with the launch in its fragment.

    Raises NotAStartParamError.
    """
    start = opening.start_param
    if len(start) > START_PARAM_LIMIT or not set(start) <= _START_PARAM_SIGNS:
        raise NotAStartParamError(NotAStartParamError.__doc__)
    launch = {
        "tgWebAppData": init_data(opening, token, now),
        "tgWebAppVersion": VERSION,
        "tgWebAppPlatform": PLATFORM,
        "tgWebAppThemeParams": json.dumps(theme, separators=(",", ":")),
    }
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    if start:
        query.append(("tgWebAppStartParam", start))
    fragment = "&".join(part for part in (parts.fragment, urlencode(launch)) if part)
    return urlunsplit(parts._replace(query=urlencode(query), fragment=fragment))


def _hash(fields: dict[str, str], token: str) -> str:
    secret = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return hmac.digest(secret, _lines(fields).encode(), hashlib.sha256).hex()


def _signature(fields: dict[str, str], token: str) -> str:
    """For third parties, who know only Telegram's public key. Of the shape of Telegram's own; nobody can check this
    one, because the key is made from nothing each time."""
    text = f"{token.split(':', 1)[0]}:WebAppData\n{_lines(fields)}"
    return base64.urlsafe_b64encode(Ed25519PrivateKey.generate().sign(text.encode())).decode().rstrip("=")


def _lines(fields: dict[str, str]) -> str:
    return "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
