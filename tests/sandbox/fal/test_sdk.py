"""The real SDK against the stand-in: what fal_client sends and expects is what is spoken here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import fal_client
import httpx
import pytest
from fal_client.client import AsyncCDNTokenManager, AsyncClient, CDNToken, FalClientHTTPError, StorageSettings

from sandbox.fal import KEY
from tests.sandbox.fal.stand import FAST, FLUX, Stand
from tests.sandbox.photo_zip import photo_zip

HOSTS = {
    "queue.fal.run": "/fal/queue",
    "fal.run": "/fal/run",
    "rest.fal.ai": "/fal/rest",
    "v3.fal.media": "/fal/cdn",
}


class Mapped(httpx.AsyncBaseTransport):
    """Leads fal's hosts to the stand-in; the stand-in's own addresses stay."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._inner = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        prefix = HOSTS.get(request.url.host)
        if prefix:
            path = request.url.raw_path.decode()
            request.url = httpx.URL(f"{self._base}{prefix}{path}")
            request.headers["Host"] = request.url.netloc.decode()
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


class Tokens(AsyncCDNTokenManager):
    """The SDK's token manager over the mapped transport."""

    def __init__(self, client: "Client", auth: Any) -> None:
        super().__init__(auth)
        self._client = client

    async def _refresh_token(self) -> CDNToken:
        async with httpx.AsyncClient(transport=Mapped(self._client.base)) as http:
            answer = await http.post(self._url, headers=self._headers, json={})
        body = answer.raise_for_status().json()
        expires = datetime.fromisoformat(body["expires_at"])
        return CDNToken(body["token"], body["token_type"], body["base_url"], expires)


class Client(AsyncClient):
    """The SDK's client with its three ways out led to the stand-in."""

    def __init__(self, base: str) -> None:
        super().__init__(key=KEY)
        self.base = base
        self.keyed = httpx.AsyncClient(transport=Mapped(base), headers={"Authorization": f"Key {self.key}"})

    @property
    async def _client(self) -> httpx.AsyncClient:
        return self.keyed

    @property
    async def _token_manager(self) -> AsyncCDNTokenManager:
        return Tokens(self, await self._auth)

    @asynccontextmanager
    async def _cdn_client(self) -> AsyncIterator[httpx.AsyncClient]:
        async with httpx.AsyncClient(transport=Mapped(self.base)) as client:
            yield client


async def test_the_sdk_uploads_submits_and_reads_states(stand: Stand) -> None:
    """A round trip: upload with a lifetime, submit with webhook and deadline, states, logs, result."""
    client = Client(stand.base)
    settings = StorageSettings(expires_in="1d")
    url = await client.upload(photo_zip(4), "application/zip", file_name="p.zip", lifecycle=settings)
    handle = await client.submit(
        FAST,
        {"images_data_url": url, "trigger_word": "annx", "steps": 200},
        webhook_url=stand.hooks.url,
        start_timeout=600,
    )
    seen = [event async for event in handle.iter_events(with_logs=True, interval=0.01)]
    assert isinstance(seen[-1], fal_client.Completed)
    assert any("200/200" in line["message"] for line in seen[-1].logs or [])
    result = await handle.get()
    assert result["diffusers_lora_file"]["url"].endswith(".safetensors")
    with pytest.raises(FalClientHTTPError) as late:
        await handle.cancel()
    assert late.value.status_code == 400
    (job,) = (await stand.call("GET", "/control/fal/jobs")).body
    assert (job["webhook_url"], job["start_timeout"]) == (stand.hooks.url, 600.0)
    stand.clock.advance(86500)
    assert (await stand.call("GET", url, key=False)).status == 404
    await (await client._client).aclose()


async def test_the_sdk_sees_refusals_and_failures(stand: Stand) -> None:
    """A wrong body raises at once; a failed job is Completed with an error, and its result raises."""
    client = Client(stand.base)
    with pytest.raises(FalClientHTTPError) as refused:
        await client.submit(FLUX, {"prompt": "a", "steps": 5})
    assert refused.value.status_code == 422
    stand.faults.plan("fal.job", "fail", error="runner_disconnected")
    handle = await client.submit(FLUX, {"prompt": "a"})
    *_, last = [event async for event in handle.iter_events(interval=0.01)]
    assert isinstance(last, fal_client.Completed)
    assert last.error_type == "runner_disconnected"
    with pytest.raises(FalClientHTTPError) as failed:
        await handle.get()
    assert (failed.value.status_code, failed.value.error_type) == (503, "runner_disconnected")
    await (await client._client).aclose()


async def test_a_large_upload_goes_in_parts(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above its threshold the SDK uploads in parts, several at once."""
    monkeypatch.setattr("fal_client.client.MULTIPART_THRESHOLD", 1000)
    monkeypatch.setattr("fal_client.client.MULTIPART_CHUNK_SIZE", 1000)
    data = bytes(range(256)) * 12
    url = await Client(stand.base).upload(data, "application/zip", file_name="p.zip")
    assert (await stand.call("GET", url, key=False)).data == data
