"""/app: the way into the Mini App."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.context import Services
from bot.keyboards.buttons import keyboard
from bot.keyboards.open_app import app_row
from bot.speaker import Speaker
from bot.texts import Texts
from db.models import User


def router() -> Router:
    """The command."""
    app = Router(name="app")
    app.message(Command("app"))(command)
    return app


async def command(message: Message, user: User, texts: Texts, services: Services) -> None:
    """A button that opens it; a bot without a public address has none and says so."""
    say = Speaker(texts, user.language)
    if services.rules.app.home is None:
        await message.answer(say.text("app-none"))
        return
    await message.answer(say.text("app-here"), reply_markup=keyboard([app_row(say, services.rules.app.home)]))
