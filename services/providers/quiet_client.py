"""An httpx client for the providers' own SDKs that repeats nothing, follows nothing, and logs nothing."""

from typing import Any

import httpx


class QuietClient(httpx.AsyncClient):
    """Hands each request straight to the transport. httpx itself would write every URL to its log, and ours
    carry webhook secrets and the addresses of people's photos."""

    def __init__(self, transport: httpx.AsyncBaseTransport, headers: dict[str, str], base_url: str = "") -> None:
        super().__init__(transport=transport, headers=headers, base_url=base_url, trust_env=False)
        self._straight = transport

    async def send(self, request: httpx.Request, **_: Any) -> httpx.Response:
        """One request, no redirects, no authentication flow."""
        response = await self._straight.handle_async_request(request)
        response.request = request
        return response
