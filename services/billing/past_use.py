"""What somebody had used of a quota before they had everything deleted: coming back does not begin a new one."""

import hashlib
import hmac
from datetime import datetime

from db.repositories.billing import count_pictures, count_training_tries, count_trainings
from db.repositories.remembered_quota import DAY, MONTH, Used, remember_use, remembered_use
from db.sessions import ReadSession, WriteSession
from services.billing.periods import day_of, month_of


class PastUse:
    """Marks people by HMAC-SHA256 of their Telegram id under `key` (`DataKeys.people`): without the key nobody can
    tell whose mark one is, although there are few enough ids to try them all."""

    def __init__(self, key: bytes) -> None:
        if len(key) < hashlib.sha256().digest_size:
            raise ValueError("the key for marks of people must have 32 bytes or more")
        self._key = key

    def mark(self, user_id: int) -> str:
        """64 hexadecimal digits."""
        return hmac.digest(self._key, b"person 1 %d" % user_id, "sha256").hex()

    async def trainings_in_month(self, session: ReadSession, user_id: int, month: datetime) -> int:
        """Trainings that counted against the UTC month of `month`."""
        return (await remembered_use(session, self.mark(user_id), month.strftime(MONTH))).trainings

    async def on_day(self, session: ReadSession, user_id: int, day: datetime) -> Used:
        """Tries at trainings and pictures on the UTC day of `day`."""
        return await remembered_use(session, self.mark(user_id), day.strftime(DAY))

    async def remember(self, session: WriteSession, user_id: int, now: datetime) -> None:
        """Adds what the person's orders count for at present; call it in the unit of work that takes the orders
        away."""
        month, day, mark = month_of(now), day_of(now), self.mark(user_id)
        used = Used(trainings=await count_trainings(session, user_id, month))
        await remember_use(session, mark, month.start.strftime(MONTH), used, now)
        tries = await count_training_tries(session, user_id, day)
        used = Used(trainings=tries, pictures=await count_pictures(session, user_id, day))
        await remember_use(session, mark, day.start.strftime(DAY), used, now)
