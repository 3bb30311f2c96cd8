"""/news: whether a person gets messages that admins send to many. Open to everybody, also to people without access."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.context import Services
from bot.conversations.replies import tell
from bot.keyboards.news import NewsSwitch, off_keyboard, on_keyboard
from bot.texts import Texts
from db.models import User


def router() -> Router:
    """The command, its buttons, and the button under a broadcast."""
    news = Router(name="news")
    news.message(Command("news"))(command)
    news.callback_query(NewsSwitch.filter(F.on.is_(True)))(switch_on)
    news.callback_query(NewsSwitch.filter(F.on.is_(False)))(switch_off)
    return news


async def command(message: Message, user: User, texts: Texts) -> None:
    """How it stands, and the button that changes it."""
    gets = user.broadcasts_off_at is None
    text = texts.text(user.language, "news-are-on" if gets else "news-are-off")
    await message.answer(text, reply_markup=_keyboard(texts, user, gets))


async def switch_on(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """The person gets them again."""
    await services.broadcasts.opt_out(user.id, off=False)
    await query.answer()
    await tell(query, texts.text(user.language, "news-switched-on"), _keyboard(texts, user, gets=True))


async def switch_off(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """The person gets none any more. The message above the button stays: it may be worth keeping."""
    await services.broadcasts.opt_out(user.id, off=True)
    await query.answer()
    await tell(query, texts.text(user.language, "news-switched-off"), _keyboard(texts, user, gets=False))


def _keyboard(texts: Texts, user: User, gets: bool) -> InlineKeyboardMarkup:
    return off_keyboard(texts, user.language) if gets else on_keyboard(texts, user.language)
