"""Calls leave as JSON, files as forms, and failures are aiogram's own."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sending.json_session import JsonSession
from tests.bot.fakes import TOKEN

MESSAGE = {"message_id": 5, "date": 1, "chat": {"id": 7, "type": "private"}}


class Api:
    """A Bot API that remembers content types and bodies."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.bodies: list[Any] = []
        self.answer: dict[str, Any] = {"ok": True, "result": MESSAGE}
        self.status = 200

    async def answer_call(self, request: web.Request) -> web.Response:
        self.kinds.append(request.content_type)
        is_json = request.content_type == "application/json"
        self.bodies.append(await request.json() if is_json else dict(await request.post()))
        return web.json_response(self.answer, status=self.status)


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
async def server(api: Api) -> AsyncIterator[TestServer]:
    app = web.Application()
    app.router.add_post("/{path:.*}", api.answer_call)
    async with TestServer(app) as server:
        yield server


@pytest.fixture
async def bot(server: TestServer) -> AsyncIterator[Bot]:
    session = JsonSession(api=TelegramAPIServer.from_base(str(server.make_url("")).rstrip("/")))
    bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    yield bot
    await session.close()


async def test_a_message_is_json_all_the_way_down(api: Api, bot: Bot) -> None:
    """Keyboards are objects, not text in text; defaults are filled in; what is not set is not sent."""
    button = InlineKeyboardButton(text="Да", callback_data="yes")
    sent = await bot.send_message(7, "Привет", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))
    assert sent.message_id == 5
    assert api.kinds == ["application/json"]
    assert api.bodies == [
        {
            "chat_id": 7,
            "text": "Привет",
            "parse_mode": "HTML",
            "reply_markup": {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]},
        }
    ]


async def test_no_is_sent_as_well(api: Api, bot: Bot) -> None:
    """`False` is a value: leaving it out would mean Telegram's default."""
    api.answer = {"ok": True, "result": True}
    await bot.delete_webhook(drop_pending_updates=False)
    assert api.bodies == [{"drop_pending_updates": False}]


async def test_a_call_with_a_file_is_a_form(api: Api, bot: Bot) -> None:
    """Bytes do not go into JSON."""
    await bot.send_photo(7, BufferedInputFile(b"picture", "a.jpg"), caption="A")
    assert api.kinds == ["multipart/form-data"]
    assert api.bodies[0]["caption"] == "A"


async def test_a_refusal_is_aiograms_error(api: Api, bot: Bot) -> None:
    """Whoever calls tells refusals apart by their type."""
    api.status, api.answer = 400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(7, "hello")


async def test_a_lost_connection_is_aiograms_error(server: TestServer, bot: Bot) -> None:
    """Nothing else may escape from a call."""
    await server.close()
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(7, "hello")
