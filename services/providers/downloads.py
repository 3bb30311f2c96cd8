"""Finished artefacts, fetched without our key from a provider's own file hosts only."""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx

from services.errors import BrokenArtefactError, ProviderError
from services.providers.wire import Limits, Wire, WireError

MOST_REDIRECTS = 3
CHUNK_BYTES = 256 * 1024

_GONE = frozenset({403, 404, 410})


class Downloads:
    """Streams files; every hop of a redirect must be on an allowed host. `allowed` gives the address to fetch a URL
    from, and None for any host that is not the provider's."""

    def __init__(self, wire: Wire, allowed: Callable[[httpx.URL], httpx.URL | None], limits: Limits) -> None:
        self._wire = wire
        self._allowed = allowed
        self._limits = limits

    def address(self, url: str) -> httpx.URL | None:
        """Where to fetch `url` from; None when it is not on an allowed host."""
        try:
            return self._allowed(httpx.URL(url))
        except httpx.InvalidURL:
            return None

    async def stream(self, url: str) -> AsyncIterator[bytes]:
        """The file in pieces. Raises `BrokenArtefactError` for a foreign address ('artefact-address') and for
        403, 404 and 410 ('artefact-gone'), `ProviderError` for what may work later."""
        deadline = asyncio.get_running_loop().time() + self._limits.total
        response = await self._open(url)
        try:
            async for piece in response.aiter_bytes(CHUNK_BYTES):
                if asyncio.get_running_loop().time() > deadline:
                    raise ProviderError("provider-unreachable")
                yield piece
        except httpx.HTTPError as error:
            raise ProviderError("provider-unreachable") from error
        finally:
            await response.aclose()

    async def _open(self, url: str) -> httpx.Response:
        for _ in range(MOST_REDIRECTS + 1):
            address = self.address(url)
            if address is None:
                raise BrokenArtefactError("artefact-address")
            try:
                response = await self._wire.open(_request(address), self._limits)
            except WireError as error:
                raise ProviderError("provider-unreachable") from error
            if response.is_success:
                return response
            await response.aclose()
            if not response.has_redirect_location:
                raise _refusal(response.status_code)
            url = _next(address, response.headers["location"])
        raise BrokenArtefactError("artefact-address")


def is_plain_https(url: httpx.URL) -> bool:
    """An https address on the usual port, without credentials: the form of every provider's file address."""
    return url.scheme == "https" and url.port is None and not url.userinfo


def _request(address: httpx.URL) -> httpx.Request:
    # Pictures and weights do not get smaller; plain bytes keep the sizes honest.
    return httpx.Request("GET", address, headers={"Accept-Encoding": "identity"})


def _refusal(status: int) -> BrokenArtefactError | ProviderError:
    if status in _GONE:
        return BrokenArtefactError("artefact-gone")
    return ProviderError("provider-unreachable", status=status)


def _next(address: httpx.URL, location: str) -> str:
    try:
        return str(address.join(location))
    except httpx.InvalidURL as error:
        raise BrokenArtefactError("artefact-address") from error
