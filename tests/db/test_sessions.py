"""Units of work: what commits, what cannot write, and who is told."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from db.database import Database, joins_next_write
from db.models import User
from db.sessions import NetworkInsideTransactionError, WriteSession, assert_no_unit_of_work
from tests.support.rows import make_user


async def _names(db: Database) -> list[str]:
    async with db.read() as session:
        return list(await session.scalars(select(User.first_name)))


async def test_a_unit_of_work_commits_when_it_is_left(db: Database) -> None:
    """What was written is seen by the next reader."""
    user = await make_user(db)
    async with db.write() as session:
        (await session.get_one(User, user.id)).first_name = "Bea"
    assert await _names(db) == ["Bea"]


async def test_an_exception_rolls_the_whole_unit_of_work_back(db: Database) -> None:
    """Nothing of a unit of work that failed remains, and the next one works."""
    user = await make_user(db)
    with pytest.raises(LookupError):
        async with db.write() as session:
            (await session.get_one(User, user.id)).first_name = "Bea"
            await session.flush()
            raise LookupError
    assert await _names(db) == ["Ann"]
    await make_user(db)


async def test_nobody_sees_a_unit_of_work_before_it_commits(db: Database) -> None:
    """A reader beside an open unit of work sees the committed rows only and does not wait."""
    user = await make_user(db)
    async with db.write() as session:
        (await session.get_one(User, user.id)).first_name = "Bea"
        await session.flush()
        assert await _names(db) == ["Ann"]


async def test_a_read_session_refuses_to_write(db: Database) -> None:
    """The database itself says no, whatever the code believed."""
    user = await make_user(db)
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        async with db.read() as session:
            await session.execute(text('UPDATE "user" SET first_name = :name'), {"name": "Bea"})
    assert await _names(db) == [user.first_name]


async def test_a_change_to_a_row_of_a_read_session_is_refused(db: Database) -> None:
    """Changing a loaded row and leaving raises instead of losing the change silently."""
    user = await make_user(db)
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        async with db.read() as session:
            (await session.get_one(User, user.id)).first_name = "Bea"
    assert await _names(db) == ["Ann"]


async def test_the_writer_can_write_after_a_reader_was_refused(db: Database) -> None:
    """Read-only is a property of the reader's transaction, not of a pooled connection."""
    user = await make_user(db)
    for _ in range(12):
        async with db.read() as session:
            await session.execute(select(User))
        async with db.write() as session:
            (await session.get_one(User, user.id)).first_name += "x"
    assert await _names(db) == ["Ann" + "x" * 12]


async def test_the_network_is_shut_while_a_unit_of_work_is_open(db: Database) -> None:
    """Doors to the outside refuse inside a unit of work, and open again after it, failed or not."""
    assert_no_unit_of_work()
    with pytest.raises(NetworkInsideTransactionError):
        async with db.write():
            assert_no_unit_of_work()
    assert_no_unit_of_work()
    async with db.read():
        assert_no_unit_of_work()


async def test_wakes_are_announced_once_each_and_only_after_the_commit(db: Database) -> None:
    """A worker woken earlier would look and find nothing."""
    heard: list[str] = []
    db.on_wake(heard.append)
    async with db.write() as session:
        session.wake("submit")
        session.wake("submit")
        session.wake("outbox")
        assert heard == []
    assert sorted(heard) == ["outbox", "submit"]


async def test_a_unit_of_work_that_failed_wakes_nobody(db: Database) -> None:
    """Its rows do not exist."""
    heard: list[str] = []
    db.on_wake(heard.append)
    with pytest.raises(LookupError):
        async with db.write() as session:
            session.wake("submit")
            raise LookupError
    assert heard == []


async def test_the_joiner_writes_in_the_first_unit_of_work_only(db: Database) -> None:
    """The update that is being handled is marked together with its first effect, once."""
    await make_user(db)
    calls: list[WriteSession] = []

    async def mark(session: WriteSession) -> None:
        calls.append(session)
        await session.execute(text("UPDATE \"user\" SET first_name = 'marked'"))

    token = joins_next_write.set(mark)
    try:
        async with db.write(joins_update=False):
            pass
        assert calls == []
        async with db.write():
            pass
        async with db.write():
            pass
    finally:
        joins_next_write.reset(token)
    assert len(calls) == 1
    assert await _names(db) == ["marked"]


async def test_the_joiner_stays_when_its_unit_of_work_failed(db: Database) -> None:
    """Effect and mark fall together; the next unit of work marks."""
    user = await make_user(db)
    calls: list[WriteSession] = []

    async def mark(session: WriteSession) -> None:
        calls.append(session)

    token = joins_next_write.set(mark)
    try:
        with pytest.raises(IntegrityError):
            async with db.write() as session:
                session.add(User(id=user.id, created_at=user.created_at, last_seen_at=user.created_at))
                await session.flush()
        assert joins_next_write.get() is mark
        async with db.write():
            pass
        assert joins_next_write.get() is None
    finally:
        joins_next_write.reset(token)
    assert len(calls) == 1
