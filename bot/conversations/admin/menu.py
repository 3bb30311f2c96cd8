"""/admin: the menu, the live numbers, an invite."""

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.deep_linking import create_start_link

from bot.context import Services
from bot.conversations.admin.steps import leave
from bot.conversations.invite import DAYS, USES
from bot.conversations.replies import Screen, show
from bot.keyboards.admin import AdminGo, AdminPlace, back, home_keyboard, refresh_keyboard
from bot.keyboards.buttons import keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.admin_numbers import numbers_text
from db.models import User


def router() -> Router:
    """The command and the menu's own screens."""
    menu = Router(name="admin-menu")
    menu.message(Command("admin"))(command)
    menu.callback_query(AdminGo.filter(F.to == AdminPlace.HOME))(home)
    menu.callback_query(AdminGo.filter(F.to == AdminPlace.NUMBERS))(numbers)
    menu.callback_query(AdminGo.filter(F.to == AdminPlace.INVITE))(invite)
    return menu


async def command(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """The menu as a new message."""
    await leave(state)
    text, markup = await home_screen(Speaker(texts, user.language), services)
    await message.answer(text, reply_markup=markup)


async def home(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """The menu instead of a screen; what was asked there is left."""
    await leave(state)
    await show(query, *await home_screen(Speaker(texts, user.language), services))


async def numbers(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """What goes on, counted now."""
    await leave(state)
    say = Speaker(texts, user.language)
    found = await services.operating.numbers.look(user.id)
    await show(query, numbers_text(say, found), refresh_keyboard(say, AdminPlace.NUMBERS))


async def invite(
    query: CallbackQuery, bot: Bot, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """A link as /invite makes it."""
    await leave(state)
    say = Speaker(texts, user.language)
    link = await create_start_link(bot, await services.access.create_invite(user.id, USES, DAYS))
    await show(query, say.text("invite-link", link=link, uses=USES, days=DAYS), keyboard([back(say)]))


async def home_screen(say: Speaker, services: Services) -> Screen:
    """The menu, and what should not be overlooked."""
    lines = [say.text("admin-home")]
    if (pause := await services.operating.choices.paused()) is not None:
        lines.append(say.text("admin-home-paused", reason=pause.reason or "–"))
    if cases := await services.operating.verdicts.open_cases():
        lines.append(say.text("admin-home-cases", count=len(cases)))
    if waiting := await services.report_desk.count():
        lines.append(say.text("admin-home-reports", count=waiting))
    return "\n".join(lines), home_keyboard(say)
