"""Whether a call in a provider's list is the one that an attempt made. Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from db.models import Attempt
from services.providers.base import Listed


def is_of(attempt: Attempt, call: Listed) -> bool:
    """Whether `call` was made with what only this attempt had: its own upload, or where there was none all its
    arguments. Two calls with the same arguments make the same thing with the same version: which one it is does not
    matter."""
    if attempt.data_url is not None:
        return _mentions(call.arguments, attempt.data_url)
    return attempt.fingerprint == fingerprint_of(call.arguments, call.target)


def fingerprint_of(arguments: Mapping[str, Any], target: str | None) -> str:
    """SHA-256 of what a call was made with and for; whole numbers count the same with and without a point."""
    text = json.dumps([target, _plain(arguments)], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _mentions(value: Any, data_url: str) -> bool:
    if isinstance(value, str):
        return value == data_url
    if isinstance(value, Mapping):
        return any(_mentions(item, data_url) for item in value.values())
    return isinstance(value, list) and any(_mentions(item, data_url) for item in value)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
