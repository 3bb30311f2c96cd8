"""/language: Telegram's language is taken by itself; here a person chooses another."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.replies import tell
from bot.keyboards.language import LanguageChoice, LanguageMenu, language_keyboard
from bot.texts import Texts
from db.models import User
from db.repositories.people import choose_language


def router() -> Router:
    """The handlers of this conversation."""
    language = Router(name="language")
    language.message(Command("language"))(ask)
    language.callback_query(LanguageMenu.filter())(from_menu)
    language.callback_query(LanguageChoice.filter())(choose)
    return language


async def ask(message: Message, user: User, texts: Texts) -> None:
    """Shows the languages."""
    await message.answer(texts.text(user.language, "language-ask"), reply_markup=language_keyboard(texts))


async def from_menu(query: CallbackQuery, user: User, texts: Texts) -> None:
    """The same as a new message."""
    await query.answer()
    await tell(query, texts.text(user.language, "language-ask"), language_keyboard(texts))


async def choose(
    query: CallbackQuery, callback_data: LanguageChoice, user: User, texts: Texts, services: Services
) -> None:
    """Keeps the choice and says so in the chosen language."""
    async with services.db.write() as session:
        await choose_language(session, user.id, callback_data.language)
    if isinstance(query.message, Message):
        await query.message.edit_text(texts.text(callback_data.language, "language-chosen"))
    await query.answer()
