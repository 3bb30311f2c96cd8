"""Invites: links with a number of uses and an end."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, select, update

from db.models import Invite, User
from db.sessions import WriteSession


async def locked_user(session: WriteSession, user_id: int) -> User | None:
    """The person, locked until the unit of work ends and read afresh."""
    found = await session.execute(
        select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    )
    return found.scalar_one_or_none()


async def use_invite(session: WriteSession, code: str, now: datetime) -> bool:
    """Takes one use of a living invite in one statement; False when it is unknown, used up or over."""
    taken = await session.execute(
        update(Invite)
        .where(Invite.code == code, Invite.uses_left > 0, Invite.expires_at > now)
        .values(uses_left=Invite.uses_left - 1)
        .execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], taken).rowcount == 1
