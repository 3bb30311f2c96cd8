"""What follows when updates are handled: marks, the next update, lanes given up; for many chats at once."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.inbox import Inbox, read_update
from bot.nursery import Nursery
from bot.worker.finishing import Finishing, Handled
from bot.worker.lanes import Hands, Lanes
from db.claims import Lease, claim_lanes
from db.database import Database
from db.models import ChatLane, TgUpdate, User
from db.repositories.lanes import Waiting
from db.repositories.people import set_unreachable
from db.sessions import WriteSession
from tests.bot.fakes import person_update
from tests.support.clock import FakeClock
from tests.support.rows import make_user

SECONDS = 30.0


async def put(db: Database, clock: FakeClock, *updates: tuple[int, int]) -> None:
    inbox = Inbox(db, clock, Nursery())
    for update_id, chat_id in updates:
        assert await inbox.keep(read_update(json.dumps(person_update(update_id, chat_id)).encode()))


async def claim(db: Database, clock: FakeClock, owner: str) -> list[int]:
    async with db.write() as session:
        return sorted(await claim_lanes(session, clock, Lease(owner, SECONDS), 10))


async def lane(db: Database, number: int) -> tuple[bool, str | None]:
    """Whether the lane is due, and who has it."""
    async with db.read() as session:
        row = await session.get_one(ChatLane, number)
        return row.due_at is not None, row.lease_owner


async def is_handled(db: Database, update_id: int) -> bool:
    async with db.read() as session:
        return (await session.get_one(TgUpdate, update_id)).handled_at is not None


async def test_chats_end_together_and_each_goes_its_own_way(db: Database, clock: FakeClock) -> None:
    """One has another update and is held on, one has none and is given up; both updates are marked."""
    await put(db, clock, (1, 7), (2, 8), (3, 7))
    assert await claim(db, clock, "me") == [7, 8]
    finishing = Finishing(db, clock, Nursery(), SECONDS)
    seven, eight = await asyncio.gather(
        finishing.next_after(Handled(1, (7, "me"), marked=False)),
        finishing.next_after(Handled(2, (8, "me"), marked=False)),
    )
    assert seven is not None
    assert (seven.update_id, seven.lane) == (3, 7)
    assert eight is None
    assert [await is_handled(db, number) for number in (1, 2, 3)] == [True, True, False]
    assert await lane(db, 7) == (True, "me")
    assert await lane(db, 8) == (False, None)


async def test_a_chat_that_was_lost_is_neither_marked_nor_given_up(db: Database, clock: FakeClock) -> None:
    """Somebody else has it: their update, their lease. The other chat of the batch does not suffer."""
    await put(db, clock, (1, 7), (2, 8))
    assert await claim(db, clock, "me") == [7, 8]
    clock.advance(SECONDS + 1)
    assert await claim(db, clock, "another") == [7, 8]
    finishing = Finishing(db, clock, Nursery(), SECONDS)
    following = await asyncio.gather(
        finishing.next_after(Handled(1, (7, "me"), marked=False)),
        finishing.next_after(Handled(2, (8, "another"), marked=False)),
    )
    assert following == [None, None]
    assert [await is_handled(db, number) for number in (1, 2)] == [False, True]
    assert await lane(db, 7) == (True, "another")


class Troubled(Database):
    """A database that fails just before it commits, `times` times."""

    times = 0

    @asynccontextmanager
    async def write(self, *, joins_update: bool = True) -> AsyncIterator[WriteSession]:
        """One transaction."""
        async with super().write(joins_update=joins_update) as session:
            yield session
            if self.times:
                self.times -= 1
                raise ConnectionError


async def test_a_database_that_fails_for_a_moment_makes_nobody_answer_twice(sqlite_url: str, clock: FakeClock) -> None:
    """The answer is out; its update is marked at the next try instead of being handled again."""
    db = Troubled(sqlite_url)
    await put(db, clock, (1, 7))
    assert await claim(db, clock, "me") == [7]
    db.times = 1
    assert await Finishing(db, clock, Nursery(), SECONDS).next_after(Handled(1, (7, "me"), marked=False)) is None
    assert await is_handled(db, 1)
    assert await lane(db, 7) == (False, None)
    await db.close()


async def test_at_a_stop_what_waits_is_left_to_others_at_once(db: Database, clock: FakeClock) -> None:
    """The update in hand is marked, the chat is free and due."""
    await put(db, clock, (1, 7), (2, 7))
    assert await claim(db, clock, "me") == [7]
    await Finishing(db, clock, Nursery(), SECONDS).end(Handled(1, (7, "me"), marked=False))
    assert [await is_handled(db, number) for number in (1, 2)] == [True, False]
    assert await lane(db, 7) == (True, None)
    assert await claim(db, clock, "another") == [7]


async def test_an_update_comes_with_the_person_as_they_are_then(db: Database, clock: FakeClock) -> None:
    """What an earlier update or anybody else changed is seen by the next one."""
    await make_user(db, id=7, first_name="Anna")
    await put(db, clock, (1, 7), (2, 7))
    seen: list[User] = []

    async def handle(waiting: Waiting) -> None:
        assert waiting.visitor.user is not None
        seen.append(waiting.visitor.user)
        async with db.write() as session:
            await set_unreachable(session, 7, clock.now())

    async def give_up(_chat: int, _code: str) -> None:
        pytest.fail("nothing fails here")

    assert await Lanes(db, clock, Hands(handle, give_up), Nursery()).work_one()
    assert [user.unreachable_at is None for user in seen] == [True, False]


async def test_two_replicas_share_many_chats_and_nothing_is_handled_twice(database_url: str, clock: FakeClock) -> None:
    """Forty chats with three updates each, claimed and finished in groups by both: once each, in order."""
    seen: dict[int, list[int]] = defaultdict(list)
    ended = asyncio.Event()

    async def handle(waiting: Waiting) -> None:
        await asyncio.sleep(0)
        seen[waiting.lane].append(waiting.update_id)
        if sum(map(len, seen.values())) == 120:
            ended.set()

    async def give_up(_chat: int, _code: str) -> None:
        pytest.fail("nothing fails here")

    replicas = [(Database(database_url), Nursery()) for _ in range(2)]
    working = [Lanes(db, clock, Hands(handle, give_up), nursery, at_once=8) for db, nursery in replicas]
    inbox = Inbox(replicas[0][0], clock, replicas[0][1])
    numbers = [(chat + 100 * turn, chat) for turn in range(3) for chat in range(1, 41)]
    keeping = (read_update(json.dumps(person_update(*each)).encode()) for each in numbers)
    await asyncio.gather(*(inbox.keep(each) for each in keeping))
    for one in working:
        one.start()
    await asyncio.wait_for(ended.wait(), 60)
    for one in working:
        one.stop()
    for _, nursery in replicas:
        assert await nursery.drain(20) == 0
        assert nursery.escaped == 0
    assert all(await asyncio.gather(*(is_handled(replicas[0][0], number) for number, _ in numbers)))
    assert dict(seen) == {chat: [chat, chat + 100, chat + 200] for chat in range(1, 41)}
    for db, _ in replicas:
        await db.close()


async def test_one_who_lost_a_chat_gets_nothing_of_it_beside_the_one_who_has_it(db: Database, clock: FakeClock) -> None:
    """Both are in this process and finish in one batch: the next update is handled once."""
    await put(db, clock, (1, 7), (2, 7))
    assert await claim(db, clock, "stalled") == [7]
    clock.advance(SECONDS + 1)
    assert await claim(db, clock, "fresh") == [7]
    finishing = Finishing(db, clock, Nursery(), SECONDS)
    lost, following = await asyncio.gather(
        finishing.next_after(Handled(1, (7, "stalled"), marked=False)),
        finishing.next_after(Handled(1, (7, "fresh"), marked=False)),
    )
    assert lost is None
    assert following is not None
    assert following.update_id == 2
