"""/help: how it works in five lines, and what makes a good photo."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.context import Services
from bot.conversations.replies import tell
from bot.keyboards.buttons import keyboard
from bot.keyboards.menu import Menu, Place, menu_button
from bot.texts import Texts
from db.models import User


def router() -> Router:
    """The command and its button."""
    helping = Router(name="help")
    helping.message(Command("help"))(command)
    helping.callback_query(Menu.filter(F.to == Place.HELP))(from_menu)
    return helping


async def command(message: Message, user: User, texts: Texts, services: Services) -> None:
    """Help does not end what is going on."""
    text, markup = _screen(user, texts, services)
    await message.answer(text, reply_markup=markup)


async def from_menu(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """The same as a new message."""
    await query.answer()
    await tell(query, *_screen(user, texts, services))


def _screen(user: User, texts: Texts, services: Services) -> tuple[str, InlineKeyboardMarkup]:
    limits = services.rules.photos
    guide = texts.text(
        user.language,
        "help-photos",
        least=limits.min_count,
        best=limits.best_min,
        most=limits.best_max,
        megabytes=limits.max_bytes // 2**20,
    )
    text = f"{texts.text(user.language, 'help-how')}\n\n{guide}"
    return text, keyboard([[menu_button(texts, user.language, Place.CREATE)]])
