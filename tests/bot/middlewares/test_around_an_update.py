"""What happens around every update: who it is, whether they may, what errors turn into. From the inbox on."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiogram import Router
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import Command
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from bot.bootstrap_engine import EngineSide
from bot.context import Services
from bot.conversations import fallback, language, membership, start
from bot.dispatcher import build_dispatcher
from bot.inbox import Inbox, raw_update
from bot.middlewares.errors import ErrorBoundary
from bot.nursery import Nursery
from bot.sending.pacer import Pacer
from bot.sending.pauses import SendPauses
from bot.sending.requests import PacedRequests
from bot.texts import Texts
from bot.worker.feed import Feed
from bot.worker.lanes import Hands, Lanes
from db.enums import Language, OutboxKind, OutboxState
from db.models import Audit, Invite, Outbox, TgUpdate, User
from db.repositories.people import person
from services.errors import ConflictError, ForbiddenError
from tests.bot.fakes import FakeTelegram, engine_side, fake_bot, person_update, press_update
from tests.support.clock import FakeClock
from tests.support.rows import make_message

METHOD = SendMessage(chat_id=7, text="x")


@dataclass
class Chat:
    """One chat with the bot: updates go in, calls to Telegram come out."""

    side: EngineSide
    clock: FakeClock
    telegram: FakeTelegram
    boundary: ErrorBoundary
    lanes: Lanes
    next_id: int = 1

    async def send(self, update: dict[str, Any]) -> None:
        """Delivers an update and works until nothing is left to do."""
        await Inbox(self.side.services.db, self.clock, Nursery()).keep(raw_update(update))
        for _ in range(8):
            while await self.lanes.work_one():
                pass
            self.clock.advance(3)

    async def say(self, text: str, **more: Any) -> None:
        self.next_id += 1
        await self.send(person_update(self.next_id, text=text, **more))

    async def press(self, data: str) -> None:
        self.next_id += 1
        await self.send(press_update(self.next_id, data=data))

    async def user(self) -> User:
        async with self.side.services.db.read() as session:
            found = await person(session, 7)
        assert found is not None
        return found

    def texts(self) -> list[str]:
        return [call.text for call in self.telegram.of("sendMessage")]

    def answers(self) -> list[Any]:
        return self.telegram.of("answerCallbackQuery")


class Handlers:
    """Handlers of the test's own, in front of the fallback."""

    def __init__(self) -> None:
        self.tries = 0
        self.error: Exception | None = None
        self.writes_first = False

    def router(self) -> Router:
        own = Router(name="own")
        own.message(Command("do"))(self.message)
        own.callback_query(lambda query: query.data == "do")(self.press)
        own.callback_query(lambda query: query.data == "answer")(self.answering)
        return own

    async def message(self, _message: Message, services: Services) -> None:
        await self._do(services)

    async def press(self, _query: CallbackQuery, services: Services) -> None:
        await self._do(services)

    async def answering(self, query: CallbackQuery) -> None:
        await query.answer("done")

    async def _do(self, services: Services) -> None:
        self.tries += 1
        if self.writes_first:
            async with services.db.write() as session:
                session.add(Audit(id=uuid4(), action="effect", data={}, at=services.clock.now()))
        if self.error is not None:
            raise self.error


@pytest.fixture
def handlers() -> Handlers:
    return Handlers()


@pytest.fixture
def access() -> str:
    return "open"


@pytest.fixture
async def chat(
    sqlite_url: str, tmp_path: Path, clock: FakeClock, handlers: Handlers, access: str
) -> AsyncIterator[Chat]:
    side = engine_side(sqlite_url, tmp_path, access=access, admin_ids=(5,))
    services, texts = side.services, Texts(strict=True)
    bot, telegram = fake_bot()
    pauses = SendPauses(services.db, clock, bot.id)
    telegram.middleware.register(PacedRequests(Pacer(rate=1000, silence=pauses.remaining), pauses))
    boundary = ErrorBoundary(services.db, clock, texts)
    routers = [start.router(), language.router(), membership.router(), handlers.router(), fallback.router()]
    dispatcher = build_dispatcher(services, texts, boundary, routers)
    feed = Feed(bot, dispatcher, services.db, texts)
    lanes = Lanes(services.db, clock, Hands(feed.handle, feed.give_up), Nursery())
    yield Chat(side, clock, telegram, boundary, lanes)
    await side.close()


