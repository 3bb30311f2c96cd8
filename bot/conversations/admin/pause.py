"""Pausing new trainings, and letting them go on."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.admin.menu import home_screen
from bot.conversations.admin.steps import AdminSteps, leave, wait_for
from bot.conversations.replies import show
from bot.keyboards.admin import (
    AdminGo,
    AdminPauseSilently,
    AdminPlace,
    AdminResume,
    pause_keyboard,
    resume_keyboard,
)
from bot.speaker import Speaker
from bot.texts import Texts
from db.models import User


def router() -> Router:
    """The screen, its buttons, and the step that waits for a reason."""
    pause = Router(name="admin-pause")
    pause.callback_query(AdminGo.filter(F.to == AdminPlace.PAUSE))(open_screen)
    # Without the step the button is an old one: the question has been left.
    pause.callback_query(AdminSteps.pause, AdminPauseSilently.filter())(pause_silently)
    pause.callback_query(AdminResume.filter())(resume)
    pause.message(AdminSteps.pause, F.text, ~F.text.startswith("/"))(typed_reason)
    return pause


async def open_screen(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """The pause that stands, or the question why."""
    say = Speaker(texts, user.language)
    pause = await services.operating.choices.paused()
    if pause is not None:
        await leave(state)
        text = say.text("admin-paused", since=pause.since, reason=pause.reason or "–")
        await show(query, text, resume_keyboard(say, pause.mark))
        return
    await wait_for(state, AdminSteps.pause)
    await show(query, say.text("admin-pause-ask"), pause_keyboard(say))


async def pause_silently(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """No reason is told."""
    await services.operating.choices.pause(user.id, "")
    await leave(state)
    await show(query, *await home_screen(Speaker(texts, user.language), services))


async def typed_reason(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """What people read who want to train."""
    await services.operating.choices.pause(user.id, message.text or "")
    await leave(state)
    text, markup = await home_screen(Speaker(texts, user.language), services)
    await message.answer(text, reply_markup=markup)


async def resume(
    query: CallbackQuery, callback_data: AdminResume, user: User, texts: Texts, services: Services
) -> None:
    """Ends the pause that the button was under."""
    await services.operating.choices.resume(user.id, callback_data.pause)
    await show(query, *await home_screen(Speaker(texts, user.language), services))
