"""Figures are for whoever has the token, and for nobody else."""

from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry, Counter
from prometheus_client.parser import text_string_to_metric_families

from bot.web.app import build_app
from bot.web.metrics import MetricsPage

TOKEN = "a-token-of-the-tests"


class Count:
    """Counts how often figures were counted anew."""

    def __init__(self) -> None:
        self.times = 0

    async def refresh(self) -> None:
        """Once more."""
        self.times += 1


def serve(refresh: Callable[[], Awaitable[None]]) -> TestClient[web.Request, web.Application]:
    registry = CollectorRegistry()
    Counter("x", "A figure.", registry=registry).inc(3)
    return TestClient(TestServer(build_app([MetricsPage(TOKEN, registry, refresh)])))


async def test_with_the_token_the_figures_are_told() -> None:
    """In a text that the library itself can read, counted anew before."""
    count = Count()
    async with (
        serve(count.refresh) as client,
        client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}) as answer,
    ):
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        families = {family.name: family for family in text_string_to_metric_families(await answer.text())}
    assert families["x"].samples[0].value == 3
    assert count.times == 1


@pytest.mark.parametrize(
    "header", ["", TOKEN, "Bearer ", f"Bearer {TOKEN}x", f"bearer {TOKEN}", f"Basic {TOKEN}", "Bearer ключ"]
)
async def test_without_it_nothing_is_told_nor_counted(header: str) -> None:
    """Whoever guesses makes no work for the database."""
    count = Count()
    async with serve(count.refresh) as client, client.get("/metrics", headers={"Authorization": header}) as answer:
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert await answer.text() == ""
    assert count.times == 0


def test_an_empty_token_is_refused() -> None:
    """It would let everybody in."""
    with pytest.raises(ValueError, match="empty"):
        MetricsPage("", CollectorRegistry(), Count().refresh)
