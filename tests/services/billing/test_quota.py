"""What counts against a person's quotas, and what does not."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from db.columns import new_id
from db.database import Database
from db.enums import AttemptState, JobKind, JobState, Purpose
from db.models import Job, LoraVersion, User
from services.billing.locks import lock_user
from services.billing.quota import (
    check_picture_quota,
    check_training_quota,
    check_training_tries,
    pictures_left,
    trainings_left,
)
from services.errors import LimitReachedError, NotFoundError
from tests.support.clock import FakeClock
from tests.support.rows import (
    make_attempt,
    make_dataset,
    make_generation,
    make_job,
    make_lora,
    make_user,
    make_version,
)


async def make_model(db: Database, user: User, **values: object) -> LoraVersion:
    lora = await make_lora(db, user)
    return await make_version(db, lora, await make_dataset(db, user, lora), **values)


async def order_pictures(
    db: Database, user: User, version: LoraVersion, purpose: Purpose = Purpose.USER, **values: object
) -> Job:
    generation = await make_generation(db, version, user, purpose=purpose)
    return await make_job(db, user, kind=JobKind.GENERATION, subject_id=generation.id, **values)


async def used_trainings(db: Database, clock: FakeClock, user: User) -> int:
    async with db.read() as session:
        return (await trainings_left(session, clock, user.id, 5)).used


@pytest.mark.parametrize(
    ("state", "counts"),
    [(state, state not in (JobState.FAILED, JobState.CANCELLED)) for state in JobState],
)
async def test_trainings_count_by_state(db: Database, clock: FakeClock, state: JobState, counts: bool) -> None:
    """Alive and finished trainings count; failed ones and those cancelled before the paid call do not."""
    user = await make_user(db)
    await make_job(db, user, state=state)
    assert await used_trainings(db, clock, user) == int(counts)


async def test_a_cancelled_training_counts_once_the_provider_had_taken_it(db: Database, clock: FakeClock) -> None:
    user = await make_user(db)
    refused = await make_job(db, user, state=JobState.CANCELLED)
    await make_attempt(db, refused, state=AttemptState.VOID, provider_ref=None)
    assert await used_trainings(db, clock, user) == 0
    taken = await make_job(db, user, state=JobState.CANCELLED)
    await make_attempt(db, taken, state=AttemptState.ENDED)
    assert await used_trainings(db, clock, user) == 1


async def test_tries_of_a_day_are_capped_however_they_ended(db: Database, clock: FakeClock) -> None:
    user = await make_user(db)
    await make_job(db, user, state=JobState.FAILED)
    await make_job(db, user, state=JobState.CANCELLED)
    async with db.write() as session:
        await check_training_tries(session, clock, user.id, 3)
    with pytest.raises(LimitReachedError) as refused:
        async with db.write() as session:
            await check_training_tries(session, clock, user.id, 2)
    assert refused.value.code == "training-tries"
    clock.advance(days=1)
    async with db.write() as session:
        await check_training_tries(session, clock, user.id, 2)


async def test_only_this_months_own_trainings_count(db: Database, clock: FakeClock) -> None:
    """Another month, another person, a child job and a free retry leave the quota alone."""
    user, other = await make_user(db), await make_user(db)
    now = clock.now()
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    await make_job(db, user, created_at=month - timedelta(microseconds=1))
    await make_job(db, other)
    retry = await make_model(db, user, free_retry_of=new_id())
    await make_job(db, user, subject_id=retry.id)
    assert await used_trainings(db, clock, user) == 0
    first = await make_job(db, user, created_at=month)
    await make_job(db, user, parent_id=first.id)
    assert await used_trainings(db, clock, user) == 1


async def test_the_training_quota_says_until_when(db: Database, clock: FakeClock) -> None:
    """The last one passes, the next is refused with the limit and the first moment of the next UTC month."""
    clock.shift = datetime(2026, 12, 31, 23, 30, tzinfo=UTC) - datetime.now(UTC)
    user = await make_user(db)
    await make_job(db, user, created_at=clock.now())
    async with db.write() as session:
        assert (await check_training_quota(session, clock, user.id, 2)).left == 1
    await make_job(db, user, created_at=clock.now())
    with pytest.raises(LimitReachedError) as refused:
        async with db.write() as session:
            await check_training_quota(session, clock, user.id, 2)
    assert refused.value.code == "training-quota"
    assert refused.value.params == {"limit": 2, "until": datetime(2027, 1, 1, tzinfo=UTC)}
    clock.advance(3600)
    assert await used_trainings(db, clock, user) == 0


async def test_pictures_count_as_ordered_then_as_delivered(db: Database, clock: FakeClock) -> None:
    """An open order counts whole; an ended one counts what arrived; proofs and yesterday's orders do not count."""
    user = await make_user(db)
    model = await make_model(db, user)
    await order_pictures(db, user, model, units=4, state=JobState.RUNNING)
    await order_pictures(db, user, model, units=4, units_done=3, state=JobState.SUCCEEDED)
    await order_pictures(db, user, model, units=4, state=JobState.FAILED)
    await order_pictures(db, user, model, units=4, state=JobState.CANCELLED)
    await order_pictures(db, user, model, Purpose.PROOF, units=1, state=JobState.SUCCEEDED, units_done=1)
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    await order_pictures(db, user, model, units=4, created_at=midnight - timedelta(microseconds=1))
    async with db.read() as session:
        assert (await pictures_left(session, clock, user.id, 10)).used == 7


async def test_the_picture_quota_refuses_an_order_that_does_not_fit(db: Database, clock: FakeClock) -> None:
    """Three left: three pass, four are refused and told how many are left."""
    user = await make_user(db)
    model = await make_model(db, user)
    await order_pictures(db, user, model, units=2)
    async with db.write() as session:
        await check_picture_quota(session, clock, user.id, 3, 5)
    with pytest.raises(LimitReachedError) as refused:
        async with db.write() as session:
            await check_picture_quota(session, clock, user.id, 4, 5)
    assert (refused.value.code, refused.value.params["left"]) == ("picture-quota", 3)


async def test_two_orders_at_once_cannot_both_pass_a_quota_of_one(db: Database, clock: FakeClock) -> None:
    """Under the person's lock the second order sees the first one's row."""
    user = await make_user(db)

    async def order() -> None:
        async with db.write() as session:
            await lock_user(session, user.id)
            await check_training_quota(session, clock, user.id, 1)
            await asyncio.sleep(0.05)
            now = clock.now()
            session.add(
                Job(
                    user_id=user.id,
                    kind=JobKind.TRAINING,
                    provider="fal",
                    endpoint="e",
                    subject_id=new_id(),
                    next_at=now,
                    created_at=now,
                )
            )

    results = await asyncio.gather(order(), order(), return_exceptions=True)
    assert results.count(None) == 1
    assert [r.code for r in results if isinstance(r, LimitReachedError)] == ["training-quota"]


async def test_a_stranger_cannot_be_locked(db: Database) -> None:
    """An order of somebody without a row is refused, not let through unlocked."""
    with pytest.raises(NotFoundError):
        async with db.write() as session:
            await lock_user(session, 4711)
