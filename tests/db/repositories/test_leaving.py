"""A chat that something has just arrived in outlives the erasure of its person."""

from sqlalchemy import select

from db.claims import moment
from db.database import Database
from db.models import ChatLane, User
from db.repositories.forgetting import forget_person
from db.repositories.leaving import is_chat_in_hand
from db.repositories.updates import keep_update
from tests.support.clock import FakeClock
from tests.support.rows import make_user


async def test_an_idle_chat_is_locked_too(postgresql_db: Database, clock: FakeClock) -> None:
    """Otherwise an update could make it due before it is deleted."""
    db = postgresql_db
    user = await make_user(db)
    async with db.write() as session:
        session.add(ChatLane(lane=user.id))

    async def free() -> list[int]:
        async with db.write() as other:
            wanted = select(ChatLane.lane).where(ChatLane.lane == user.id).with_for_update(skip_locked=True)
            return list(await other.scalars(wanted))

    assert await free() == [user.id]
    async with db.write() as session:
        assert not await is_chat_in_hand(session, user.id, moment(session, clock))
        assert await free() == []


async def test_a_chat_with_something_in_it_stays(db: Database, clock: FakeClock) -> None:
    """An update whose chat was first seen while its person was being deleted is still answered."""
    user = await make_user(db)
    async with db.write() as session:
        await keep_update(session, clock, 1, user.id, "{}")
    async with db.write() as session:
        assert await is_chat_in_hand(session, user.id, moment(session, clock))
        await forget_person(session, user.id, but=None, is_banned=False)
    async with db.read() as reading:
        assert (await reading.scalars(select(User))).all() == []
        assert (await reading.scalars(select(ChatLane.due_at))).one() is not None
