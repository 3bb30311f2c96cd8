"""fal's language model: one question, one answer, nothing else on the wire."""

import json
import logging

import pytest

from db.database import Database
from db.sessions import NetworkInsideTransactionError
from services.errors import ProviderError
from services.providers.fal import FalProvider
from services.providers.fal.transport import FalTimeouts
from tests.services.providers.recorder import Recorder, Reply, as_json

INSTRUCTION = "Translate to English."
WORDS = "девушка на пляже"


async def test_the_answer_comes_back_stripped(fal: FalProvider, recorder: Recorder) -> None:
    """Instruction and words go apart from each other, with our key, to the host that answers at once."""
    recorder.plays(
        as_json({"output": " a girl on the beach\n", "partial": False, "error": None, "usage": {"cost": 0.1}})
    )
    assert await fal.complete(INSTRUCTION, WORDS) == "a girl on the beach"
    [seen] = recorder.seen
    assert (seen.method, seen.path) == ("POST", "/run/openrouter/router")
    assert seen.headers["authorization"] == "Key id:secret"
    body = json.loads(seen.body)
    assert (body["system_prompt"], body["prompt"]) == (INSTRUCTION, WORDS)
    assert set(body) == {"model", "system_prompt", "prompt", "temperature", "max_tokens"}


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500),
        Reply(503),
        Reply(429),
        Reply(401),
        Reply(404),
        Reply(422),
        Reply(drop=True),
        Reply(cut=True, body=b'{"output": "half"}'),
        Reply(silent=True),
        Reply(body=b"<html>"),
        as_json([]),
        as_json({"output": None}),
        as_json({"output": "  "}),
        as_json({"output": "a girl on", "partial": True}),
        as_json({"output": "", "error": "model is gone"}),
        as_json({"output": "a girl", "error": "stopped"}),
    ],
)
async def test_whatever_goes_wrong_there_is_one_post(fal: FalProvider, recorder: Recorder, reply: Reply) -> None:
    """A question costs money too: it is not repeated, and its failure is an expected error."""
    recorder.plays(reply)
    with pytest.raises(ProviderError):
        await fal.complete(INSTRUCTION, WORDS)
    assert len(recorder.seen) == 1


def test_a_picture_waits_ten_seconds_at_most() -> None:
    """Connecting, asking and reading the answer together."""
    assert FalTimeouts().language.total == 10


async def test_the_words_are_not_logged(fal: FalProvider, recorder: Recorder, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the question nor the answer, at any level."""
    caplog.set_level(logging.DEBUG)
    recorder.plays(as_json({"output": "a girl on the beach"}))
    await fal.complete(INSTRUCTION, WORDS)
    assert "девушка" not in caplog.text
    assert "beach" not in caplog.text


async def test_it_is_not_asked_inside_a_unit_of_work(fal: FalProvider, sqlite_db: Database) -> None:
    """Other writers would wait for the answer."""
    with pytest.raises(NetworkInsideTransactionError):
        async with sqlite_db.write():
            await fal.complete(INSTRUCTION, WORDS)


async def test_the_sandbox_takes_the_question(sandbox_fal: FalProvider) -> None:
    """Every field is one that fal's own description of the endpoint has."""
    assert await sandbox_fal.complete(INSTRUCTION, "⟦1⟧ на пляже") == "⟦1⟧ on beach"
