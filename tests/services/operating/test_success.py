"""Nine of ten trainings shall succeed: counted for each trainer, and told when they do not."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from db.database import Database
from db.enums import JobKind, JobState
from db.models import Outbox, User
from services.operating.success import ENOUGH, PERIOD, SuccessRate, SuccessWatch, success_rates
from tests.support.clock import FakeClock
from tests.support.rows import make_dataset, make_job, make_lora, make_user, make_version

ADMIN = 5


async def ended(db: Database, user: User, trainer: str, count: int = 1, **job: Any) -> None:
    """`count` trainings that ended as `job` says."""
    lora = await make_lora(db, user)
    dataset = await make_dataset(db, user, lora)
    for number in range(count):
        version = await make_version(db, lora, dataset, no=number + 1, trainer=trainer)
        await make_job(db, user, subject_id=version.id, **job)


def failed(code: str) -> dict[str, Any]:
    return {"state": JobState.FAILED, "error_code": code}


async def rates(db: Database, clock: FakeClock) -> list[SuccessRate]:
    async with db.read() as session:
        return await success_rates(session, clock)


async def test_what_the_provider_or_we_did_counts_and_nothing_else(db: Database) -> None:
    """A wrong key or a refused photo says nothing about a trainer; nor does a training that is still running."""
    user, clock = await make_user(db), FakeClock()
    await ended(db, user, "one", 3, state=JobState.SUCCEEDED)
    await ended(db, user, "one", 1, **failed("provider-failed"))
    await ended(db, user, "one", 1, **failed("gave-up"))
    await ended(db, user, "one", 1, **failed("content-policy"))
    await ended(db, user, "one", 1, **failed("provider-key"))
    await ended(db, user, "one", 1, state=JobState.CANCELLED, error_code="cancelled")
    await ended(db, user, "one", 1, state=JobState.RUNNING)
    await ended(db, user, "two", 1, **failed("outcome-unknown"))
    assert await rates(db, clock) == [SuccessRate("one", 3, 2), SuccessRate("two", 0, 1)]
    assert [rate.share for rate in await rates(db, clock)] == [0.6, 0.0]


async def test_pictures_and_old_trainings_are_left_out(db: Database) -> None:
    """The last 30 days of trainings."""
    user, clock = await make_user(db), FakeClock()
    await ended(db, user, "one", state=JobState.SUCCEEDED, created_at=clock.now() - PERIOD - timedelta(hours=1))
    await ended(db, user, "one", state=JobState.SUCCEEDED, kind=JobKind.GENERATION)
    assert await rates(db, clock) == []


async def test_a_low_rate_is_told_once_a_week(db: Database) -> None:
    """Once there are enough trainings; nine of ten are good enough."""
    user, clock = await make_user(db), FakeClock()
    clock.advance(days=2 - clock.now().weekday())  # in the middle of a week, wherever the test is run
    at = clock.now()
    await ended(db, user, "good", 9, state=JobState.SUCCEEDED, created_at=at)
    await ended(db, user, "good", 1, **failed("provider-failed"), created_at=at)
    await ended(db, user, "bad", 8, state=JobState.SUCCEEDED, created_at=at)
    await ended(db, user, "bad", 2, **failed("provider-failed"), created_at=at)
    await ended(db, user, "few", ENOUGH - 1, **failed("provider-failed"), created_at=at)
    watch = SuccessWatch(db, clock, (ADMIN,))
    assert [await watch.look(), await watch.look()] == [{"low": 1}] * 2
    assert [told["trainer"] for told in await alerts(db)] == ["bad"]
    clock.advance(days=7)
    await watch.look()
    assert await alerts(db) == [{"code": "success-low", "trainer": "bad", "percent": 80, "failed": 2, "all": 10}] * 2


async def alerts(db: Database) -> list[dict[str, Any]]:
    async with db.read() as session:
        return [dict(params) for params in await session.scalars(select(Outbox.params).where(Outbox.chat_id == ADMIN))]
