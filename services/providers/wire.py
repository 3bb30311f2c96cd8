"""One HTTP exchange, told apart by what became of the request."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

MOST_ANSWER_BYTES = 32 * 1024 * 1024
"""Bound of an answer kept in memory; a page of 100 listed calls with their inputs stays far below."""

# Raised by httpx before the first byte of the request is written: nobody can have taken it.
_BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class WireError(Exception):
    """No usable answer. Not an httpx error on purpose: the providers' own clients may repeat requests on those, paid
    ones too."""


class NotSentError(WireError):
    """No byte of the request left: there was no connection."""


class NoAnswerError(WireError):
    """The request may have arrived; its answer was lost, cut off, unreadable or too large."""


class ForeignHostError(WireError):
    """The request would have carried our key to a host that is not the provider's; it was not sent."""


class AnswerError(WireError):
    """The provider answered, but not with success. The body may echo inputs and is never part of the text."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        super().__init__(f"the provider answered {status}")
        self.status = status
        self.headers = headers
        self.body = body


@dataclass(frozen=True)
class Limits:
    """Seconds: `connect` to be connected, `read` between two pieces, `total` for the whole exchange."""

    connect: float
    read: float
    total: float

    def as_extension(self) -> dict[str, float]:
        """In the form httpx transports read."""
        return {"connect": self.connect, "read": self.read, "write": self.read, "pool": self.connect}


class Wire:
    """Sends requests, each exactly once. Bound to the event loop it is first used in."""

    def __init__(self) -> None:
        certificates = httpx.create_ssl_context()
        self._pooled = httpx.AsyncHTTPTransport(verify=certificates)
        # A kept connection may be closed by the other side just as the request leaves, and a paid call with a
        # lost answer is uncertain for hours: paid calls each get a connection of their own.
        no_reuse = httpx.Limits(max_keepalive_connections=0)
        self._fresh = httpx.AsyncHTTPTransport(verify=certificates, limits=no_reuse)

    async def exchange(self, request: httpx.Request, limits: Limits, *, fresh: bool = False) -> httpx.Response:
        """The answer with its whole body, whatever its status. Raises `NotSentError` and `NoAnswerError`."""
        try:
            async with asyncio.timeout(limits.total):
                response = await self.open(request, limits, fresh=fresh)
                try:
                    body = await _read(response)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, httpx.StreamError, TimeoutError) as error:
            raise NoAnswerError(type(error).__name__) from error
        plain = [(k, v) for k, v in response.headers.multi_items() if k.lower() not in _ABOUT_THE_BODY]
        return httpx.Response(response.status_code, headers=plain, content=body, request=request)

    async def open(self, request: httpx.Request, limits: Limits, *, fresh: bool = False) -> httpx.Response:
        """The answer with its body still to be read; the caller closes it. Raises as `exchange` does."""
        request.extensions = {**request.extensions, "timeout": limits.as_extension()}
        try:
            return await (self._fresh if fresh else self._pooled).handle_async_request(request)
        except _BEFORE_SENDING as error:
            raise NotSentError(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise NoAnswerError(type(error).__name__) from error

    async def close(self) -> None:
        """Closes all connections."""
        await self._pooled.aclose()
        await self._fresh.aclose()


_ABOUT_THE_BODY = frozenset({"content-encoding", "content-length", "transfer-encoding"})


async def _read(response: httpx.Response) -> bytes:
    parts, size = [], 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > MOST_ANSWER_BYTES:
            raise NoAnswerError("too large")
        parts.append(part)
    return b"".join(parts)