async def test_a_stranger_is_met_in_telegrams_language(chat: Chat) -> None:
    sender = {"id": 7, "is_bot": False, "first_name": "Аня", "username": "anya", "language_code": "ru-RU"}
    await chat.say("/start", **{"from": sender})
    user = await chat.user()
    assert (user.first_name, user.username, user.language) == ("Аня", "anya", Language.RU)
    assert "Привет, Аня" in chat.texts()[0]


async def test_another_language_than_ours_becomes_english(chat: Chat) -> None:
    sender = {"id": 7, "is_bot": False, "first_name": "Ana", "language_code": "pt-br"}
    await chat.say("/start", **{"from": sender})
    assert (await chat.user()).language is Language.EN


async def test_a_chosen_language_stays(chat: Chat) -> None:
    """Telegram goes on saying English; the person has chosen Russian."""
    await chat.say("/language")
    await chat.press("language:ru")
    await chat.say("/language")
    assert (await chat.user()).language is Language.RU
    assert chat.texts()[-1] == "На каком языке говорим?"
    assert "по-русски" in chat.telegram.of("editMessageText")[0].text


async def test_a_name_is_refreshed_and_a_visit_is_not_written_every_time(chat: Chat) -> None:
    await chat.say("/start")
    first = (await chat.user()).last_seen_at
    await chat.say("/start")
    assert (await chat.user()).last_seen_at == first
    await chat.say("/start", **{"from": {"id": 7, "is_bot": False, "first_name": "Anna", "language_code": "en"}})
    assert (await chat.user()).first_name == "Anna"


async def test_an_expected_error_becomes_its_sentence(chat: Chat, handlers: Handlers) -> None:
    handlers.error = ConflictError("name-taken", name="<Anna>", suggestion="Anna 2")
    await chat.say("/do")
    assert chat.texts() == ["You have a model called &lt;Anna&gt; already. How about Anna 2?"]
    assert handlers.tries == 1


async def test_an_expected_error_of_a_tap_becomes_an_alert(chat: Chat, handlers: Handlers) -> None:
    handlers.error = ForbiddenError("admins-only")
    await chat.press("do")
    [answer] = chat.answers()
    assert answer.show_alert
    assert "Only admins" in answer.text


async def test_a_sentence_too_long_for_an_alert_becomes_a_message(chat: Chat, handlers: Handlers) -> None:
    handlers.error = ConflictError("name-taken", name="n" * 150, suggestion="s" * 150)
    await chat.press("do")
    assert len(chat.texts()) == 1
    assert [answer.text for answer in chat.answers()] == [None]


async def test_a_bug_before_the_effect_is_tried_again_and_told_once(chat: Chat, handlers: Handlers) -> None:
    handlers.error = RuntimeError("a bug")
    await chat.say("/do")
    assert handlers.tries == 5
    assert len(chat.texts()) == 1
    assert "went wrong" in chat.texts()[0]


async def test_a_bug_after_the_effect_is_told_at_once_and_not_repeated(chat: Chat, handlers: Handlers) -> None:
    """The effect is committed with the mark: trying again would double it."""
    handlers.error, handlers.writes_first = RuntimeError("a bug"), True
    await chat.say("/do")
    assert handlers.tries == 1
    assert len(chat.texts()) == 1
    assert chat.boundary.unexpected == 1
    async with chat.side.services.db.read() as session:
        row = await session.get_one(TgUpdate, chat.next_id)
    assert (row.handled_at is not None, row.failures, row.body) == (True, 0, None)


async def test_the_log_of_a_bug_holds_the_code_and_nothing_private(
    chat: Chat, handlers: Handlers, caplog: pytest.LogCaptureFixture
) -> None:
    handlers.error, handlers.writes_first = RuntimeError("her name is Ann"), True
    await chat.say("/do something private")
    code = chat.texts()[0].split()[-1]
    assert caplog.text.count(code) == 1
    assert "private" not in caplog.text
    assert "her name" not in caplog.text


async def test_every_tap_is_answered(chat: Chat) -> None:
    await chat.press("do")
    assert [answer.callback_query_id for answer in chat.answers()] == [f"query-{chat.next_id}"]


async def test_a_tap_is_not_answered_twice(chat: Chat) -> None:
    await chat.press("answer")
    assert [answer.text for answer in chat.answers()] == ["done"]


