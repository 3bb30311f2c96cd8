"""The Replicate stand-in on a loopback port, and a plain client that drives it as the product would."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, FormData, web

from sandbox import fal, replicate
from sandbox.clock import SandboxClock
from sandbox.faults import Faults
from sandbox.replicate.catalogue import FLUX, LANGUAGE, TRAINER, TRAINER_VERSION
from sandbox.shelf import PublicFiles, Shelf
from tests.sandbox.photo_zip import photo_zip
from tests.sandbox.receiver import Receiver

API = "/replicate/v1"
KEY = {"Authorization": f"Bearer {replicate.TOKEN}"}
TRAININGS = f"{API}/models/{TRAINER}/versions/{TRAINER_VERSION}/trainings"
FLUX_PREDICTIONS = f"{API}/models/{FLUX}/predictions"
WORDS = f"{API}/models/{LANGUAGE}/predictions"
DESTINATION = f"{replicate.USERNAME}/annx"


@dataclass
class Answer:
    """What came back: status, headers, and the body as JSON where it is JSON."""

    status: int
    headers: Mapping[str, str]
    data: bytes
    body: Any


@dataclass
class Stand:
    """The running stand-in. `elsewhere` is another public host that its models can read."""

    base: str
    session: ClientSession
    clock: SandboxClock
    faults: Faults
    hooks: Receiver
    elsewhere: Shelf

    async def call(self, method: str, path: str, *, key: bool = True, **options: Any) -> Answer:
        """One request; a path or one of the stand-in's own URLs."""
        url = path if path.startswith("http") else self.base + path
        headers = {**(KEY if key else {}), **options.pop("headers", {})}
        async with self.session.request(method, url, headers=headers, **options) as answer:
            data = await answer.read()
            body = json.loads(data) if answer.content_type.endswith("json") and data else None
            return Answer(answer.status, answer.headers, data, body)

    async def settings(self, **wanted: Any) -> None:
        """Turn switches."""
        answer = await self.call("POST", "/control/replicate/settings", json=wanted)
        assert answer.status == 200, answer.body

    async def upload(self, data: bytes, name: str = "data.zip") -> Any:
        """Upload a file and return the file object."""
        form = FormData()
        form.add_field("content", data, filename=name, content_type="application/zip")
        answer = await self.call("POST", f"{API}/files", data=form)
        assert answer.status == 201, answer.body
        return answer.body

    async def destination(self, name: str = "annx", visibility: str = "private") -> str:
        """Make a model for trainings and return owner/name."""
        body = {"owner": replicate.USERNAME, "name": name, "visibility": visibility, "hardware": "gpu-t4"}
        answer = await self.call("POST", f"{API}/models", json=body)
        assert answer.status in (201, 409), answer.body
        return f"{replicate.USERNAME}/{name}"

    async def training_body(self, *, destination: str | None = None, **values: Any) -> dict[str, Any]:
        """The body of a training with four photos; `values` go into its input."""
        destination = destination or await self.destination()
        if "input_images" not in values:
            values["input_images"] = (await self.upload(photo_zip(4)))["urls"]["get"]
        return {"destination": destination, "input": values}

    async def make(self, path: str, body: dict[str, Any], **options: Any) -> Any:
        """Create a job and return its object."""
        answer = await self.call("POST", path, json=body, **options)
        assert answer.status in (201, 202), answer.body
        return answer.body

    async def ended(self, job: Any, kind: str = "predictions") -> Any:
        """Wait until a job has ended and return its object."""
        deadline = time.monotonic() + 60
        while True:
            found = (await self.call("GET", f"{API}/{kind}/{job['id']}")).body
            if found["status"] not in ("starting", "processing"):
                return found
            assert time.monotonic() < deadline, "the job does not end"
            await asyncio.sleep(0.01)

    async def train(self, **values: Any) -> Any:
        """A whole training with four photos."""
        return await self.ended(await self.make(TRAININGS, await self.training_body(**values)), "trainings")

    async def predict(self, path: str = FLUX_PREDICTIONS, *, version: str | None = None, **values: Any) -> Any:
        """A whole prediction, of a version where one is given."""
        body: dict[str, Any] = {"input": {"prompt": "a portrait", "seed": 1, **values}}
        if version:
            path, body = f"{API}/predictions", body | {"version": version}
        return await self.ended(await self.make(path, body))

    async def draw(self, path: str = FLUX_PREDICTIONS, *, version: str | None = None, **values: Any) -> bytes:
        """The bytes of the first picture of a prediction."""
        found = await self.predict(path, version=version, **values)
        assert found["status"] == "succeeded", found["error"]
        return (await self.call("GET", found["output"][0], key=False)).data

    async def jobs(self) -> Any:
        """What the control API knows of all jobs."""
        return (await self.call("GET", "/control/replicate/jobs")).body


@asynccontextmanager
async def running(speed: float) -> AsyncIterator[Stand]:
    """The stand-in beside fal's, with its own clock, faults and webhook receiver, on a free port."""
    clock, faults, receiver, public = SandboxClock(speed), Faults(), Receiver(), PublicFiles()
    bases: list[str] = []
    app = web.Application()
    for provider in (fal, replicate):
        provider.mount(app, base_url=lambda: bases[0], clock=clock, faults=faults, public=public)
    elsewhere = Shelf(clock, lambda: bases[0], "/elsewhere/")
    public.add(elsewhere)
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    bases.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
    receiver.url = bases[0] + "/hook?job=7&secret=a%2Bb"
    async with ClientSession() as session:
        stand = Stand(bases[0], session, clock, faults, receiver, elsewhere)
        if speed > 1:
            # An hour passes in no time here; what a test has made shall be there when the test looks.
            await stand.settings(output_seconds=1e9, weights_seconds=1e9, file_seconds=1e9)
        yield stand
    await runner.cleanup()
