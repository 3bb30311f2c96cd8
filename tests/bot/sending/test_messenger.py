"""The messenger: cards by edit, albums with real bytes, and Telegram's answers as delivery facts."""

import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage
from aiohttp import ClientConnectorError

from bot.sending.messenger import MessengerParts, TelegramMessenger
from bot.sending.pacer import Pacer
from bot.sending.pauses import SendPauses
from bot.sending.requests import PacedRequests
from bot.texts import Texts
from bot.views.base import Media, Rendered, View, ViewContext
from bot.views.registry import all_views
from db.database import Database
from db.enums import Language, OutboxKind
from db.repositories.cards import card_message, forget_card_message
from services.errors import NotFoundError
from services.messaging.sender_lease import SenderLease
from services.ports import Delivered, DeliverLater, Delivery, DeliveryUnknown, Message, Undeliverable
from tests.bot.fakes import FakeTelegram, engine_side, fake_bot
from tests.support.clock import FakeClock
from tests.support.rows import make_user

METHOD = SendMessage(chat_id=7, text="x")
JOB = str(uuid.uuid4())


@dataclass
class Post:
    """A messenger over a fake Telegram, with views of the test's own."""

    messenger: TelegramMessenger
    telegram: FakeTelegram
    views: dict[str, View]
    db: Database
    pacer: Pacer
    lease: SenderLease

    async def deliver(self, kind: OutboxKind, view: str, params: Mapping[str, Any] | None = None) -> Delivery:
        return await self.messenger.deliver(Message(uuid.uuid4(), 7, kind, view, params or {"job_id": JOB}))


@pytest.fixture
async def post(sqlite_url: str, clock: FakeClock, tmp_path: Path) -> AsyncIterator[Post]:
    side = engine_side(sqlite_url, tmp_path)
    bot, telegram = fake_bot()
    pauses = SendPauses(side.services.db, clock, bot.id)
    pacer = Pacer(rate=1000, chat_seconds=0, silence=pauses.remaining)
    telegram.middleware.register(PacedRequests(pacer, pauses))
    views: dict[str, View] = {}
    db, texts, lease = side.services.db, Texts(strict=True), SenderLease(side.services.db, clock, bot.id, "test")
    parts = MessengerParts(bot, db, side.services, texts, views, pacer, pauses, lease)
    yield Post(TelegramMessenger(parts), telegram, views, db, pacer, lease)
    await side.close()


def shows(*texts: str) -> View:
    """A view that shows these texts one after the other, the last one for ever."""
    left = list(texts)

    async def view(_context: ViewContext) -> Rendered:
        return Rendered(left.pop(0) if len(left) > 1 else left[0])

    return view


def bad(message: str) -> TelegramBadRequest:
    return TelegramBadRequest(method=METHOD, message=f"Bad Request: {message}")


async def test_a_card_is_sent_once_and_edited_afterwards(post: Post) -> None:
    post.views["training_card"] = shows("10 %", "20 %", "30 %")
    for _ in range(3):
        assert await post.deliver(OutboxKind.CARD, "training_card") == Delivered()
    assert post.telegram.names() == ["sendMessage", "editMessageText", "editMessageText"]
    async with post.db.read() as session:
        first = await card_message(session, 7, f"job:{JOB}")
    assert {call.message_id for call in post.telegram.of("editMessageText")} == {first}


async def test_an_edit_that_meets_a_card_on_its_way_to_another_message_does_not_keep_the_old_one_alive(
    post: Post,
) -> None:
    async def moves(make_request: Any, bot: Any, method: Any) -> Any:
        async with post.db.write() as session:
            await forget_card_message(session, 7, f"job:{JOB}")
        return await make_request(bot, method)

    post.views["training_card"] = shows("10 %", "20 %")
    await post.deliver(OutboxKind.CARD, "training_card")
    post.telegram.middleware.register(moves)
    assert await post.deliver(OutboxKind.CARD, "training_card") == Delivered()
    assert [call.text for call in post.telegram.of("editMessageText")] == ["20 %", "This card has moved below."]


async def test_cards_of_different_subjects_are_different_messages(post: Post) -> None:
    post.views["training_card"] = shows("a")
    post.views["draft_card"] = shows("b")
    await post.deliver(OutboxKind.CARD, "training_card")
    await post.deliver(OutboxKind.CARD, "draft_card", {"draft_id": JOB})
    assert post.telegram.names() == ["sendMessage", "sendMessage"]


