"""The bot on what several machines share: PostgreSQL and an S3 server of others, as a process of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.demo.sandbox_api import SandboxApi
from tests.e2e.visitor import NAME, Visitor
from tests.support.processes import STOP, BotProcess, SandboxProcess, bot_settings
from tests.support.s3_server import BUCKET, S3Server, s3_server

pytestmark = pytest.mark.slow

URL = f"s3://{BUCKET}/bot"


@pytest.fixture
async def s3(tmp_path: Path) -> AsyncIterator[S3Server]:
    async with s3_server(tmp_path / "s3.log") as running:
        yield running


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxProcess]:
    running = await SandboxProcess.start(speed=1.0)
    yield running
    await running.stop()


async def test_from_start_to_a_picture(
    tmp_path: Path, s3: S3Server, sandbox: SandboxProcess, postgresql_url: str
) -> None:
    """Ready, photos and weights and pictures in the bucket, and read again from there."""
    settings = bot_settings(sandbox.settings, tmp_path, DATABASE_URL=postgresql_url, STORAGE_URL=URL, **s3.environment)
    bot = BotProcess(tmp_path, settings)
    try:
        await bot.start()
        async with aiohttp.ClientSession() as http:
            async with http.get(f"http://127.0.0.1:{settings['PORT']}/readyz") as ready:
                assert (ready.status, (await ready.json())["storage"]) == (200, True)
            api = SandboxApi(http, sandbox.address)
            visitor = Visitor(api, await api.new_person("Anna"))
            await visitor.order()
            await api.post("/control/clock", {"speed": 120.0})
            await visitor.drawing.wait_for_model(NAME)
            assert (await visitor.draw()).startswith((b"\x89PNG", b"\xff\xd8"))
        assert await bot.terminate() < STOP
        assert not (tmp_path / "files").exists()
    finally:
        await bot.kill()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"STORAGE_URL": "s3://nobodys/bot"}, "there is no such bucket"),
        ({"AWS_SECRET_ACCESS_KEY": "wrong-and-secret"}, "the credentials are not taken"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "it does not answer"),
        ({"AWS_ENDPOINT_URL": "s3.example.org"}, "AWS_ENDPOINT_URL must be a full address"),
    ],
    ids=["bucket", "secret", "silence", "endpoint"],
)
async def test_a_bucket_that_cannot_be_used(
    tmp_path: Path, s3: S3Server, sandbox: SandboxProcess, postgresql_url: str, change: dict[str, str], told: str
) -> None:
    """The start ends with a sentence that says what to mend, without a traceback and without the secret."""
    wanted = {"DATABASE_URL": postgresql_url, "STORAGE_URL": URL, **s3.environment} | change
    bot = BotProcess(tmp_path, bot_settings(sandbox.settings, tmp_path, **wanted))
    with pytest.raises(AssertionError, match="the bot ended with 2"):
        await bot.start()
    assert f"STORAGE_URL cannot be used: {told}" in bot.tail()
    assert "Traceback" not in bot.tail(100_000)
    assert "wrong-and-secret" not in bot.tail(100_000)
