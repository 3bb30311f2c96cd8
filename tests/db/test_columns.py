"""Types and keys that behave alike on both databases."""

import asyncio
import time
import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from db.columns import new_id
from db.database import Database
from db.enums import LoraType
from db.models import Job, User
from tests.support.rows import make_job, make_lora, make_user


async def test_a_moment_comes_back_as_the_same_moment_in_utc(db: Database) -> None:
    """Whatever zone it was given in, to the microsecond."""
    tokyo = datetime(2026, 3, 1, 8, 30, 15, 123456, tzinfo=timezone(timedelta(hours=9)))
    user = await make_user(db, created_at=tokyo)
    async with db.read() as session:
        found = (await session.get_one(User, user.id)).created_at
    assert found == tokyo
    assert found.tzinfo is UTC


async def test_a_naive_moment_is_refused(db: Database) -> None:
    """Its meaning would be a guess."""
    with pytest.raises(StatementError, match="naive"):
        await make_user(db, created_at=datetime(2026, 3, 1))  # noqa: DTZ001


async def test_moments_compare_by_time_and_not_by_zone(db: Database) -> None:
    """Stored text on SQLite still sorts as time."""
    base = datetime(2026, 3, 1, 12, tzinfo=UTC)
    early = await make_user(db, created_at=base.astimezone(timezone(timedelta(hours=9))))
    await make_user(db, created_at=base + timedelta(minutes=1))
    async with db.read() as session:
        query = select(User.id).where(User.created_at <= base.astimezone(timezone(timedelta(hours=-8))))
        assert list(await session.scalars(query)) == [early.id]


async def test_json_and_nothing_come_back_as_they_were(db: Database) -> None:
    """Nested values, Cyrillic and numbers survive."""
    value = {"a": [1, 2.5, None], "имя": {"x": True}}
    user = await make_user(db, preferences=value)
    async with db.read() as session:
        assert (await session.get_one(User, user.id)).preferences == value


async def test_a_value_outside_an_enum_is_refused_by_the_database(db: Database) -> None:
    """A CHECK constraint stands behind every enum column."""
    lora = await make_lora(db, await make_user(db), type=LoraType.STYLE)
    with pytest.raises(IntegrityError):
        async with db.write() as session:
            await session.execute(text("UPDATE lora SET type = 'pet'"))
    assert lora.type is LoraType.STYLE


def test_new_ids_sort_by_age_and_never_repeat() -> None:
    """UUIDv7: keys made in later milliseconds are greater."""
    ids = []
    for _ in range(20):
        ids.append(new_id())
        time.sleep(0.002)
    assert ids == sorted(ids)
    assert len({new_id() for _ in range(20_000)}) == 20_000


def test_new_ids_say_their_version_and_time() -> None:
    """RFC 9562: version 7, variant 2, the first 48 bits are Unix milliseconds."""
    before = time.time_ns() // 1_000_000
    value = new_id()
    after = time.time_ns() // 1_000_000
    assert value.version == 7
    assert value.variant == uuid.RFC_4122
    assert before <= value.int >> 80 <= after


async def test_the_database_orders_ids_as_we_do(db: Database) -> None:
    """Paging by key is paging by age on both databases."""
    user = await make_user(db)
    made = []
    for _ in range(5):
        made.append((await make_job(db, user)).id)
        await asyncio.sleep(0.002)
    async with db.read() as session:
        assert list(await session.scalars(select(Job.id).order_by(Job.id))) == made
