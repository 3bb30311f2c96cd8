"""Work of every night: once a day over all replicas, caught up when missed, tried again when it failed."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from db.database import Database
from db.models import Audit, CronRun
from services.operating.nightly import FROM_HOUR, LEASE_SECONDS, Nightly, action_of
from tests.support.clock import FakeClock


class Work:
    """Counts its runs; fails while `broken`."""

    def __init__(self) -> None:
        self.runs = 0
        self.broken = False

    async def do(self) -> Mapping[str, int]:
        """Finds two things."""
        self.runs += 1
        if self.broken:
            raise RuntimeError
        return {"found": 2}


@pytest.fixture
def clock() -> FakeClock:
    """A clock that shows noon, so that neither the night nor the day's end is near."""
    moved = FakeClock()
    at_noon = moved.now().replace(hour=12, minute=0)
    moved.advance((at_noon - moved.now()).total_seconds())
    return moved


def nightly(db: Database, clock: FakeClock, work: Work, owner: str = "one") -> Nightly:
    return Nightly(db, clock, owner, {"books": work.do})


async def findings(db: Database) -> list[dict[str, int]]:
    async with db.read() as session:
        return list(await session.scalars(select(Audit.data).where(Audit.action == action_of("books"))))


async def test_it_is_done_once_a_day_by_whoever_comes_first(db: Database, clock: FakeClock) -> None:
    """And its findings are written down once."""
    work = Work()
    replicas = [nightly(db, clock, work, owner) for owner in ("one", "two", "three")]
    assert [await replica.look("books") for replica in replicas] == [1, 0, 0]
    assert await findings(db) == [{"found": 2}]
    clock.advance(days=1)
    assert [await replica.look("books") for replica in reversed(replicas)] == [1, 0, 0]
    assert work.runs == 2


async def test_nothing_is_done_before_the_hour(db: Database, clock: FakeClock) -> None:
    """Most people are asleep when it begins; a bot that was off then does it later that day, as above."""
    clock.advance(-(12 - FROM_HOUR) * 3600 - 60)
    work = Work()
    assert await nightly(db, clock, work).look("books") == 0
    clock.advance(120)
    assert await nightly(db, clock, work).look("books") == 1


async def test_a_work_that_fails_is_tried_again(db: Database, clock: FakeClock) -> None:
    """The day is done when it was done, not when it was begun."""
    work = Work()
    work.broken = True
    with pytest.raises(RuntimeError):
        await nightly(db, clock, work).look("books")
    assert await findings(db) == []
    work.broken = False
    assert await nightly(db, clock, work).look("books") == 1


async def test_others_wait_for_one_that_may_still_be_at_it(db: Database, clock: FakeClock) -> None:
    """And go on without it when it does not come back."""
    work = Work()
    work.broken = True
    with pytest.raises(RuntimeError):
        await nightly(db, clock, work, "dead").look("books")
    work.broken = False
    assert await nightly(db, clock, work, "other").look("books") == 0
    clock.advance(LEASE_SECONDS + 60)
    assert await nightly(db, clock, work, "other").look("books") == 1


async def test_slots_of_long_ago_are_forgotten(db: Database, clock: FakeClock) -> None:
    """The table does not grow for ever."""
    async with db.write() as session:
        session.add(CronRun(name=action_of("books"), slot="2020-01-01", at=datetime(2020, 1, 1, tzinfo=UTC)))
    await nightly(db, clock, Work()).look("books")
    async with db.read() as session:
        slots = list(await session.scalars(select(CronRun.slot)))
    assert slots == [f"{clock.now():%Y-%m-%d}"]
