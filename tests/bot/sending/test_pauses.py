"""A refusal for too many messages: silence and a lower rate, here, in the other replicas and after the next start."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.sending.pauses import SendPauses
from db.database import Database
from db.repositories.cards import locked_pause, pause
from tests.support.clock import StillClock

BOT = 42


@pytest.fixture
def clock() -> StillClock:
    """Pauses are compared with no other clock."""
    return StillClock()


def pauses(db: Database, clock: StillClock, *, lag: float = 0.0) -> SendPauses:
    return SendPauses(db, clock, BOT, full_rate=100.0, lag=lag)


async def test_without_a_refusal_the_rate_is_full(db: Database, clock: StillClock) -> None:
    """The usual day."""
    mine = pauses(db, clock)
    await mine.tick()
    assert (mine.remaining(), mine.rate(), mine.refusals) == (0.0, 100.0, 0)


async def test_a_refusal_lowers_the_rate_which_climbs_when_the_pause_is_over(db: Database, clock: StillClock) -> None:
    """In this process without a further look at the row."""
    mine = pauses(db, clock)
    await mine.begin(10)
    assert mine.remaining() == 10.5
    assert mine.rate() == pytest.approx(70)
    clock.advance(10.5)
    assert mine.rate() == pytest.approx(70)
    clock.advance(5)
    assert mine.rate() == pytest.approx(80)
    clock.advance(60)
    assert mine.rate() == 100.0


async def test_calls_that_are_refused_together_lower_it_once(db: Database, clock: StillClock) -> None:
    """Twelve are under way at a time: twelve times lower would be next to nothing."""
    mine = pauses(db, clock)
    await asyncio.gather(*(mine.begin(5) for _ in range(12)))
    assert mine.rate() == pytest.approx(70)
    assert mine.refusals == 12
    clock.advance(6)
    await mine.begin(5)
    assert mine.rate() == pytest.approx(71 * 0.7)


async def test_other_replicas_and_the_next_start_are_silent_and_slow_too(db: Database, clock: StillClock) -> None:
    """By their next look."""
    mine, other = pauses(db, clock), pauses(db, clock)
    await other.tick()
    await mine.begin(10)
    assert other.remaining() == 0.0
    await other.tick()
    assert other.remaining() == mine.remaining() == 10.5
    assert other.rate() == pytest.approx(70)


async def test_two_replicas_that_are_refused_at_once_lower_it_once(database_url: str, clock: StillClock) -> None:
    """Telegram has refused the bot, not the process."""
    replicas = [Database(database_url) for _ in range(2)]
    both = [pauses(db, clock) for db in replicas]
    await asyncio.gather(*(each.begin(5) for each in both))
    assert [each.rate() for each in both] == pytest.approx([70, 70])
    for db in replicas:
        await db.close()


async def test_a_replica_that_is_refused_for_a_moment_does_not_shorten_what_another_one_is_just_told(
    postgresql_db: Database, clock: StillClock
) -> None:
    """It waits for the other's transaction instead of deciding by the row as it was before."""
    mine = pauses(postgresql_db, clock)
    await mine.begin(1)
    clock.advance(60)
    told = clock.now() + timedelta(seconds=100)
    async with asyncio.TaskGroup() as group:
        async with postgresql_db.write() as session:
            row = await locked_pause(session, BOT, clock.now())
            group.create_task(mine.begin(1))
            await until_somebody_waits(postgresql_db)
            row.until = told
    async with postgresql_db.read() as session:
        found = await pause(session, BOT)
    assert found is not None
    assert found.until == told


async def until_somebody_waits(db: Database) -> None:
    """For a row that another transaction has. Within one transaction the server would show one and the same view."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(60):
        while True:
            async with db.read() as session:
                if (await session.execute(waiting)).scalar_one():
                    return
            await asyncio.sleep(0.02)


async def test_an_old_row_that_is_read_late_changes_nothing(db: Database, clock: StillClock) -> None:
    """The look began before this process was refused; its own row is on the way."""
    mine = pauses(db, clock)
    await mine.begin(1)
    await mine.tick()
    clock.advance(60)
    await asyncio.gather(mine.begin(20), mine.tick(), mine.tick())
    assert mine.remaining() == 20.5
    assert mine.rate() == pytest.approx(70)


async def test_replicas_do_not_all_speak_in_the_same_moment(db: Database, clock: StillClock) -> None:
    """Each adds its own lag to a pause, and none where there is no pause."""
    quick, slow = pauses(db, clock), pauses(db, clock, lag=0.4)
    assert slow.remaining() == 0.0
    await quick.begin(10)
    await slow.tick()
    assert slow.remaining() - quick.remaining() == pytest.approx(0.4)