async def test_an_edit_that_changes_nothing_is_a_success(post: Post) -> None:
    post.views["training_card"] = shows("same")
    await post.deliver(OutboxKind.CARD, "training_card")
    post.telegram.plan("editMessageText", bad("message is not modified: specified new message content …"))
    assert await post.deliver(OutboxKind.CARD, "training_card") == Delivered()
    assert len(post.telegram.of("sendMessage")) == 1


async def test_a_card_whose_message_is_gone_is_posted_anew(post: Post) -> None:
    post.views["training_card"] = shows("x")
    await post.deliver(OutboxKind.CARD, "training_card")
    post.telegram.plan("editMessageText", bad("message to edit not found"))
    assert await post.deliver(OutboxKind.CARD, "training_card") == Delivered()
    await post.deliver(OutboxKind.CARD, "training_card")
    sent, edits = post.telegram.of("sendMessage"), post.telegram.of("editMessageText")
    assert len(sent) == 2
    assert edits[1].message_id != edits[0].message_id


async def test_an_album_goes_with_its_bytes_and_then_the_control_message(post: Post) -> None:
    pictures = [Media(bytes([n]) * 10, f"{n}.png") for n in range(4)]

    async def view(_context: ViewContext) -> Rendered:
        return Rendered("Which one?", media=pictures)

    post.views["pictures"] = view
    assert await post.deliver(OutboxKind.MEDIA, "pictures") == Delivered()
    assert post.telegram.names() == ["sendMediaGroup", "sendMessage"]
    assert [item.media.data for item in post.telegram.calls[0].media] == [picture.data for picture in pictures]


async def test_a_single_picture_and_a_single_file(post: Post) -> None:
    async def photo(_context: ViewContext) -> Rendered:
        return Rendered("control", media=[Media(b"1", "1.png")])

    async def file(_context: ViewContext) -> Rendered:
        return Rendered(media=[Media(b"1", "1.png", kind="document")])

    post.views |= {"photo": photo, "file": file}
    await post.deliver(OutboxKind.MEDIA, "photo")
    await post.deliver(OutboxKind.MEDIA, "file")
    assert post.telegram.names() == ["sendPhoto", "sendMessage", "sendDocument"]


async def test_a_control_message_that_failed_is_sent_without_a_second_album(post: Post) -> None:
    async def view(_context: ViewContext) -> Rendered:
        return Rendered("Which one?", media=[Media(b"1", "1.png"), Media(b"2", "2.png")])

    post.views["pictures"] = view
    post.telegram.plan("sendMessage", TelegramServerError(method=METHOD, message="Bad Gateway"))
    message = Message(uuid.uuid4(), 7, OutboxKind.MEDIA, "pictures", {})
    assert await post.messenger.deliver(message) == DeliveryUnknown()
    assert await post.messenger.deliver(message) == Delivered()
    assert post.telegram.names() == ["sendMediaGroup", "sendMessage", "sendMessage"]


async def test_a_view_speaks_the_receivers_language(post: Post) -> None:
    await make_user(post.db, id=7, language=Language.RU)
    seen: list[Language] = []

    async def view(context: ViewContext) -> Rendered:
        seen.append(context.language)
        return Rendered(context.text("language-chosen"))

    post.views["x"] = view
    await post.deliver(OutboxKind.PING, "x")
    assert seen == [Language.RU]
    assert "русски" in post.telegram.calls[0].text


async def test_nothing_to_show_counts_as_delivered(post: Post) -> None:
    async def view(_context: ViewContext) -> None:
        return None

    post.views["x"] = view
    assert await post.deliver(OutboxKind.CARD, "x") == Delivered()
    assert post.telegram.calls == []


async def test_a_message_about_something_gone_is_dropped(post: Post) -> None:
    async def view(_context: ViewContext) -> Rendered:
        raise NotFoundError("model-gone")

    post.views["x"] = view
    assert isinstance(await post.deliver(OutboxKind.PING, "x"), Undeliverable)


async def test_a_view_that_fails_is_tried_later_and_nothing_was_sent(post: Post) -> None:
    async def view(_context: ViewContext) -> Rendered:
        raise RuntimeError("a bug")

    post.views["x"] = view
    assert isinstance(await post.deliver(OutboxKind.PING, "x"), DeliverLater)
    assert post.telegram.calls == []


