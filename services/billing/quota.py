"""How many trainings a month and pictures a day one person may order, counted from the orders themselves.

`limit` is everybody's; a person for whom an admin has set another one has that instead. `past` knows what people had
used who had everything deleted since. Call the checks under `lock_user`, in the unit of work that places the order:
then two orders at once cannot both pass.
"""

from dataclasses import dataclass
from datetime import datetime

from db.repositories.billing import count_pictures, count_training_tries, count_trainings, own_quota
from db.sessions import ReadSession, WriteSession
from services.billing.past_use import PastUse
from services.billing.periods import day_of, month_of
from services.errors import LimitReachedError
from services.ports import Clock


@dataclass(frozen=True)
class QuotaLeft:
    """How much of a quota is used, and when it starts anew (UTC)."""

    used: int
    limit: int
    until: datetime

    @property
    def left(self) -> int:
        """What may still be ordered; never below 0."""
        return max(0, self.limit - self.used)


async def trainings_left(
    session: ReadSession, clock: Clock, user_id: int, limit: int, past: PastUse | None = None
) -> QuotaLeft:
    """This UTC month's trainings of a person. Failed ones and free retries do not count, and a cancelled one only
    once the provider had taken it."""
    month = month_of(clock.now())
    own = (await own_quota(session, user_id)).trainings_per_month
    used = await count_trainings(session, user_id, month)
    used += await past.trainings_in_month(session, user_id, month.start) if past else 0
    return QuotaLeft(used, limit if own is None else own, month.end)


async def pictures_left(
    session: ReadSession, clock: Clock, user_id: int, limit: int, past: PastUse | None = None
) -> QuotaLeft:
    """Today's (UTC) pictures of a person. Proofs and pictures that were blocked or failed do not count."""
    today = day_of(clock.now())
    own = (await own_quota(session, user_id)).pictures_per_day
    used = await count_pictures(session, user_id, today)
    used += (await past.on_day(session, user_id, today.start)).pictures if past else 0
    return QuotaLeft(used, limit if own is None else own, today.end)


async def check_training_quota(
    session: WriteSession, clock: Clock, user_id: int, limit: int, past: PastUse | None = None
) -> QuotaLeft:
    """Whether one more training may be ordered; raises `LimitReachedError('training-quota', limit, until)`."""
    quota = await trainings_left(session, clock, user_id, limit, past)
    if quota.left < 1:
        raise LimitReachedError("training-quota", limit=quota.limit, until=quota.until)
    return quota


async def check_training_tries(
    session: WriteSession, clock: Clock, user_id: int, limit: int, past: PastUse | None = None
) -> None:
    """Whether one more try is allowed today (UTC), however the others ended: each try uploads and may cost.

    Raises `LimitReachedError('training-tries', limit, until)`.
    """
    today = day_of(clock.now())
    tries = await count_training_tries(session, user_id, today)
    tries += (await past.on_day(session, user_id, today.start)).trainings if past else 0
    if tries >= limit:
        raise LimitReachedError("training-tries", limit=limit, until=today.end)


async def check_picture_quota(
    session: WriteSession, clock: Clock, user_id: int, count: int, limit: int, past: PastUse | None = None
) -> QuotaLeft:
    """Whether `count` more pictures may be ordered; raises `LimitReachedError('picture-quota', limit, left, until)`."""
    quota = await pictures_left(session, clock, user_id, limit, past)
    if quota.left < count:
        raise LimitReachedError("picture-quota", limit=quota.limit, left=quota.left, until=quota.until)
    return quota
