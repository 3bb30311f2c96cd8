"""Who may use the bot: everybody, people with an invite, or its admins."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum

from db.database import Database
from db.models import Audit, Invite, User
from db.repositories.invites import locked_user, use_invite
from services.errors import ForbiddenError, InvalidInputError, NotFoundError
from services.ports import Clock

MAX_USES = 1000
MAX_DAYS = 365


class AccessMode(StrEnum):
    """The setting ACCESS."""

    OPEN = "open"
    INVITE = "invite"
    ADMINS = "admins"


class Access:
    """The door. Admins always pass, banned people never do."""

    def __init__(self, mode: AccessMode, admin_ids: Collection[int], db: Database, clock: Clock) -> None:
        self._mode = AccessMode(mode)
        self._admin_ids = frozenset(admin_ids)
        self._db = db
        self._clock = clock

    def is_admin(self, user_id: int) -> bool:
        """Whether this person runs the bot."""
        return user_id in self._admin_ids

    def may_use(self, user: User) -> bool:
        """Whether this person may use the bot at present."""
        if self.is_admin(user.id):
            return True
        if user.banned_at is not None or self._mode is AccessMode.ADMINS:
            return False
        return self._mode is AccessMode.OPEN or user.invited_at is not None

    def require(self, user: User) -> None:
        """Raises `ForbiddenError('banned')` or `ForbiddenError('no-access')` unless the person may use the bot."""
        if self.may_use(user):
            return
        raise ForbiddenError("banned" if user.banned_at is not None else "no-access")

    def require_admin(self, user_id: int) -> None:
        """Raises `ForbiddenError('admins-only')` for anybody else."""
        if not self.is_admin(user_id):
            raise ForbiddenError("admins-only")

    async def create_invite(self, admin_id: int, uses: int, days: int) -> str:
        """A new invite's code, good for `uses` people and `days` days; fits Telegram's start parameter.

        Raises `ForbiddenError('admins-only')` and `InvalidInputError('invite-bounds', max_uses, max_days)`.
        """
        self.require_admin(admin_id)
        if not (1 <= uses <= MAX_USES and 1 <= days <= MAX_DAYS):
            raise InvalidInputError("invite-bounds", max_uses=MAX_USES, max_days=MAX_DAYS)
        code, at = secrets.token_urlsafe(12), self._clock.now()
        async with self._db.write() as session:
            ends = at + timedelta(days=days)
            session.add(Invite(code=code, created_by=admin_id, uses_left=uses, created_at=at, expires_at=ends))
            # The code itself is a key to the door and stays out of the audit.
            session.add(Audit(actor_id=admin_id, action="invite.create", data={"uses": uses, "days": days}, at=at))
        return code

    async def redeem(self, user_id: int, code: str) -> None:
        """Lets the person in; somebody who is in already uses nothing up.

        Raises `ForbiddenError('banned')`, `ForbiddenError('no-access')` while only admins may enter, and
        `NotFoundError('invite')` for an unknown, used or ended one.
        """
        async with self._db.write() as session:
            user = await locked_user(session, user_id)
            if user is None:
                raise NotFoundError("user")
            if user.banned_at is not None:
                raise ForbiddenError("banned")
            if self.is_admin(user_id):
                return
            if self._mode is AccessMode.ADMINS:
                raise ForbiddenError("no-access")
            if user.invited_at is not None:
                return
            if not await use_invite(session, code, self._clock.now()):
                raise NotFoundError("invite")
            user.invited_at = self._clock.now()
