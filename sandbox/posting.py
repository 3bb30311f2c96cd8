"""Posts webhooks to their receivers and remembers every try."""

from dataclasses import asdict, dataclass
from typing import Any

import aiohttp

from sandbox.clock import SandboxClock

TIMEOUT_SECONDS = 15.0
"""Real seconds a receiver has to answer."""


@dataclass(frozen=True)
class Delivery:
    """One try. `event` is what is announced, `kind` whether it is genuine or what is false about it; `status` is
    the receiver's answer, None where there was none (then `error` says why)."""

    request_id: str
    url: str
    at: float
    event: str
    kind: str
    status: int | None
    error: str | None


class Postman:
    """Sends webhooks, never following redirects."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._deliveries: list[Delivery] = []

    async def post(
        self, request_id: str, url: str, body: bytes, headers: dict[str, str], *, event: str, kind: str
    ) -> int | None:
        """One try; the receiver's status, None where there was no answer."""
        at = self._clock.real_now()
        status, error = None, None
        try:
            timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
            async with self._client().post(
                url,
                data=body,
                headers=headers | {"Content-Type": "application/json"},
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError) as failed:
            error = type(failed).__name__
        self._deliveries.append(Delivery(request_id, url, at, event, kind, status, error))
        return status

    def deliveries(self) -> list[dict[str, Any]]:
        """Every try so far, in order, as JSON-ready rows."""
        return [asdict(delivery) for delivery in self._deliveries]

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session
