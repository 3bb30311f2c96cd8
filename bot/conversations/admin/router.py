"""The admin chat as one router: its door holds for everything behind it."""

from aiogram import Router

from bot.conversations.admin import (
    alerts,
    cases,
    commands,
    confirming,
    limits,
    menu,
    pause,
    people,
    person,
    prices,
    reports,
)
from bot.conversations.admin import trainers as trainers_screen
from bot.conversations.admin.only_admins import OnlyAdmins
from bot.conversations.broadcast.router import router as broadcasts


def router() -> Router:
    """All screens."""
    admin = Router(name="admin")
    admin.message.filter(OnlyAdmins())
    admin.callback_query.filter(OnlyAdmins())
    parts = (menu, commands, people, person, cases, reports, limits, prices, trainers_screen, pause, alerts, confirming)
    admin.include_routers(*(part.router() for part in parts), broadcasts())
    return admin
