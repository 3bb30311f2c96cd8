"""The secret that Replicate signs our webhooks with: one for the account, kept while it fits."""

import asyncio
import base64
import binascii
from datetime import datetime, timedelta
from typing import Any

from services.errors import ProviderError
from services.ports import Clock
from services.providers.replicate.api import Api

REFETCH_AFTER = timedelta(minutes=1)
"""Forged webhooks must not make us ask more often than this."""

_PREFIX = "whsec_"


class WebhookSecret:
    """Asks for the secret when first needed, and on demand at most once a minute."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._lock = asyncio.Lock()
        self._secret: bytes | None = None
        self._tried_at: datetime | None = None

    async def current(self) -> bytes:
        """The secret as kept. Raises `ProviderError` when there is none and none can be had."""
        async with self._lock:
            if self._secret is None:
                if self._is_recent():
                    raise ProviderError("provider-unreachable")
                await self._fetch()
            return self._known()

    async def renewed(self) -> bytes:
        """The secret asked for anew, for a signature that the kept one did not make; the kept one again within a
        minute of the last question. Raises `ProviderError`."""
        async with self._lock:
            if not self._is_recent():
                await self._fetch()
            return self._known()

    def _known(self) -> bytes:
        if self._secret is None:
            raise ProviderError("provider-unreachable")
        return self._secret

    def _is_recent(self) -> bool:
        return self._tried_at is not None and self._clock.now() - self._tried_at < REFETCH_AFTER

    async def _fetch(self) -> None:
        self._tried_at = self._clock.now()
        answer = await self._api.ask("/v1/webhooks/default/secret")
        secret = read_secret(answer.get("key"))
        if secret is None:
            raise ProviderError("provider-answer")
        self._secret = secret


def read_secret(key: Any) -> bytes | None:
    """The bytes of a `whsec_...` key; None for anything else, above all for an empty one."""
    if not isinstance(key, str) or not key.startswith(_PREFIX) or not key.isascii():
        return None
    try:
        secret = base64.b64decode(key.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        return None
    return secret or None
