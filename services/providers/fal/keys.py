"""fal's public webhook keys (a JWKS), kept for at most a day."""

import asyncio
import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx

from services.errors import ProviderError
from services.ports import Clock
from services.providers.wire import Limits, Wire, WireError

KEPT_FOR = timedelta(hours=24)
"""The longest that fal's page allows keys to be kept."""

REFETCH_AFTER = timedelta(minutes=1)
"""Forged webhooks must not make us fetch more often than this."""

KEY_BYTES = 32


class FalKeys:
    """Fetches the keys when first needed, when they are a day old, and on demand at most once a minute."""

    def __init__(self, wire: Wire, jwks_url: str, clock: Clock, limits: Limits) -> None:
        self._wire = wire
        self._url = jwks_url
        self._clock = clock
        self._limits = limits
        self._lock = asyncio.Lock()
        self._keys: tuple[bytes, ...] = ()
        self._fetched_at: datetime | None = None
        self._tried_at: datetime | None = None

    async def current(self) -> Sequence[bytes]:
        """Keys at most a day old. Raises `ProviderError` when there are none and none can be had."""
        async with self._lock:
            if not self._is_younger(self._fetched_at, KEPT_FOR):
                if self._fetched_at is None and self._is_younger(self._tried_at, REFETCH_AFTER):
                    raise ProviderError("provider-unreachable")
                await self._fetch()
            return self._keys

    async def renewed(self) -> Sequence[bytes]:
        """Keys fetched anew, for a signature that the current ones did not make; the current ones again within
        a minute of the last fetch. Raises `ProviderError`."""
        async with self._lock:
            if not self._is_younger(self._tried_at, REFETCH_AFTER):
                await self._fetch()
            return self._keys

    def _is_younger(self, since: datetime | None, age: timedelta) -> bool:
        return since is not None and self._clock.now() - since < age

    async def _fetch(self) -> None:
        self._tried_at = self._clock.now()
        try:
            response = await self._wire.exchange(httpx.Request("GET", self._url), self._limits)
        except WireError as error:
            raise ProviderError("provider-unreachable") from error
        if not response.is_success:
            raise ProviderError("provider-unreachable", status=response.status_code)
        keys = read_jwks(response.content)
        if not keys:
            raise ProviderError("provider-answer")
        self._keys, self._fetched_at = keys, self._clock.now()


def read_jwks(data: bytes) -> tuple[bytes, ...]:
    """The usable keys of a JWKS as raw bytes; entries of another kind are left out."""
    try:
        entries = json.loads(data)["keys"]
    except (ValueError, KeyError, TypeError):
        return ()
    keys = [_raw_key(entry) for entry in entries] if isinstance(entries, list) else []
    return tuple(key for key in keys if key is not None)


def _raw_key(entry: Any) -> bytes | None:
    x = entry.get("x") if isinstance(entry, dict) else None
    if not isinstance(x, str) or not x.isascii():
        return None
    try:
        # Real key sets have been seen with padding and without; too much of it does no harm.
        key = base64.urlsafe_b64decode(x + "==")
    except binascii.Error:
        return None
    return key if len(key) == KEY_BYTES else None