async def test_a_ping_before_which_the_database_stumbles_is_tried_later(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was sent, so it is not of unknown fate."""

    async def stumble() -> None:
        raise OSError("database")

    post.views["x"] = shows("x")
    monkeypatch.setattr(post.messenger._parts.pauses, "load", stumble)
    assert isinstance(await post.deliver(OutboxKind.PING, "x"), DeliverLater)
    assert post.telegram.calls == []


async def test_a_429_stops_the_whole_bot(post: Post) -> None:
    """The next message is not even tried while the silence lasts."""
    post.views["x"] = shows("x")
    error = TelegramRetryAfter(method=METHOD, message="Too Many Requests", retry_after=30)
    post.telegram.plan("sendMessage", error)
    assert await post.deliver(OutboxKind.PING, "x") == DeliverLater(30, whole_bot=True)
    second = await post.deliver(OutboxKind.PING, "x")
    assert isinstance(second, DeliverLater)
    assert second.whole_bot
    assert len(post.telegram.calls) == 1


async def test_another_replicas_429_holds_here_too(post: Post, clock: FakeClock) -> None:
    """Telegram counts by bot, not by process."""
    post.views["x"] = shows("x")
    other = SendPauses(post.db, clock, post.messenger._parts.bot.id)
    await other.begin(30)
    delivery = await post.deliver(OutboxKind.PING, "x")
    assert isinstance(delivery, DeliverLater)
    assert delivery.whole_bot
    assert post.telegram.calls == []


@pytest.mark.parametrize("kind", list(OutboxKind))
async def test_a_message_whose_turn_does_not_come_goes_back_unsent(post: Post, kind: OutboxKind) -> None:
    """Replies take all the room: a message in hand is leased, and its lease must not run out while it waits."""
    post.views["x"] = shows("x")
    await post.pacer.live(weight=10_000)
    post.messenger = TelegramMessenger(replace(post.messenger._parts, longest_turn=0.05))
    delivery = await post.deliver(kind, "x")
    assert isinstance(delivery, DeliverLater)
    assert delivery.whole_bot
    assert post.telegram.calls == []


@pytest.mark.parametrize("kind", list(OutboxKind))
async def test_a_process_that_is_the_sender_no_more_sends_nothing(post: Post, kind: OutboxKind) -> None:
    """It finds out in the last moment, after it has waited for its turn."""
    post.views["x"] = shows("x")
    post.lease.retire()
    delivery = await post.deliver(kind, "x")
    assert isinstance(delivery, DeliverLater)
    assert delivery.whole_bot
    assert post.telegram.calls == []


def not_reached() -> TelegramNetworkError:
    key: Any = SimpleNamespace(ssl=True, host="api.telegram.org", port=443, is_ssl=True)
    error = TelegramNetworkError(method=METHOD, message="ClientConnectorError")
    error.__cause__ = ClientConnectorError(key, OSError("refused"))
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (TelegramForbiddenError(method=METHOD, message="Forbidden: bot was blocked by the user"),
         Undeliverable("blocked", unreachable=True)),
        (TelegramForbiddenError(method=METHOD, message="Forbidden: user is deactivated"),
         Undeliverable("blocked", unreachable=True)),
        (bad("chat not found"), Undeliverable("chat not found", unreachable=True)),
        (bad("PEER_ID_INVALID"), Undeliverable("PEER_ID_INVALID", unreachable=True)),
        (bad("user is deactivated"), Undeliverable("user is deactivated", unreachable=True)),
        (bad("can't parse entities: unsupported start tag"), Undeliverable("unsupported start tag")),
        (TelegramNetworkError(method=METHOD, message="Request timeout error"), DeliveryUnknown()),
        (TelegramServerError(method=METHOD, message="Bad Gateway"), DeliveryUnknown()),
        (ClientDecodeError("no JSON", ValueError(), "<html>"), DeliveryUnknown()),
        (not_reached(), DeliverLater(5.0, whole_bot=True)),
        (TelegramUnauthorizedError(method=METHOD, message="Unauthorized"), DeliverLater(60.0, whole_bot=True)),
    ],
)  # fmt: skip
async def test_telegrams_answers_as_facts_about_delivery(post: Post, error: AiogramError, expected: Delivery) -> None:
    post.views["x"] = shows("x")
    post.telegram.plan("sendMessage", error)
    assert await post.deliver(OutboxKind.PING, "x") == expected


async def test_an_admin_alert_says_what_to_do_in_words(post: Post) -> None:
    post.views |= all_views()
    await post.deliver(OutboxKind.PING, "admin_alert", {"code": "provider-missing"})
    await post.deliver(OutboxKind.PING, "admin_alert", {"code": "brand-new", "what": "<x>"})
    first, second = (call.text for call in post.telegram.of("sendMessage"))
    assert "FAL_KEY" in first
    assert "brand-new" in second
    assert "&lt;x&gt;" in second
