"""Hand-made stand-ins around the bot: a Telegram that records, updates as Telegram sends them, services."""

import itertools
import time
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import SendMediaGroup, TelegramMethod
from aiogram.types import Chat, Message

from bot.bootstrap_engine import EngineSide, build_engine_side
from bot.settings import Settings

TOKEN = "42:TEST-TOKEN-0000000000000000000000000"
DATA_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
_ids = itertools.count(1000)


class FakeTelegram(BaseSession):
    """Records every call. `answers` by method name: an exception to raise or a value; consumed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []
        self.times: list[float] = []
        self.answers: dict[str, list[Any]] = {}
        self.on_call: Callable[[TelegramMethod[Any]], None] | None = None

    def plan(self, name: str, *answers: Any) -> None:
        """Answers the next calls of `name`."""
        self.answers.setdefault(name, []).extend(answers)

    def names(self) -> list[str]:
        """The method names called so far."""
        return [call.__api_method__ for call in self.calls]

    def of(self, name: str) -> list[Any]:
        """The calls of one method."""
        return [call for call in self.calls if call.__api_method__ == name]

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        self.calls.append(method)
        self.times.append(time.monotonic())
        if self.on_call:
            self.on_call(method)
        planned = self.answers.get(method.__api_method__, [])
        answer = planned.pop(0) if planned else self._usual(method)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    def _usual(self, method: TelegramMethod[Any]) -> Any:
        if isinstance(method, SendMediaGroup):
            return [_message() for _ in method.media]
        return _message() if method.__api_method__.startswith("send") else True


def _message() -> Message:
    return Message(message_id=next(_ids), date=0, chat=Chat(id=1, type="private"))


def fake_bot() -> tuple[Bot, FakeTelegram]:
    """A real aiogram Bot over the fake."""
    session = FakeTelegram()
    return Bot(TOKEN, session=session), session


def person_update(update_id: int, chat_id: int = 7, text: str = "hello", **message: Any) -> dict[str, Any]:
    """A text message in a private chat."""
    content = {
        "message_id": update_id,
        "date": 1,
        "chat": {"id": chat_id, "type": "private", "first_name": "Ann"},
        "from": {"id": chat_id, "is_bot": False, "first_name": "Ann", "language_code": "en"},
        "text": text,
    }
    if text.startswith("/"):
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return {"update_id": update_id, "message": content | message}


def press_update(update_id: int, chat_id: int = 7, data: str = "nothing:1") -> dict[str, Any]:
    """A tap on a button in a private chat."""
    return {
        "update_id": update_id,
        "callback_query": {
            "id": f"query-{update_id}",
            "from": {"id": chat_id, "is_bot": False, "first_name": "Ann", "language_code": "en"},
            "chat_instance": "1",
            "data": data,
            "message": {
                "message_id": 5,
                "date": 1,
                "chat": {"id": chat_id, "type": "private", "first_name": "Ann"},
                "text": "old",
            },
        },
    }


def engine_side(url: str, folder: Path, **values: Any) -> EngineSide:
    """The product without its face on a database."""
    chosen = {
        "database_url": url,
        "storage_url": str(folder / "files"),
        "data_key": DATA_KEY,
        "access": "open",
        **values,
    }
    return build_engine_side(Settings(_env_file=None, **chosen))
