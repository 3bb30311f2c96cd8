"""Secrets that the first run makes by itself, kept in one file that only the operator may read."""

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from bot.settings import SECRETS_NAME, Settings, SettingsError
from db.engines import normalise_url

WEBHOOK_SECRET_BYTES = 32
DATA_KEY_BYTES = 32


def make_missing_secrets(settings: Settings, folder: Path, *, real_token: bool) -> Mapping[str, str]:
    """Writes the missing WEBHOOK_SECRET and DATA_KEY into `folder`/secrets.env and returns what it made by name.

    With a real token and files that may exist already, a new DATA_KEY would make them unreadable, so that case is
    refused: raises SettingsError.
    """
    made: dict[str, str] = {}
    if settings.webhook_secret is None:
        made["WEBHOOK_SECRET"] = secrets.token_urlsafe(WEBHOOK_SECRET_BYTES)
    if settings.data_key is None:
        if real_token:
            _refuse_over_existing_files(settings)
        made["DATA_KEY"] = base64.urlsafe_b64encode(secrets.token_bytes(DATA_KEY_BYTES)).decode()
    if made:
        _append(folder, made)
    return made


def advice(made: Mapping[str, str], folder: Path) -> str | None:
    """What to tell the operator about fresh secrets; None when there is nothing to keep."""
    if "DATA_KEY" not in made:
        return None
    return (
        f"A new DATA_KEY is in {folder / SECRETS_NAME}. Back this file up, apart from the database: "
        "without it all photos, pictures and models are lost."
    )


def _refuse_over_existing_files(settings: Settings) -> None:
    url = normalise_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        raise SettingsError(
            "DATA_KEY is not set. With PostgreSQL it must be the same on every machine, so it is not made "
            "automatically: put 32 random bytes in URL-safe base64 into .env as DATA_KEY."
        )
    if url.database and Path(url.database).exists():
        raise SettingsError(
            f"DATA_KEY is not set, but {url.database} exists already. Its files were encrypted with an earlier "
            f"DATA_KEY: put that key back into .env or {SECRETS_NAME}. A new key could not read them."
        )


def _append(folder: Path, made: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / SECRETS_NAME
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.fchmod(handle, 0o600)
        os.write(handle, "".join(f"{name}={value}\n" for name, value in made.items()).encode())
        os.fsync(handle)
    finally:
        os.close(handle)
