"""People who block the bot: nothing reaches them, until they come back and `PeopleMiddleware` meets them again."""

from aiogram import Router
from aiogram.filters import KICKED, ChatMemberUpdatedFilter
from aiogram.types import ChatMemberUpdated

from bot.context import Services
from db.models import User
from db.repositories.people import set_unreachable


def router() -> Router:
    """The handlers of this conversation."""
    membership = Router(name="membership")
    membership.my_chat_member(ChatMemberUpdatedFilter(KICKED))(blocked)
    return membership


async def blocked(_event: ChatMemberUpdated, user: User, services: Services) -> None:
    """The person blocked the bot."""
    async with services.db.write() as session:
        await set_unreachable(session, user.id, services.clock.now())
