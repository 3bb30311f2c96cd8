"""From the environment to settings that are complete: secrets made, or the sandbox put in place of the world."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, unquote_plus, urlsplit

from bot.launch.sandbox_child import SandboxChild, sandbox_child
from bot.launch.secrets_file import advice, make_missing_secrets
from bot.settings import DATA_FOLDER, Settings, SettingsError, load_settings
from bot.settings_checks import LOOPBACK_HOSTS
from bot.web.listening import open_socket, port_of
from services.billing.access import AccessMode

SANDBOX_TICK_FACTOR = 0.3

STORAGE_SECRETS = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
"""Read by the S3 client itself, from the environment; they are no settings of ours."""


@dataclass(frozen=True)
class Prepared:
    """Complete settings, the socket to listen on, and what the operator should be told."""

    settings: Settings
    listening: socket
    notes: tuple[str, ...] = ()
    sandbox: SandboxChild | None = None


@asynccontextmanager
async def prepared(overrides: Mapping[str, Any] | None = None) -> AsyncIterator[Prepared]:
    """Settings for a run: with a token the real world, without one the sandbox as a child process.

    Raises SettingsError and SandboxError.
    """
    settings = load_settings(overrides=overrides)
    if settings.bot_token is not None:
        yield _for_the_real_world(settings, dict(overrides or {}))
        return
    _refuse_what_is_not_for_a_sandbox(settings)
    with TemporaryDirectory(prefix="loragram-sandbox-") as folder:
        async with sandbox_child() as child:
            yield _for_the_sandbox(settings, child, Path(folder), dict(overrides or {}))


def _for_the_real_world(settings: Settings, overrides: dict[str, Any]) -> Prepared:
    made = make_missing_secrets(settings, DATA_FOLDER, real_token=True)
    note = advice(made, DATA_FOLDER)
    if made:
        settings = load_settings(overrides=overrides)
    return Prepared(settings, open_socket(settings.host, settings.port), (note,) if note else ())


def _refuse_what_is_not_for_a_sandbox(settings: Settings) -> None:
    """A forgotten token must neither open a live bot's database nor leave a container that looks healthy."""
    named = [name for name in ("database_url", "storage_url") if name in settings.model_fields_set]
    if named:
        raise SettingsError(
            f"BOT_TOKEN is empty, but {named[0].upper()} is set: the sandbox never opens a database of yours. "
            "Set BOT_TOKEN, or remove DATABASE_URL and STORAGE_URL."
        )
    if settings.host not in LOOPBACK_HOSTS:
        raise SettingsError(
            f"BOT_TOKEN is empty, but HOST is {settings.host}: the sandbox is for this machine alone. "
            "Put BOT_TOKEN into .env, or remove HOST to try the sandbox."
        )


def _for_the_sandbox(settings: Settings, child: SandboxChild, folder: Path, overrides: dict[str, Any]) -> Prepared:
    """The sandbox forgets everything when it ends, and so does what is kept beside it in the temporary `folder`."""
    chosen = settings.model_fields_set
    overrides["database_url"] = f"sqlite:///{folder / 'loragram.db'}"
    overrides["storage_url"] = str(folder / "files")
    listening = open_socket(settings.host, settings.port, any_port_if_taken="port" not in chosen)
    overrides |= {name.lower(): value for name, value in child.settings.items()}
    overrides["public_url"] = f"http://127.0.0.1:{port_of(listening)}"
    if "access" not in chosen:
        overrides["access"] = AccessMode.OPEN
    if "tick_factor" not in chosen:
        overrides["tick_factor"] = SANDBOX_TICK_FACTOR
    complete = load_settings(folder=folder, overrides=overrides)
    if make_missing_secrets(complete, folder, real_token=False):
        complete = load_settings(folder=folder, overrides=overrides)
    return Prepared(complete, listening, sandbox=child)


def secrets_of(settings: Settings) -> list[str]:
    """What must never appear in a log."""
    values = (
        settings.bot_token,
        settings.webhook_secret,
        settings.fal_key,
        settings.replicate_api_token,
        settings.data_key,
        settings.metrics_token,
    )
    return [
        *(value.get_secret_value() for value in values if value is not None),
        *database_passwords(settings.database_url),
        *(secret for name in STORAGE_SECRETS if (secret := os.environ.get(name))),
    ]


def database_passwords(url: str) -> list[str]:
    """Those in a database's address, as they are written and as they are meant; a driver takes one from the query
    too."""
    parts = urlsplit(url)
    fields = (field.partition("=") for field in parts.query.split("&"))
    written = [parts.password or "", *(value for name, _, value in fields if "password" in unquote(name).lower())]
    return [form for text in written if text for form in (text, unquote(text), unquote_plus(text))]


def database_file(settings: Settings) -> str | None:
    """The SQLite file, None for PostgreSQL."""
    return settings.database_url.removeprefix("sqlite:///") if settings.uses_sqlite else None
