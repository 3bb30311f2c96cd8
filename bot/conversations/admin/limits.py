"""Limits: what stands, another value, back to the setting."""

from uuid import UUID

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.admin.confirming import ask_in, ask_on
from bot.conversations.admin.steps import AdminSteps, leave, subject, wait_for
from bot.conversations.replies import show
from bot.keyboards.admin import AdminGo, AdminPlace
from bot.keyboards.admin_changes import AdminLimit, limit_keyboard, limits_keyboard, mark_of
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.admin_changes import limit_text, limits_text
from db.models import User
from services.errors import NotFoundError
from services.operating.chosen import Limit
from services.operating.limits import read_limit


def router() -> Router:
    """The screens, and the step that waits for a number."""
    limits = Router(name="admin-limits")
    limits.callback_query(AdminGo.filter(F.to == AdminPlace.LIMITS))(open_screen)
    limits.callback_query(AdminLimit.filter(F.usual))(back_to_setting)
    limits.callback_query(AdminLimit.filter())(open_limit)
    limits.message(AdminSteps.limit, F.text, ~F.text.startswith("/"))(typed)
    return limits


async def open_screen(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """All limits."""
    await leave(state)
    say = Speaker(texts, user.language)
    await show(query, limits_text(say, await services.operating.choices.limits()), limits_keyboard(say))


async def open_limit(
    query: CallbackQuery, callback_data: AdminLimit, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """One limit; the next words are its value."""
    say = Speaker(texts, user.language)
    view = await services.operating.choices.limit(callback_data.limit)
    await wait_for(state, AdminSteps.limit, mark_of(view.limit))
    await show(query, limit_text(say, view), limit_keyboard(say, view))


async def back_to_setting(
    query: CallbackQuery, callback_data: AdminLimit, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Asks once."""
    await leave(state)
    view = await services.operating.choices.limit(callback_data.limit)
    await ask_on(query, Speaker(texts, user.language), await services.operating.requests.ask_limit(user.id, view, None))


async def typed(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Checks the number and asks once; the step stays open until one fits."""
    limit = _limit_with(await subject(state))
    value = read_limit(limit, message.text or "")
    view = await services.operating.choices.limit(limit)
    asked = await services.operating.requests.ask_limit(user.id, view, value)
    await leave(state)
    await ask_in(message, Speaker(texts, user.language), asked)


def _limit_with(mark: UUID) -> Limit:
    for limit in Limit:
        if mark_of(limit) == mark:
            return limit
    raise NotFoundError("button-old")
