"""The question before something dangerous, and its yes."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.replies import show
from bot.keyboards.admin import AdminConfirm, back, confirm_keyboard
from bot.keyboards.admin_people import person_label
from bot.keyboards.buttons import keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.admin_changes import outcome, question
from db.models import User
from db.repositories.people import person
from services.operating.requests import Asked


def router() -> Router:
    """The button under every question."""
    confirming = Router(name="admin-confirming")
    confirming.callback_query(AdminConfirm.filter())(confirm)
    return confirming


async def confirm(
    query: CallbackQuery, callback_data: AdminConfirm, user: User, texts: Texts, services: Services
) -> None:
    """Does it, once; the message then says so."""
    say = Speaker(texts, user.language)
    done = await services.operating.requests.confirm(user.id, callback_data.request)
    await show(query, outcome(say, done, await _about(services, done.params)), keyboard([back(say)]))


async def ask_on(query: CallbackQuery, say: Speaker, asked: Asked, about: User | None = None) -> None:
    """The tapped message becomes the question."""
    await show(query, question(say, asked, _named(about)), confirm_keyboard(say, asked.id))


async def ask_in(message: Message, say: Speaker, asked: Asked, about: User | None = None) -> None:
    """Typed words are answered by the question."""
    await message.answer(question(say, asked, _named(about)), reply_markup=confirm_keyboard(say, asked.id))


async def _about(services: Services, params: Any) -> str:
    if "user_id" not in params:
        return ""
    async with services.db.read() as session:
        return _named(await person(session, params["user_id"]))


def _named(user: User | None) -> str:
    return person_label(user) if user is not None else ""
