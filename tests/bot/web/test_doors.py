"""Files and provider webhooks: who gets what answer."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.bootstrap_engine import EngineSide
from bot.web.app import Routes, build_app
from bot.web.files import Files
from bot.web.provider_webhooks import BODY_LIMIT, ProviderWebhooks
from services.errors import ProviderError
from services.jobs.hints import HintAnswer
from tests.bot.fakes import engine_side

Client = TestClient[web.Request, web.Application]


def serve(*parts: Routes) -> Client:
    return TestClient(TestServer(build_app(parts)))


@pytest.fixture
async def side(sqlite_url: str, tmp_path: Path) -> AsyncIterator[EngineSide]:
    side = engine_side(sqlite_url, tmp_path)
    yield side
    await side.close()


def files_of(side: EngineSide) -> Client:
    return serve(Files(side.services.links, side.services.storage, side.services.clock))


async def test_a_signed_link_gives_the_file_as_a_download(side: EngineSide) -> None:
    data = bytes(range(256)) * 9000
    await side.services.storage.put("pictures/a/0.png", data)
    now = side.services.clock.now()
    link = side.services.links.sign("pictures/a/0.png", file_name="Аня 1.png", seconds=60, now=now)
    async with files_of(side) as client, client.get(link) as response:
        assert response.status == 200
        assert await response.read() == data
        assert response.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%D0%90")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Type"] == "image/png"


async def test_an_expired_or_changed_link_gives_nothing(side: EngineSide) -> None:
    await side.services.storage.put("pictures/a/0.png", b"secret")
    before = side.services.clock.now() - timedelta(hours=1)
    over = side.services.links.sign("pictures/a/0.png", file_name="0.png", seconds=60, now=before)
    good = side.services.links.sign("pictures/a/0.png", file_name="0.png", seconds=60, now=side.services.clock.now())
    async with files_of(side) as client:
        for link in (over, good[:-2] + "xx", "/files/x", "/files/a.b.c"):
            async with client.get(link) as response:
                assert response.status == 403
                assert b"secret" not in await response.read()


async def test_a_file_that_is_gone_is_not_found(side: EngineSide) -> None:
    link = side.services.links.sign("pictures/x.png", file_name="x.png", seconds=60, now=side.services.clock.now())
    async with files_of(side) as client, client.get(link) as response:
        assert response.status == 404


class FakeHints:
    """A door that knows one token and answers as told."""

    def __init__(self, answer: HintAnswer | Exception = HintAnswer.ACCEPTED) -> None:
        self.answer = answer
        self.bodies: list[bytes] = []

    async def known(self, provider: str, token: str) -> bool:
        return (provider, token) == ("fal", "ours")

    async def receive(self, provider: str, token: str, headers: Mapping[str, str], body: bytes) -> HintAnswer:
        self.bodies.append(body)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (HintAnswer.ACCEPTED, 200),
        (HintAnswer.REFUSED, 403),
        (HintAnswer.MISMATCH, 409),
        (ConnectionRefusedError(), 503),
        (ProviderError("provider-unreachable"), 503),
    ],
)
async def test_a_webhook_gets_the_answer_of_the_hints(answer: HintAnswer | Exception, status: int) -> None:
    hints = FakeHints(answer)
    async with (
        serve(ProviderWebhooks(hints)) as client,
        client.post("/webhooks/fal/ours", data=b"{}") as response,
    ):
        assert response.status == status
    assert hints.bodies == [b"{}"]


@pytest.mark.parametrize("path", ["/webhooks/fal/theirs", "/webhooks/other/ours"])
async def test_an_unknown_token_is_turned_away_before_the_body(path: str) -> None:
    hints = FakeHints()
    async with serve(ProviderWebhooks(hints)) as client, client.post(path, data=b"x") as response:
        assert response.status == 403
    assert hints.bodies == []


@pytest.mark.parametrize(
    ("answer", "path", "verdict"),
    [
        (HintAnswer.ACCEPTED, "/webhooks/fal/ours", "accepted"),
        (HintAnswer.MISMATCH, "/webhooks/fal/ours", "mismatch"),
        (ConnectionRefusedError(), "/webhooks/fal/ours", "busy"),
        (HintAnswer.ACCEPTED, "/webhooks/fal/theirs", "refused"),
    ],
)
async def test_every_webhook_is_counted_with_what_was_thought_of_it(
    answer: HintAnswer | Exception, path: str, verdict: str
) -> None:
    """Forged ones too: that is how an operator sees that somebody tries."""
    counted: list[tuple[str, str]] = []
    door = ProviderWebhooks(FakeHints(answer), lambda provider, verdict: counted.append((provider, verdict)))
    async with serve(door) as client, client.post(path, data=b"{}"):
        assert counted == [("fal", verdict)]


async def test_a_huge_webhook_is_refused() -> None:
    hints = FakeHints()
    async with (
        serve(ProviderWebhooks(hints)) as client,
        client.post("/webhooks/fal/ours", data=b"x" * (BODY_LIMIT + 1)) as response,
    ):
        assert response.status == 413
    assert hints.bodies == []


async def test_a_failing_route_is_logged_without_its_address(caplog: pytest.LogCaptureFixture) -> None:
    """The token is part of the address."""
    async with (
        serve(ProviderWebhooks(FakeHints(RuntimeError("a private body")))) as client,
        client.post("/webhooks/fal/ours", data=b"x") as response,
    ):
        assert response.status == 500
    assert "/webhooks/{provider}/{token}" in caplog.text
    assert "ours" not in caplog.text
    assert "private" not in caplog.text
