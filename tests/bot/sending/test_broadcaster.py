"""Broadcasts on their way: copies of the admin's messages, with the way out under them, and honest answers."""

import asyncio
from dataclasses import dataclass

import pytest
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.methods import CopyMessage
from aiogram.types import MessageId

from bot.keyboards.news import NewsSwitch
from bot.sending.broadcaster import TelegramBroadcaster
from bot.sending.pacer import Pacer
from bot.sending.pauses import SendPauses
from bot.sending.queues import LaneName
from bot.sending.requests import PacedRequests
from bot.texts import Texts
from db.database import Database
from db.enums import Language
from services.ports import Copied, Delivered, DeliverLater, Delivery, DeliveryUnknown, Undeliverable, Variant
from tests.bot.fakes import FakeTelegram, fake_bot
from tests.support.clock import FakeClock

ADMIN, PERSON = 1, 7
GONE = "message to copy not found"
ONE, ALBUM = Variant(ADMIN, (11,)), Variant(ADMIN, (12, 13))
METHOD = CopyMessage(chat_id=PERSON, from_chat_id=ADMIN, message_id=11)


@dataclass
class Post:
    """A broadcaster over a fake Telegram."""

    broadcaster: TelegramBroadcaster
    telegram: FakeTelegram
    pacer: Pacer

    async def copy(self, variant: Variant = ONE, *, silent: bool = False) -> Delivery:
        return await self.broadcaster.copy(PERSON, Language.RU, variant, silent=silent)


@pytest.fixture
async def post(sqlite_db: Database, clock: FakeClock) -> Post:
    bot, telegram = fake_bot()
    pauses = SendPauses(sqlite_db, clock, bot.id)
    pacer = Pacer(rate=1000, chat_seconds=0, silence=pauses.remaining)
    telegram.middleware.register(PacedRequests(pacer, pauses))
    return Post(TelegramBroadcaster(bot, pacer, Texts(strict=True)), telegram, pacer)


async def test_a_single_message_carries_the_way_out_in_the_receivers_language(post: Post) -> None:
    """Telegram's terms ask for it, and it has to be understood."""
    post.telegram.plan("copyMessage", MessageId(message_id=50))
    assert await post.copy() == Copied((50,))
    (call,) = post.telegram.of("copyMessage")
    assert (call.chat_id, call.from_chat_id, call.message_id) == (PERSON, ADMIN, 11)
    (button,) = call.reply_markup.inline_keyboard[0]
    assert button.text == Texts().plain(Language.RU, "news-button-off")
    assert button.callback_data == NewsSwitch(on=False).pack()


async def test_an_album_stays_an_album(post: Post) -> None:
    """All its messages in one call; the ids of all copies are told."""
    post.telegram.plan("copyMessages", [MessageId(message_id=51), MessageId(message_id=52)])
    assert await post.copy(ALBUM) == Copied((51, 52))
    (call,) = post.telegram.of("copyMessages")
    assert call.message_ids == [12, 13]


@pytest.mark.parametrize("variant", [ONE, ALBUM])
async def test_a_silent_one_makes_no_sound(post: Post, variant: Variant) -> None:
    """At night."""
    post.telegram.plan("copyMessage", MessageId(message_id=50))
    post.telegram.plan("copyMessages", [])
    await post.copy(variant, silent=True)
    assert post.telegram.calls[0].disable_notification is True


@pytest.mark.parametrize(
    ("error", "delivery"),
    [
        (TelegramRetryAfter(METHOD, "x", 9), DeliverLater(9, whole_bot=True)),
        (TelegramForbiddenError(METHOD, "bot was blocked by the user"), Undeliverable("blocked", unreachable=True)),
        (TelegramBadRequest(METHOD, f"Bad Request: {GONE}"), Undeliverable(GONE)),
        (TelegramNetworkError(METHOD, "Request timeout error"), DeliveryUnknown()),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
async def test_one_try_and_what_came_of_it(post: Post, error: AiogramError, delivery: Delivery) -> None:
    """Repeating inside could bring it twice."""
    post.telegram.plan("copyMessage", error)
    assert await post.copy() == delivery
    assert len(post.telegram.calls) == 1


async def test_a_refusal_silences_the_whole_bot(post: Post) -> None:
    """Other calls during the pause would make it longer."""
    post.telegram.plan("copyMessage", TelegramRetryAfter(METHOD, "x", 9))
    await post.copy()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await post.broadcaster.turn(PERSON, 1)


async def test_a_broadcast_takes_its_room_in_its_own_lane_once(post: Post) -> None:
    """Paced by its turn alone: a copy is no live reply."""
    post.telegram.plan("copyMessages", [])
    await post.broadcaster.turn(PERSON, 2)
    await post.copy(ALBUM)
    assert post.pacer.let_through == {LaneName.BROADCAST: 2}


async def test_taking_back(post: Post) -> None:
    """All messages of a person at once; a refusal says why."""
    assert await post.broadcaster.remove(PERSON, [51, 52]) == Delivered()
    assert post.telegram.calls[0].message_ids == [51, 52]
    reason = "message can't be deleted for everyone"
    post.telegram.plan("deleteMessages", TelegramBadRequest(METHOD, f"Bad Request: {reason}"))
    assert await post.broadcaster.remove(PERSON, [51]) == Undeliverable(reason)
