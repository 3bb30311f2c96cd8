"""The pinned `replicate` SDK, made to send every request once, in bounded time, and to the API alone.

By itself replicate 1.0.7 gives predictions and uploads no timeout at all, repeats questions up to ten times for as
long as the server says, and refuses whole answers for a status it does not know. It is used to build the requests
that cost money or carry files; the requests leave through the client here, and the answers are read by us.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx
from replicate.__about__ import __version__ as sdk_version
from replicate.client import Client

from services.providers.quiet_client import QuietClient
from services.providers.replicate.addresses import ReplicateAddresses
from services.providers.wire import AnswerError, ForeignHostError, Limits, Wire


@dataclass(frozen=True)
class ReplicateTimeouts:
    """How long Replicate may take, in seconds. A submit or a question takes a second or two as a rule."""

    submit: Limits = field(default=Limits(connect=10, read=60, total=90))
    question: Limits = field(default=Limits(connect=10, read=30, total=60))
    upload: Limits = field(default=Limits(connect=10, read=120, total=900))
    download: Limits = field(default=Limits(connect=10, read=60, total=1800))


class ReplicateTransport(httpx.AsyncBaseTransport):
    """Sends a request once and lets only success through; everything else becomes a `WireError`."""

    def __init__(self, wire: Wire, addresses: ReplicateAddresses, timeouts: ReplicateTimeouts) -> None:
        self._wire = wire
        self._addresses = addresses
        self._timeouts = timeouts

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The successful answer. Raises `WireError`."""
        if not self._addresses.is_api(request.url):
            raise ForeignHostError
        is_paid = request.method == "POST" and request.url.path.endswith(("/predictions", "/trainings"))
        response = await self._wire.exchange(request, self._limits(request, is_paid), fresh=is_paid)
        if not response.is_success:
            raise AnswerError(response.status_code, response.headers, response.content)
        return response

    def _limits(self, request: httpx.Request, is_paid: bool) -> Limits:
        if is_paid:
            return self._timeouts.submit
        is_upload = request.method == "POST" and request.url.path.endswith("/files")
        return self._timeouts.upload if is_upload else self._timeouts.question


class OneRequest(Client):
    """The SDK for a single request. `sent` tells whether it began to leave, `answer` is what came back, kept
    because the SDK's own reading of it may fail. A second request is refused."""

    def __init__(self, keyed: QuietClient) -> None:
        super().__init__(api_token="carried by the client below")  # noqa: S106 - no secret: keeps the SDK from looking
        self._keyed = keyed
        self.sent = False
        self.answer: httpx.Response | None = None

    async def _async_request(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        if self.sent:
            raise RuntimeError("the SDK wanted a second request")
        self.sent = True
        self.answer = await self._keyed.request(method, path, **kwargs)
        return self.answer


class Connection:
    """Our token's way to the API. Make it inside the running loop and `close` it there.

    Raises `ValueError` for a token that is empty or cannot be a header.
    """

    def __init__(self, token: str, addresses: ReplicateAddresses, timeouts: ReplicateTimeouts) -> None:
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise ValueError("the Replicate token is empty or cannot be a header")
        asyncio.get_running_loop()
        self.wire = Wire()
        headers = {"User-Agent": f"replicate-python/{sdk_version}", "Authorization": f"Bearer {token}"}
        self.keyed = QuietClient(ReplicateTransport(self.wire, addresses, timeouts), headers, addresses.api_url)

    def one_request(self) -> OneRequest:
        """The SDK, good for one request."""
        return OneRequest(self.keyed)

    async def close(self) -> None:
        """Closes all connections."""
        await self.wire.close()
