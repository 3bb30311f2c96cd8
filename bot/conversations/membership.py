"""Who may be written to: people who block the bot, until they come back and `PeopleMiddleware` meets them again, and
people who let it write from the Mini App."""

from aiogram import F, Router
from aiogram.filters import KICKED, ChatMemberUpdatedFilter
from aiogram.types import ChatMemberUpdated, Message

from bot.context import Services
from db.models import User
from db.repositories.people import set_unreachable


def router() -> Router:
    """The handlers of this conversation."""
    membership = Router(name="membership")
    membership.my_chat_member(ChatMemberUpdatedFilter(KICKED))(blocked)
    membership.message(F.write_access_allowed)(may_write)
    return membership


async def blocked(_event: ChatMemberUpdated, user: User, services: Services) -> None:
    """The person blocked the bot."""
    async with services.db.write() as session:
        await set_unreachable(session, user.id, services.clock.now())


async def may_write(_message: Message) -> None:
    """The person said yes in the Mini App, where it goes on: no words here, but `PeopleMiddleware` has met them."""
