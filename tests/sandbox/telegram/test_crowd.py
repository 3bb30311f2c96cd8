"""The crowd: people who are only counted, refused and blocked as everybody else."""

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter

from tests.sandbox.telegram.stand import Stand

FIRST = 5000


async def _copy(stand: Stand, person: int) -> int:
    admin = await stand.person()
    message = await stand.write(admin, "news")
    return (await stand.bot.copy_message(person, admin, message)).message_id


async def test_messages_are_counted_by_person(stand: Stand) -> None:
    """Who got none, one or two is all there is to know."""
    await stand.post("/control/telegram/crowd", {"count": 3, "first_id": FIRST})
    await _copy(stand, FIRST)
    await _copy(stand, FIRST + 2)
    await _copy(stand, FIRST + 2)
    assert await stand.get("/control/telegram/crowd/counts") == [1, 0, 2]
    shown = await stand.get("/control/telegram/crowd")
    assert {name: shown[name] for name in ("people", "messages", "reached", "twice")} == {
        "people": 3, "messages": 3, "reached": 2, "twice": 1,
    }  # fmt: skip


async def test_the_share_has_blocked_the_bot(stand: Stand) -> None:
    """Evenly spread, and nobody beyond the crowd is there at all."""
    shown = await stand.post("/control/telegram/crowd", {"count": 40, "first_id": FIRST, "blocked_share": 0.05})
    assert shown["blocked"] == 2
    with pytest.raises(TelegramForbiddenError):
        await stand.bot.send_message(FIRST + 19, "x")
    await stand.bot.send_message(FIRST + 18, "x")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await stand.bot.send_message(FIRST + 40, "x")


async def test_what_the_bot_takes_back_is_counted(stand: Stand) -> None:
    """Only the message that is there."""
    await stand.post("/control/telegram/crowd", {"count": 2, "first_id": FIRST})
    sent = await _copy(stand, FIRST)
    for message_id in (sent + 1000, sent, sent):
        await stand.bot.delete_messages(FIRST, [message_id])
    assert (await stand.get("/control/telegram/crowd"))["taken_back"] == 1


async def test_refusals_for_the_rate_and_planned_ones_are_told_apart(stand: Stand) -> None:
    """A bench has to know which of them the bot has made itself."""
    await stand.post("/control/telegram/crowd", {"count": 1, "first_id": FIRST})
    await stand.post("/control/faults", {"point": "telegram.sendMessage", "fault": "status", "options": {"code": 429}})
    with pytest.raises(TelegramRetryAfter):
        await stand.bot.send_message(FIRST, "x")
    await stand.post("/control/telegram/settings", {"rate_limit": {"per_second": 1000}})
    await stand.bot.send_message(FIRST, "x")
    await stand.post("/control/telegram/settings", {"rate_limit": {"per_second": 0}})
    with pytest.raises(TelegramRetryAfter):
        await stand.bot.send_message(FIRST, "x")
    shown = await stand.get("/control/telegram/crowd")
    assert (shown["refused_as_planned"], shown["refused_for_rate"]) == (1, 1)
    assert sum(count for _, count in shown["passed"]) == 1


@pytest.mark.parametrize("body", [{}, {"count": -1}, {"count": 1, "blocked_share": 2}, {"count": 1, "first_id": 0}])
async def test_an_impossible_crowd_is_refused(stand: Stand, body: dict[str, float]) -> None:
    """With a status, so that a bench does not measure nothing."""
    await stand.post("/control/telegram/crowd", body, status=400)
