"""Switching trainers off and on."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.context import Services
from bot.conversations.admin.steps import leave
from bot.conversations.replies import Screen, show
from bot.keyboards.admin import AdminGo, AdminPlace
from bot.keyboards.admin_changes import AdminTrainer, mark_of, trainers_keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.admin_changes import trainers_text
from db.models import User
from services.errors import NotFoundError


def router() -> Router:
    """The screen and its switches."""
    trainers = Router(name="admin-trainers")
    trainers.callback_query(AdminGo.filter(F.to == AdminPlace.TRAINERS))(open_screen)
    trainers.callback_query(AdminTrainer.filter())(switch)
    return trainers


async def open_screen(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """All trainers of the table."""
    await leave(state)
    await show(query, *await _screen(user, texts, services))


async def switch(
    query: CallbackQuery, callback_data: AdminTrainer, user: User, texts: Texts, services: Services
) -> None:
    """To what the button said; nothing changes where it is so already."""
    views = await services.operating.choices.trainers()
    view = next((one for one in views if mark_of(one.key) == callback_data.mark), None)
    if view is None:
        raise NotFoundError("button-old")
    if view.is_on != callback_data.on:
        await services.operating.choices.switch_trainer(user.id, view.key, on=callback_data.on)
    await show(query, *await _screen(user, texts, services))


async def _screen(user: User, texts: Texts, services: Services) -> Screen:
    say = Speaker(texts, user.language)
    views = await services.operating.choices.trainers()
    return trainers_text(say, views), trainers_keyboard(say, views)
