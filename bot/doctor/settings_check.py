"""What the settings make of this bot, and what is missing in them. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from urllib.parse import urlsplit

from bot.doctor.findings import Finding, fault, ok, warning
from bot.settings import NsfwGate, Settings
from services.billing.access import AccessMode
from services.billing.prices import PriceBook, is_believable
from services.photos.explicit_model import model_file

KEY_SETTINGS = {"fal": "FAL_KEY", "replicate": "REPLICATE_API_TOKEN"}
"""Where the key of each provider is."""

TELEGRAM_PORTS = frozenset({443, 80, 88, 8443})
"""Where Telegram delivers to, as its page on webhooks says."""


def settings_findings(settings: Settings, providers: Sequence[str], prices: PriceBook) -> list[Finding]:
    """`providers` are the ones that have a key."""
    return [
        ok("settings", _what_runs(settings, providers)),
        *_token(settings),
        *_providers(settings, providers),
        *_people(settings),
        *_address(settings),
        *_overrides(settings, prices),
        *_gate(settings),
    ]


def _what_runs(settings: Settings, providers: Sequence[str]) -> str:
    database = "SQLite" if settings.uses_sqlite else "PostgreSQL"
    files = "files in S3" if settings.storage_url.startswith("s3:") else "files on this disk"
    updates = f"webhook at {settings.public_url}" if settings.public_url else "long polling"
    people = f"access {settings.access.value}, {len(settings.admin_ids)} admin(s)"
    budget = f"at most {settings.monthly_budget_usd:f} USD a month"
    return f"{', '.join(providers) or 'no provider'}; {database}, {files}; {updates}; {people}; {budget}."


def _token(settings: Settings) -> list[Finding]:
    if settings.bot_token is not None:
        return []
    text = "BOT_TOKEN is missing: `run` would start the sandbox. Get a token from @BotFather and put it into .env."
    return [fault("settings", text)]


def _providers(settings: Settings, providers: Sequence[str]) -> list[Finding]:
    if not providers:
        text = f"No provider key: nobody can train or generate. Put {' or '.join(KEY_SETTINGS.values())} into .env."
        return [fault("settings", text)]
    wanted = [name.value for name in settings.training_provider if name.value not in providers]
    return [
        warning("settings", f"TRAINING_PROVIDER names {name}, but {KEY_SETTINGS[name]} is missing: it is left out.")
        for name in wanted
    ]


def _people(settings: Settings) -> list[Finding]:
    if settings.admin_ids:
        return []
    if settings.access is AccessMode.OPEN:
        return [warning("settings", "ADMIN_IDS is empty: nobody gets alerts. Put your Telegram id into .env.")]
    text = f"ADMIN_IDS is empty and ACCESS is {settings.access.value}: nobody can use the bot. Add your Telegram id."
    return [fault("settings", text)]


def _address(settings: Settings) -> list[Finding]:
    if settings.public_url is None:
        return []
    parts = urlsplit(settings.public_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if port in TELEGRAM_PORTS or parts.scheme == "http":
        return []
    return [fault("settings", f"PUBLIC_URL has port {port}, but Telegram delivers to 443, 80, 88 and 8443 only.")]


def _gate(settings: Settings) -> list[Finding]:
    if settings.nsfw_gate is NsfwGate.OFF:
        return [warning("settings", "NSFW_GATE=off: only providers look for sexual content in photos and pictures.")]
    if model_file() is not None:
        return []
    text = "Nothing of ours looks for sexual content in photos and pictures: install requirements-nsfw.txt."
    return [fault("settings", text) if settings.nsfw_gate is NsfwGate.REQUIRED else warning("settings", text)]


def _overrides(settings: Settings, prices: PriceBook) -> list[Finding]:
    known = {endpoint: prices.listed(name, endpoint) for name in KEY_SETTINGS for endpoint in prices.endpoints(name)}
    return [
        warning("settings", text)
        for endpoint, price in settings.prices.items()
        if (text := _doubt(endpoint, price, known)) is not None
    ]


def _doubt(endpoint: str, price: Decimal, known: Mapping[str, Decimal | None]) -> str | None:
    if endpoint not in known:
        return f"PRICES names {endpoint}, which no trainer and no picture endpoint of ours is called."
    table = known[endpoint]
    if table is None or is_believable(price, table):
        return None
    text = f"PRICES says {price:f} USD for {endpoint}, our table {table:f}: that far apart it is a mistake"
    return f"{text} or another unit. The budget and the limits count with it; look again."
