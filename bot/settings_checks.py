"""Rules for single settings, with messages that tell a newcomer what to write instead."""

import base64
import binascii
import re
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
SANDBOX_TELEGRAM = "/telegram"
"""Where the sandbox has its Telegram; a real Bot API server is at the root of its address."""

SECRET_PATTERN = re.compile(r"[A-Za-z0-9_-]{32,256}")
TOKEN_PATTERN = re.compile(r"\d+:[A-Za-z0-9_-]{3,}")
SHORTEST_TOKEN = 16
"""Characters of what lets a collector in: more than anybody guesses over a network."""

DATA_KEY_BYTES = 32
ENDPOINT_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
ACCOUNT_PATTERN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
LEAST_PRICE = Decimal("0.000001")
"""USD for one unit, a thousandth of the cheapest that providers ask. Below, a budget would count next to nothing."""
MOST_PRICE = Decimal(1000)
"""USD for one unit. A whole training costs a few USD."""


def outside_address(value: str) -> str:
    """An http(s) address without a trailing slash; plain http only for this machine.

    Raises ValueError.
    """
    address = value.strip().rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be a full address such as https://example.org")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:
        raise ValueError("must begin with https:// (plain http is accepted for 127.0.0.1 only)")
    if parts.username or parts.query or parts.fragment:
        raise ValueError("must not carry a user name, a query or a fragment")
    return address


def sandbox_of(telegram_api_url: str) -> str | None:
    """The sandbox that this Bot API server is part of, by its address; None for every other server, also for
    Telegram's own program on this machine, which takes only https for a Mini App."""
    parts = urlsplit(telegram_api_url)
    if parts.hostname in LOOPBACK_HOSTS and parts.path == SANDBOX_TELEGRAM:
        return f"{parts.scheme}://{parts.netloc}"
    return None


def bot_token(value: str) -> str:
    """A token as BotFather gives it: digits, a colon, letters. Raises ValueError."""
    if not TOKEN_PATTERN.fullmatch(value):
        raise ValueError("does not look like a token from @BotFather, which reads like 123456:ABC-DEF…")
    return value


def webhook_secret(value: str) -> str:
    """32 to 256 characters that Telegram accepts in its secret header. Raises ValueError."""
    if not SECRET_PATTERN.fullmatch(value):
        raise ValueError("must be 32 to 256 characters of A-Z, a-z, 0-9, _ and -")
    return value


def metrics_token(value: str) -> str:
    """16 printable ASCII characters or more. Raises ValueError."""
    if len(value) < SHORTEST_TOKEN or not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError(f"must be {SHORTEST_TOKEN} or more characters without spaces, of ASCII")
    return value


def data_key(value: str) -> str:
    """32 bytes in URL-safe base64, the key of all stored files. Raises ValueError."""
    try:
        decoded = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except (binascii.Error, ValueError):
        decoded = b""
    if len(decoded) != DATA_KEY_BYTES:
        raise ValueError("must be 32 random bytes in URL-safe base64 (44 characters)")
    return value


def name_list(value: object) -> object:
    """Names written as `fal, replicate`, each once; anything but a string goes through. Raises ValueError."""
    if not isinstance(value, str):
        return value
    names = [name.lower() for name in re.split(r"[\s,;]+", value) if name]
    if len(names) != len(set(names)):
        raise ValueError("names the same provider twice")
    return tuple(names)


def account_name(value: str) -> str:
    """The name of a user or organization at Replicate. Raises ValueError."""
    if not ACCOUNT_PATTERN.fullmatch(value):
        raise ValueError("must be the name alone, as in replicate.com/name, not an address")
    return value


def id_list(value: object) -> object:
    """Telegram ids written as `11, 22`; anything but a string goes through. Raises ValueError."""
    if isinstance(value, int):
        return (value,)
    if not isinstance(value, str):
        return value
    parts = [part for part in re.split(r"[\s,;]+", value.strip("[] ")) if part]
    if not all(part.isdigit() for part in parts):
        raise ValueError("must be Telegram user ids (digits) separated by commas")
    return tuple(int(part) for part in parts)


def price_list(value: object) -> object:
    """Prices written as `endpoint=usd, endpoint=usd`; anything but a string goes through. Raises ValueError.

    Nothing may be free: the budget would no longer protect the operator.
    """
    if not isinstance(value, str):
        return value
    prices: dict[str, Decimal] = {}
    for part in (part.strip() for part in re.split(r"[,;\n]", value) if part.strip()):
        endpoint, sign, price = (piece.strip() for piece in part.partition("="))
        if not sign or not ENDPOINT_PATTERN.fullmatch(endpoint) or endpoint in prices:
            raise ValueError("must read like fal-ai/flux-lora=0.035, fal-ai/turbo-flux-trainer=0.0024")
        prices[endpoint] = _price(price, endpoint)
    return prices


def number_list(value: str) -> dict[str, float]:
    """Numbers written as `name=1, other=0.5`. Raises ValueError."""
    numbers: dict[str, float] = {}
    for part in (part.strip() for part in re.split(r"[,;\n]", value) if part.strip()):
        name, _, number = (piece.strip() for piece in part.partition("="))
        if name in numbers or not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", number):
            raise ValueError("must read like refuse_face_side=120, warn_dark=50")
        numbers[name] = float(number)
    return numbers


def _price(text: str, endpoint: str) -> Decimal:
    try:
        price = Decimal(text)
    except InvalidOperation:
        price = Decimal(0)
    if not price.is_finite() or not LEAST_PRICE <= price <= MOST_PRICE:
        bounds = f"from {LEAST_PRICE:f} to {MOST_PRICE}"
        raise ValueError(f"must give {endpoint} a price in USD {bounds}, for example 0.035")
    return price


def shared_ground(
    role: str, *, database_url: str, storage_url: str, public_url: str | None, has_webhook_secret: bool
) -> None:
    """A process that does a part of the work shares everything with those that do the rest. Raises ValueError that
    names all that is missing. A folder is refused even where it is a network disk: those lose what was called stored.
    """
    needs = {
        "DATABASE_URL of a PostgreSQL": database_url.startswith("postgres"),
        "STORAGE_URL of a bucket (s3://bucket/prefix)": storage_url.startswith("s3://"),
        "PUBLIC_URL": bool(public_url),
        "the same WEBHOOK_SECRET for all": has_webhook_secret,
    }
    missing = [name for name, there in needs.items() if not there]
    if missing:
        raise ValueError(f"ROLE={role} works together with other processes and needs {', '.join(missing)}")
