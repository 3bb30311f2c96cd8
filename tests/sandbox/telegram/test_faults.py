"""Planned faults of Bot API calls: what was done is done, what was not is not."""

import pytest
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError

from tests.sandbox.telegram.stand import Stand


async def _sent(stand: Stand, person: int) -> list[str]:
    return [event["text"] for event in await stand.events(person, "message") if event["from"] == "bot"]


async def test_lost_answer_leaves_the_message_in_the_chat(stand: Stand) -> None:
    ann = await stand.person()
    await stand.post("/control/faults", {"point": "telegram.sendMessage", "fault": "lost_answer"})
    with pytest.raises(TelegramNetworkError):
        await stand.bot.send_message(ann, "sent")
    assert await _sent(stand, ann) == ["sent"]


async def test_dropped_call_leaves_nothing(stand: Stand) -> None:
    ann = await stand.person()
    await stand.post("/control/faults", {"point": "telegram.*", "fault": "dropped"})
    with pytest.raises(TelegramNetworkError):
        await stand.bot.send_message(ann, "lost")
    await stand.bot.send_message(ann, "second")
    assert await _sent(stand, ann) == ["second"]


async def test_planned_statuses_have_telegrams_shape(stand: Stand) -> None:
    ann = await stand.person()
    plan = {"point": "telegram.sendMessage", "fault": "status", "options": {"code": 502}}
    await stand.post("/control/faults", plan)
    with pytest.raises(TelegramServerError, match="Bad Gateway"):
        await stand.bot.send_message(ann, "x")
    await stand.post("/control/faults", plan | {"options": {"code": 429, "retry_after": 7}})
    with pytest.raises(TelegramRetryAfter) as refused:
        await stand.bot.send_message(ann, "x")
    assert refused.value.retry_after == 7
    assert await _sent(stand, ann) == []


async def test_clock_and_faults_are_controlled_and_bad_values_are_refused(stand: Stand) -> None:
    before = (await stand.get("/control/clock"))["now"]
    after = await stand.post("/control/clock", {"advance": 3600, "speed": 2})
    assert after["now"] >= before + 3600
    assert after["speed"] == 2
    await stand.post("/control/clock", {"speed": 0}, status=400)
    await stand.post("/control/faults", {"fault": "dropped"}, status=400)
    await stand.post("/control/telegram/settings", {"no_such": 1}, status=400)
    await stand.post("/control/telegram/settings", {"overtake": "yes"}, status=400)
