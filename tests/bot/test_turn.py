"""A task that one process does at a time: who has it, who waits, and who goes on."""

import asyncio

from bot.turn import LOOK_SECONDS, Turn
from db.database import Database
from tests.support.clock import FakeClock

SECONDS = 60.0


def turn_of(db: Database, clock: FakeClock, owner: str, name: str = "poller:1") -> Turn:
    return Turn(db, clock, name, owner, SECONDS)


async def test_one_has_the_turn_and_keeps_it_by_asking_again(db: Database, clock: FakeClock) -> None:
    """The other is refused, also long after the first time."""
    first, second = turn_of(db, clock, "a"), turn_of(db, clock, "b")
    for _ in range(3):
        assert await first.take()
        assert not await second.take()
        clock.advance(SECONDS - 1)


async def test_another_takes_over_when_the_holder_is_silent(db: Database, clock: FakeClock) -> None:
    """It has died; and when it comes back to life, the turn is not its own any more."""
    first, second = turn_of(db, clock, "a"), turn_of(db, clock, "b")
    assert await first.take()
    clock.advance(SECONDS + 1)
    assert await second.take()
    assert not await first.take()


async def test_a_turn_that_is_given_back_goes_to_who_waits_at_once(db: Database, clock: FakeClock) -> None:
    """Not after the next look, nor after the lease."""
    first, second = turn_of(db, clock, "a"), turn_of(db, clock, "b")
    assert await first.take()
    async with asyncio.timeout(LOOK_SECONDS / 2), asyncio.TaskGroup() as group:
        waits = group.create_task(second.come())
        await asyncio.sleep(0)
        await first.give_back()
        await waits
    assert not await first.take()


async def test_giving_back_what_another_has_by_now_changes_nothing(db: Database, clock: FakeClock) -> None:
    """A process that slept through the end of its lease."""
    first, second = turn_of(db, clock, "a"), turn_of(db, clock, "b")
    assert await first.take()
    clock.advance(SECONDS + 1)
    assert await second.take()
    await first.give_back()
    assert not await first.take()


async def test_turns_at_different_tasks_do_not_meet(db: Database, clock: FakeClock) -> None:
    """Polling for one bot and for another one."""
    assert await turn_of(db, clock, "a").take()
    assert await turn_of(db, clock, "b", "poller:2").take()


async def test_a_held_turn_is_given_back_when_the_work_fails(db: Database, clock: FakeClock) -> None:
    """Others would wait for a lease of which nothing comes."""
    try:
        async with turn_of(db, clock, "a").held():
            raise LookupError
    except LookupError:
        pass
    assert await turn_of(db, clock, "b").take()
