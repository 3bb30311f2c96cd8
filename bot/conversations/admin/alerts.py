"""What admins were told lately, and trying a paused provider at once."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.context import Services
from bot.conversations.admin.steps import leave
from bot.conversations.replies import Screen, show
from bot.keyboards.admin import AdminGo, AdminPlace, AdminTry, alerts_keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.admin_alerts import alerts_text
from db.models import User


def router() -> Router:
    """The screen and its buttons."""
    alerts = Router(name="admin-alerts")
    alerts.callback_query(AdminGo.filter(F.to == AdminPlace.ALERTS))(open_screen)
    alerts.callback_query(AdminTry.filter())(try_now)
    return alerts


async def open_screen(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """The list as it is now."""
    await leave(state)
    await show(query, *await _screen(user, texts, services))


async def try_now(query: CallbackQuery, callback_data: AdminTry, user: User, texts: Texts, services: Services) -> None:
    """One call is let through; what comes of it shows soon."""
    waiting = await services.operating.alerts.try_now(user.id, callback_data.provider)
    text, markup = await _screen(user, texts, services)
    await show(query, f"{texts.text(user.language, 'admin-tried', count=waiting)}\n\n{text}", markup)


async def _screen(user: User, texts: Texts, services: Services) -> Screen:
    say = Speaker(texts, user.language)
    paused = await services.operating.alerts.paused(user.id)
    told = await services.operating.alerts.newest(user.id)
    return alerts_text(say, told, paused), alerts_keyboard(say, [one.provider for one in paused])
