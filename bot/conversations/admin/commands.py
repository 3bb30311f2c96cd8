"""/ban, /unban and /grant: the same as the buttons, for hands that like to type."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.context import Services
from bot.conversations.admin.confirming import ask_in
from bot.conversations.admin.people import person_screen
from bot.conversations.admin.steps import leave
from bot.speaker import Speaker
from bot.texts import Texts
from db.models import User
from services.operating.limits import MOST_CREDITS, read_count


def router() -> Router:
    """The commands."""
    commands = Router(name="admin-commands")
    commands.message(Command("ban"))(ban)
    commands.message(Command("unban"))(unban)
    commands.message(Command("grant"))(grant)
    return commands


async def ban(
    message: Message, command: CommandObject, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """`/ban <id or @name> [reason]`; asks once."""
    await leave(state)
    say = Speaker(texts, user.language)
    whom, _, reason = (command.args or "").strip().partition(" ")
    if not whom:
        await message.answer(say.text("admin-usage-ban"))
        return
    found = await services.operating.people.resolve(user.id, whom)
    await ask_in(message, say, await services.operating.requests.ask_ban(user.id, found, reason), found)


async def unban(
    message: Message, command: CommandObject, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """`/unban <id or @name>`; the card shows it."""
    await leave(state)
    say = Speaker(texts, user.language)
    whom = (command.args or "").split()
    if len(whom) != 1:
        await message.answer(say.text("admin-usage-unban"))
        return
    found = await services.operating.people.resolve(user.id, whom[0])
    await services.operating.people.unban(user.id, found.id)
    text, markup = await person_screen(say, services, user.id, found.id)
    await message.answer(text, reply_markup=markup)


async def grant(
    message: Message, command: CommandObject, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """`/grant <id or @name> <credits>`; asks once."""
    await leave(state)
    say = Speaker(texts, user.language)
    words = (command.args or "").split(maxsplit=1)
    if len(words) != 2:
        await message.answer(say.text("admin-usage-grant"))
        return
    amount = read_count(words[1], MOST_CREDITS, least=1)
    found = await services.operating.people.resolve(user.id, words[0])
    await ask_in(message, say, await services.operating.requests.ask_grant(user.id, found, amount), found)
