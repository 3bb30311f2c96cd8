"""Every call to Telegram: repeated after a 429, silent when the bot is paused, refusals that mean "already so"."""

from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage

from bot.sending.pacer import Pacer
from bot.sending.pauses import SendPauses
from bot.sending.requests import PacedRequests, answered_queries, stored_message
from db.database import Database
from db.sessions import NetworkInsideTransactionError
from tests.bot.fakes import FakeTelegram, fake_bot
from tests.support.clock import FakeClock

SEND = SendMessage(chat_id=7, text="x")
EDIT = EditMessageText(chat_id=7, message_id=1, text="x")
ANSWER = AnswerCallbackQuery(callback_query_id="q")


def wired(db: Database, clock: FakeClock) -> tuple[Bot, FakeTelegram, SendPauses]:
    bot, telegram = fake_bot()
    pauses = SendPauses(db, clock, bot.id)
    telegram.middleware.register(PacedRequests(Pacer(rate=1000, silence=pauses.remaining), pauses))
    return bot, telegram, pauses


def too_many(seconds: int) -> TelegramRetryAfter:
    return TelegramRetryAfter(method=SEND, message="Too Many Requests", retry_after=seconds)


async def test_a_live_reply_is_repeated_after_a_429(sqlite_db: Database, clock: FakeClock) -> None:
    bot, telegram, _ = wired(sqlite_db, clock)
    telegram.plan("sendMessage", too_many(1))
    telegram.on_call = lambda _method: clock.advance(2)
    await bot.send_message(7, "hello")
    assert telegram.names() == ["sendMessage", "sendMessage"]
    assert telegram.times[1] - telegram.times[0] >= 1


async def test_a_429_silences_the_bot_over_a_restart(db: Database, clock: FakeClock) -> None:
    """The pause is a row: another process with the same token reads it at start."""
    bot, telegram, _ = wired(db, clock)
    telegram.plan("sendMessage", too_many(60))
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(7, "hello")
    later = SendPauses(db, clock, bot.id)
    await later.load()
    assert 58 < later.remaining() <= 61
    clock.advance(62)
    assert later.remaining() == 0


async def test_a_shorter_pause_does_not_cut_a_longer_one(db: Database, clock: FakeClock) -> None:
    bot, _, pauses = wired(db, clock)
    await pauses.begin(100)
    await pauses.begin(1)
    again = SendPauses(db, clock, bot.id)
    await again.load()
    assert again.remaining() > 90
    assert pauses.remaining() > 90


async def test_the_outbox_sees_a_429_at_once(sqlite_db: Database, clock: FakeClock) -> None:
    bot, telegram, _ = wired(sqlite_db, clock)
    telegram.plan("sendMessage", too_many(1))
    token = stored_message.set(True)
    with pytest.raises(TelegramRetryAfter):
        await bot(SEND)
    stored_message.reset(token)
    assert telegram.names() == ["sendMessage"]


@pytest.mark.parametrize(
    ("method", "message"),
    [
        (EDIT, "Bad Request: message is not modified: specified new message content is exactly the same"),
        (ANSWER, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
    ],
)
async def test_what_is_already_so_is_a_success(
    sqlite_db: Database, clock: FakeClock, method: EditMessageText | AnswerCallbackQuery, message: str
) -> None:
    bot, telegram, _ = wired(sqlite_db, clock)
    telegram.plan(method.__api_method__, TelegramBadRequest(method=method, message=message))
    assert await bot(method) is True


async def test_other_refusals_are_raised(sqlite_db: Database, clock: FakeClock) -> None:
    bot, telegram, _ = wired(sqlite_db, clock)
    telegram.plan("editMessageText", TelegramBadRequest(method=EDIT, message="Bad Request: message to edit not found"))
    with pytest.raises(TelegramBadRequest):
        await bot(EDIT)


async def test_answered_taps_are_noted(sqlite_db: Database, clock: FakeClock) -> None:
    bot, _, _ = wired(sqlite_db, clock)
    token = answered_queries.set(set())
    await bot(ANSWER)
    assert answered_queries.get() == {"q"}
    answered_queries.reset(token)


async def test_telegram_is_never_called_inside_a_transaction(sqlite_db: Database, clock: FakeClock) -> None:
    bot, telegram, _ = wired(sqlite_db, clock)
    with pytest.raises(NetworkInsideTransactionError):
        async with sqlite_db.write():
            await bot(SEND)
    assert telegram.calls == []


async def test_quick_answers_wait_for_the_end_of_a_pause_only(sqlite_db: Database, clock: FakeClock) -> None:
    """Answering a tap is no message: it needs no slot of its own."""
    bot, telegram, pauses = wired(sqlite_db, clock)
    await pauses.begin(0.01)
    clock.shift += timedelta(seconds=5)
    await bot(ANSWER)
    assert telegram.names() == ["answerCallbackQuery"]
