"""Who is heard in the admin chat."""

from aiogram.filters import BaseFilter
from aiogram.types import TelegramObject

from bot.context import Services
from db.models import User


class OnlyAdmins(BaseFilter):
    """For everybody else these commands and buttons are not there: the fallback answers as to any unknown one."""

    async def __call__(self, event: TelegramObject, user: User, services: Services) -> bool:
        """Whether an admin did it."""
        return services.access.is_admin(user.id)
