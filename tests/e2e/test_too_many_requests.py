"""Telegram refuses a message because there were too many: the person still gets it, once, and the bot slows down."""

import asyncio

import pytest

from bot.settings import Settings
from db.repositories.cards import pause
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.person import PATIENCE
from tests.e2e.conftest import Owners

RATE = 40.0
QUESTION = "Which language shall we speak?"


async def tries(stage: Stage) -> list[int]:
    """How the calls with the question were answered, once one was taken: it is seen a little before it is noted."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = [call["status"] for call in await stage.calls("sendMessage") if call["params"]["text"] == QUESTION]
            if 200 in found:
                return found
            await asyncio.sleep(0.05)


async def test_a_refused_reply_comes_after_the_pause_and_the_operators_rate_is_lowered(owners: Owners) -> None:
    """In the row too, by which other replicas and the next start go."""
    assert Settings.model_fields["messages_per_second"].default < RATE, "or the setting would not be seen to count"
    owner = await owners("fal", messages_per_second=RATE)
    fault = {"code": 429, "retry_after": 1}
    await owner.stage.control(
        "faults", {"point": "telegram.sendMessage", "fault": "status", "times": 1, "options": fault}
    )
    await owner.person.say("/language")
    await owner.person.see(QUESTION)
    assert await tries(owner.stage) == [429, 200]
    worker = owner.stage.parts.worker
    assert worker is not None
    async with owner.stage.services.db.read() as session:
        row = await pause(session, worker.bot.id)
    assert row is not None
    assert row.rate == pytest.approx(0.7 * RATE)
    assert row.rated_at == row.until
    assert worker.pauses.refusals == 1