async def test_the_button_of_an_old_message_is_answered_kindly(chat: Chat) -> None:
    await chat.press("some-earlier-release:1:2")
    [answer] = chat.answers()
    assert answer.show_alert
    assert "earlier step" in answer.text


async def test_an_expired_tap_is_no_error(chat: Chat) -> None:
    expired = TelegramBadRequest(method=METHOD, message="Bad Request: query is too old and response timeout expired")
    chat.telegram.plan("answerCallbackQuery", expired)
    await chat.press("answer")
    assert len(chat.answers()) == 1
    assert chat.texts() == []


@pytest.mark.parametrize(
    "refusal",
    [
        TelegramForbiddenError(method=METHOD, message="Forbidden: bot was blocked by the user"),
        TelegramForbiddenError(method=METHOD, message="Forbidden: user is deactivated"),
        TelegramBadRequest(method=METHOD, message="Bad Request: chat not found"),
    ],
)
async def test_somebody_whom_nothing_reaches_is_noted(chat: Chat, refusal: TelegramAPIError) -> None:
    """The update is handled: trying again would meet the same refusal."""
    chat.telegram.plan("sendMessage", refusal)
    await chat.say("/start")
    assert (await chat.user()).unreachable_at is not None
    assert len(chat.telegram.of("sendMessage")) == 1


async def test_blocking_and_coming_back(chat: Chat) -> None:
    """Coming back is enough, the person need not write; what could not reach them meanwhile is due again."""
    await chat.say("/start")
    await chat.send(membership_update(98, "member", "kicked"))
    assert (await chat.user()).unreachable_at is not None
    db = chat.side.services.db
    missed = await make_message(db, 7, kind=OutboxKind.PING, state=OutboxState.UNREACHABLE)
    await chat.send(membership_update(99, "kicked", "member"))
    assert (await chat.user()).unreachable_at is None
    async with db.read() as session:
        assert (await session.get_one(Outbox, missed.id)).state is OutboxState.PENDING


def membership_update(update_id: int, old: str, new: str) -> dict[str, Any]:
    """What Telegram sends when a person blocks the bot or takes it back."""
    robot = {"user": {"id": 42, "is_bot": True, "first_name": "bot"}, "until_date": 0}
    change = {
        "chat": {"id": 7, "type": "private", "first_name": "Ann"},
        "from": {"id": 7, "is_bot": False, "first_name": "Ann"},
        "date": 1,
        "old_chat_member": {"status": old, **robot},
        "new_chat_member": {"status": new, **robot},
    }
    return {"update_id": update_id, "my_chat_member": change}


async def test_an_update_that_cannot_be_read_is_told_once(chat: Chat) -> None:
    await chat.send(person_update(50, date="yesterday"))
    assert len(chat.texts()) == 1
    async with chat.side.services.db.read() as session:
        row = await session.get_one(TgUpdate, 50)
    assert row.quarantined_at is not None
    assert json.loads(row.body or "")["update_id"] == 50


class TestInvites:
    """ACCESS=invite: closed except the way in."""

    @pytest.fixture
    def access(self) -> str:
        return "invite"

    async def test_without_an_invite_the_door_is_closed(self, chat: Chat, handlers: Handlers) -> None:
        await chat.say("/start")
        await chat.say("/do")
        assert all("invited people" in text for text in chat.texts())
        assert handlers.tries == 0

    async def test_an_invite_link_lets_in_for_good(self, chat: Chat, handlers: Handlers) -> None:
        await self._invite(chat, "let-me-in")
        await chat.say("/start let-me-in")
        await chat.say("/do")
        assert "Hi, Ann" in chat.texts()[0]
        assert handlers.tries == 1

    async def test_a_wrong_invite_says_what_to_do(self, chat: Chat) -> None:
        await chat.say("/start wrong")
        assert chat.texts() == [Texts(strict=True).text(Language.EN, "error-invite")]

    async def test_the_language_can_be_chosen_by_anybody(self, chat: Chat) -> None:
        await chat.say("/language")
        assert chat.texts() == ["Which language shall we speak?"]

    async def _invite(self, chat: Chat, code: str) -> None:
        now = chat.clock.now()
        async with chat.side.services.db.write() as session:
            ends = now.replace(year=now.year + 1)
            session.add(Invite(code=code, created_by=5, uses_left=1, created_at=now, expires_at=ends))
