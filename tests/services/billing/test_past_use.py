"""Having everything deleted and coming back begins no new quota, and nobody can read from the rows who it was."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from db.database import Database
from db.enums import JobKind, JobState
from db.models import Generation, Job, RememberedQuota
from db.repositories.remembered_quota import forget_past_periods
from services.billing.past_use import PastUse
from services.billing.quota import (
    check_picture_quota,
    check_training_quota,
    check_training_tries,
    pictures_left,
    trainings_left,
)
from services.errors import LimitReachedError
from tests.support.clock import FakeClock
from tests.support.rows import make_dataset, make_generation, make_job, make_lora, make_user, make_version

PAST = PastUse(bytes(32))


async def used_up(db: Database, clock: FakeClock) -> int:
    """Somebody who has trained twice and ordered three pictures today, and whose orders are gone now; their id."""
    user = await make_user(db)
    version = await make_version(db, lora := await make_lora(db, user), await make_dataset(db, user, lora))
    for _ in range(2):
        await make_job(db, user, state=JobState.SUCCEEDED, created_at=clock.now())
    order = await make_generation(db, version, user)
    await make_job(
        db, user, kind=JobKind.GENERATION, state=JobState.SUCCEEDED, subject_id=order.id, units=3, units_done=3,
        created_at=clock.now(),
    )  # fmt: skip
    async with db.write() as session:
        await PAST.remember(session, user.id, clock.now())
        await session.execute(delete(Generation).where(Generation.user_id == user.id))
        await session.execute(delete(Job).where(Job.user_id == user.id))
    return user.id


async def test_what_was_used_still_counts(db: Database, clock: FakeClock) -> None:
    """For the month's trainings, the day's tries and the day's pictures; without a memory it would not."""
    user_id = await used_up(db, clock)
    async with db.read() as session:
        assert (await trainings_left(session, clock, user_id, 5)).used == 0
        assert (await trainings_left(session, clock, user_id, 5, PAST)).used == 2
        assert (await pictures_left(session, clock, user_id, 5, PAST)).used == 3
        assert (await trainings_left(session, clock, user_id + 1, 5, PAST)).used == 0
    async with db.write() as session:
        await check_training_quota(session, clock, user_id, 3, PAST)
        with pytest.raises(LimitReachedError, match="training-quota"):
            await check_training_quota(session, clock, user_id, 2, PAST)
        with pytest.raises(LimitReachedError, match="training-tries"):
            await check_training_tries(session, clock, user_id, 2, PAST)
        with pytest.raises(LimitReachedError, match="picture-quota"):
            await check_picture_quota(session, clock, user_id, 1, 3, PAST)


async def test_leaving_twice_adds_up_and_repeating_does_not(db: Database, clock: FakeClock) -> None:
    """The step of an erasure may be repeated; by then the orders are gone and add nothing."""
    user_id = await used_up(db, clock)
    async with db.write() as session:
        await PAST.remember(session, user_id, clock.now())
    async with db.read() as session:
        assert (await trainings_left(session, clock, user_id, 5, PAST)).used == 2


async def test_rows_name_nobody_and_go_with_their_period(db: Database, clock: FakeClock) -> None:
    """Neither the id nor a hash of it that could be tried without the key; a day goes on the next, a month later."""
    user_id = await used_up(db, clock)
    async with db.read() as session:
        rows = (await session.scalars(select(RememberedQuota))).all()
    assert sorted(len(row.period) for row in rows) == [7, 10]
    assert all(str(user_id) not in row.person for row in rows)
    assert PastUse(bytes([1]) * 32).mark(user_id) != PAST.mark(user_id)
    async with db.write() as session:
        assert await forget_past_periods(session, clock.now()) == 0
        assert await forget_past_periods(session, clock.now() + timedelta(days=32)) == 2


def test_a_short_key_is_refused() -> None:
    """Marks under a guessable key could be tried for every Telegram id."""
    with pytest.raises(ValueError, match="32 bytes"):
        PastUse(b"short")
