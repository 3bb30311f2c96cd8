"""What a request says about its body is not believed."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.app import build_app
from bot.web.bodies import read_body


class Reader:
    """A part whose one route reads its body, up to ten bytes."""

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/", self.read)

    async def read(self, request: web.Request) -> web.Response:
        body = await read_body(request, 10)
        return web.Response(status=413) if body is None else web.Response(body=body)


async def test_a_body_that_is_not_packed_as_it_says_is_the_senders_mistake(caplog: pytest.LogCaptureFixture) -> None:
    """No error of ours, which would be logged with a trace and bring the sender back."""
    async with TestClient(TestServer(build_app([Reader()]))) as client:
        async with client.post("/", data=b"rubbish", headers={"Content-Encoding": "gzip"}) as answer:
            assert answer.status == 400
    assert "a request to" not in caplog.text
