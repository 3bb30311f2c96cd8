"""/invite: an admin's link that lets people in."""

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import Message
from aiogram.utils.deep_linking import create_start_link

from bot.context import Services
from bot.texts import Texts
from db.models import User

USES = 10
DAYS = 7


def router() -> Router:
    """The command; for others than admins it says that it is not theirs."""
    invite = Router(name="invite")
    invite.message(Command("invite"))(create)
    return invite


async def create(message: Message, bot: Bot, user: User, texts: Texts, services: Services) -> None:
    """Makes a link for ten people and seven days."""
    code = await services.access.create_invite(user.id, USES, DAYS)
    link = await create_start_link(bot, code)
    await message.answer(texts.text(user.language, "invite-link", link=link, uses=USES, days=DAYS))
