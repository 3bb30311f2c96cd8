"""Locks that make two orders at once count one after the other.

Taken in this order, user before budget, so that two orders never wait for each other. Both end with the unit of work.
"""

from db.repositories.billing import lock_budget_row, lock_user_row
from db.sessions import WriteSession
from services.errors import ForbiddenError, NotFoundError


async def lock_user(session: WriteSession, user_id: int) -> None:
    """Holds this person's other orders back.

    Raises `NotFoundError('user')` when there is no such person, and `ForbiddenError('banned')`: the door was passed
    before the lock, and a ban may have come in between.
    """
    user = await lock_user_row(session, user_id)
    if user is None:
        raise NotFoundError("user")
    if user.is_banned:
        raise ForbiddenError("banned")


async def lock_budget(session: WriteSession) -> None:
    """Holds all other orders back. Take it late: everybody waits for it."""
    await lock_budget_row(session)
