"""The fal stand-in on a loopback port, and a plain client that drives it as the product would."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, web

from sandbox import fal
from sandbox.clock import SandboxClock
from sandbox.faults import Faults
from sandbox.shelf import PublicFiles
from tests.sandbox.photo_zip import photo_zip
from tests.sandbox.receiver import Receiver

FAST = "fal-ai/flux-lora-fast-training"
Z_IMAGE = "fal-ai/z-image-turbo-trainer-v2"
FLUX = "fal-ai/flux-lora"
FLUX_FROM_PICTURE = "fal-ai/flux-lora/image-to-image"
KEY = {"Authorization": f"Key {fal.KEY}"}


@dataclass
class Answer:
    """What came back: status, headers, and the body as JSON where it is JSON."""

    status: int
    headers: Mapping[str, str]
    data: bytes
    body: Any


@dataclass
class Stand:
    """The running stand-in."""

    base: str
    session: ClientSession
    clock: SandboxClock
    faults: Faults
    hooks: Receiver

    async def call(self, method: str, path: str, *, key: bool = True, **options: Any) -> Answer:
        """One request; a path or one of the stand-in's own URLs."""
        url = path if path.startswith("http") else self.base + path
        headers = {**(KEY if key else {}), **options.pop("headers", {})}
        async with self.session.request(method, url, headers=headers, **options) as answer:
            data = await answer.read()
            is_json = answer.content_type == "application/json" and data
            body = await answer.json() if is_json else None
            return Answer(answer.status, answer.headers, data, body)

    async def settings(self, **wanted: Any) -> None:
        """Turn switches."""
        answer = await self.call("POST", "/control/fal/settings", json=wanted)
        assert answer.status == 200, answer.body

    async def upload(self, data: bytes, name: str = "photos.zip", lifecycle: str | None = None) -> str:
        """Upload in one piece and return the public address."""
        token = (await self.call("POST", "/fal/rest/storage/auth/token?storage_type=fal-cdn-v3", json={})).body
        headers = {"Authorization": f"{token['token_type']} {token['token']}", "X-Fal-File-Name": name}
        if lifecycle:
            headers["X-Fal-Object-Lifecycle"] = lifecycle
        url = token["base_url"] + "/files/upload"
        answer = await self.call("POST", url, key=False, headers=headers, data=data)
        assert answer.status == 200, answer.body
        return str(answer.body["access_url"])

    async def submit(self, endpoint: str, body: dict[str, Any], **options: Any) -> Any:
        """Submit and return the answer's body."""
        answer = await self.call("POST", f"/fal/queue/{endpoint}", json=body, **options)
        assert answer.status == 200, answer.body
        return answer.body

    async def ended(self, job: Any) -> Answer:
        """Wait until a job has ended and return its result answer."""
        deadline = time.monotonic() + 60
        while (await self.call("GET", job["status_url"])).body["status"] != "COMPLETED":
            assert time.monotonic() < deadline, "the job does not end"
            await asyncio.sleep(0.01)
        return await self.call("GET", job["response_url"])

    async def train(self, endpoint: str = FAST, **body: Any) -> Answer:
        """A whole training with four photos."""
        field_name = "images_data_url" if endpoint == FAST else "image_data_url"
        url = await self.upload(photo_zip(4))
        return await self.ended(await self.submit(endpoint, {field_name: url, **body}))

    async def draw(self, endpoint: str = FLUX, **body: Any) -> bytes:
        """The bytes of the first picture of a generation."""
        answer = await self.ended(await self.submit(endpoint, {"prompt": "a portrait", "seed": 1, **body}))
        assert answer.status == 200, answer.body
        return (await self.call("GET", answer.body["images"][0]["url"], key=False)).data


@asynccontextmanager
async def running(speed: float) -> AsyncIterator[Stand]:
    """The stand-in with its own clock, faults and webhook receiver, on a free port."""
    clock, faults, receiver = SandboxClock(speed), Faults(), Receiver()
    bases: list[str] = []
    app = web.Application()
    fal.mount(app, base_url=lambda: bases[0], clock=clock, faults=faults, public=PublicFiles())
    hook: Callable[[web.Request], Awaitable[web.Response]] = receiver.take
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    bases.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
    receiver.url = bases[0] + "/hook?job=7&secret=a%2Bb"
    async with ClientSession() as session:
        yield Stand(bases[0], session, clock, faults, receiver)
    await runner.cleanup()
