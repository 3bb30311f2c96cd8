"""The pinned fal-client, made to send every request once, to the hosts of the settings, and to nobody else.

By itself fal-client 1.0.3 repeats requests up to ten times, paid ones too, switches to backup domains, and falls
back to an upload that carries the key to a third host. All of that hangs on the HTTP clients it opens, so those
are replaced here; no module global is touched.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
from fal_client import AsyncClient
from fal_client.auth import AuthCredentials
from fal_client.client import USER_AGENT, AsyncCDNTokenManager, CDNToken

from services.providers.fal.addresses import FalAddresses, Place
from services.providers.quiet_client import QuietClient
from services.providers.wire import AnswerError, ForeignHostError, Limits, NoAnswerError, Wire


@dataclass(frozen=True)
class FalTimeouts:
    """How long fal may take, in seconds. A submit or a question takes a second or two as a rule."""

    submit: Limits = field(default=Limits(connect=10, read=60, total=90))
    question: Limits = field(default=Limits(connect=10, read=30, total=60))
    upload: Limits = field(default=Limits(connect=10, read=120, total=900))
    download: Limits = field(default=Limits(connect=10, read=60, total=1800))
    language: Limits = field(default=Limits(connect=5, read=10, total=10))


class FalTransport(httpx.AsyncBaseTransport):
    """Moves a request to the address in use, sends it once, and lets only success through.

    Everything else becomes a `WireError`, which fal-client neither catches nor repeats. The body is read here
    because a connection lost in the middle of an answer would otherwise be an httpx error, and be repeated.
    """

    def __init__(self, wire: Wire, addresses: FalAddresses, timeouts: FalTimeouts) -> None:
        self._wire = wire
        self._addresses = addresses
        self._timeouts = timeouts

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The successful answer. Raises `WireError`."""
        located = self._addresses.locate(request.url)
        if located is None:
            raise ForeignHostError
        place, url = located
        is_paid = request.method == "POST" and place in (Place.QUEUE, Place.RUN)
        response = await self._wire.exchange(_moved(request, url), self._limits(place, is_paid), fresh=is_paid)
        if not response.is_success:
            raise AnswerError(response.status_code, response.headers, response.content)
        return response

    def _limits(self, place: Place, is_paid: bool) -> Limits:
        if place is Place.RUN:
            return self._timeouts.language
        if is_paid:
            return self._timeouts.submit
        return self._timeouts.upload if place is Place.CDN else self._timeouts.question


def _moved(request: httpx.Request, url: httpx.URL) -> httpx.Request:
    headers = request.headers.copy()
    headers["Host"] = url.netloc.decode("ascii")
    return httpx.Request(request.method, url, headers=headers, stream=request.stream, extensions=request.extensions)


class TokenManager(AsyncCDNTokenManager):  # type: ignore[misc,unused-ignore]
    """Fetches CDN tokens through the given client instead of one of its own."""

    def __init__(self, auth: AuthCredentials, client: httpx.AsyncClient) -> None:
        super().__init__(auth)
        self._client = client

    def forget(self) -> None:
        """Drops the kept token; the next upload fetches another."""
        self._token = CDNToken("", "", "", datetime.min.replace(tzinfo=UTC))

    async def check(self) -> None:
        """Fetches a token, which takes our key and costs nothing; kept ones stay."""
        await self._refresh_token()

    async def _refresh_token(self) -> CDNToken:
        response = await self._client.request("POST", self._url, headers=self._headers, json={})
        try:
            data = response.json()
            expires_at = datetime.fromisoformat(data["expires_at"])
            token = CDNToken(data["token"], data["token_type"], data["base_url"], expires_at)
            token.is_expired()
        except (KeyError, TypeError, ValueError) as error:
            raise NoAnswerError("unreadable token") from error
        return token


class FalClient(AsyncClient):  # type: ignore[misc,unused-ignore]
    """fal-client on our transport. Make it inside the running loop and `close` it there.

    Raises `ValueError` for an empty key, where fal-client would look for other credentials on this machine.
    """

    def __init__(self, key: str, addresses: FalAddresses, timeouts: FalTimeouts) -> None:
        if not key or not key.isascii() or not key.isprintable():
            raise ValueError("the fal key is empty or cannot be a header")
        asyncio.get_running_loop()
        super().__init__(key=key)
        self.wire = Wire()
        transport = FalTransport(self.wire, addresses, timeouts)
        agent = {"User-Agent": USER_AGENT}
        self.keyed = QuietClient(transport, {**agent, "Authorization": f"Key {key}"})
        self._without_key = QuietClient(transport, agent)
        self._tokens = TokenManager(AuthCredentials("Key", key), self.keyed)

    @property
    async def _client(self) -> httpx.AsyncClient:
        return self.keyed

    @property
    async def _token_manager(self) -> AsyncCDNTokenManager:
        return self._tokens

    @asynccontextmanager
    async def _cdn_client(self) -> AsyncIterator[httpx.AsyncClient]:
        yield self._without_key

    async def check_key(self) -> None:
        """Asks whether our key is taken; raises `WireError`."""
        await self._tokens.check()

    def forget_token(self) -> None:
        """Drops the kept upload token, after an answer that may mean it is no longer taken."""
        self._tokens.forget()

    async def close(self) -> None:
        """Closes all connections."""
        await self.wire.close()
