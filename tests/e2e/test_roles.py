"""One process that takes in and one that works, on PostgreSQL and a bucket: a person notices nothing of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.demo.chat import Chat
from bot.demo.creating import Creating
from bot.demo.drawing import Drawing
from bot.demo.sandbox_api import SandboxApi
from bot.demo.words import Words
from tests.support.processes import BotProcess, SandboxProcess, bot_settings
from tests.support.s3_server import BUCKET, S3Server, s3_server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

NAME = "My portrait"
PATIENCE = 6.0


@pytest.fixture
async def bucket(tmp_path: Path) -> AsyncIterator[S3Server]:
    async with s3_server(tmp_path / "s3.log") as server:
        yield server


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxProcess]:
    process = await SandboxProcess.start(speed=120.0)
    yield process
    await process.stop()


async def test_web_and_worker_are_one_bot(
    sandbox: SandboxProcess, bucket: S3Server, postgresql_url: str, tmp_path: Path
) -> None:
    """From /start to a picture: what one takes in the other works on, files travel through the bucket, and the one at
    the door never talks to Telegram."""
    shared = bot_settings(sandbox.settings, tmp_path) | dict(bucket.environment)
    shared |= {"DATABASE_URL": postgresql_url, "STORAGE_URL": f"s3://{BUCKET}/files", "TICK_FACTOR": "0.3"}
    nowhere = {"TELEGRAM_API_URL": "http://127.0.0.1:1"}
    web = BotProcess(_folder(tmp_path, "web"), shared | {"ROLE": "web"} | nowhere)
    worker = BotProcess(_folder(tmp_path, "worker"), shared | {"PORT": "0"})
    try:
        await web.start()
        assert "takes in" in web.said
        await worker.start("--role", "worker")
        async with aiohttp.ClientSession() as http:
            api = SandboxApi(http, sandbox.address)
            chat = Chat(api, await api.new_person("Anna"))
            await _order_and_draw(chat, api)
            async with http.get(f"{shared['PUBLIC_URL']}/readyz") as answer:
                assert answer.status == 200
        await worker.terminate()
        await web.terminate()
    finally:
        await worker.kill()
        await web.kill()
    assert not (tmp_path / "files").exists(), "a file went to the disk of one machine"


async def _order_and_draw(chat: Chat, api: SandboxApi) -> None:
    words = Words()
    creating, drawing = Creating(chat, words, PATIENCE), Drawing(chat, words, PATIENCE)
    await creating.meet()
    card = await creating.describe(await creating.agree(), NAME)
    await creating.train(await creating.send_and_finish(card, await api.samples(range(1, 5))))
    await drawing.wait_for_model(NAME)
    await drawing.see_proofs()
    _, pictures = await drawing.draw("in a garden", 1)
    assert await api.read(pictures[0].media[0].url)


def _folder(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name
