"""Copying a database into another: whole, exact, at one moment, or not at all."""

import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, DateTime, Enum, Float, Numeric, Table, Uuid, func, insert, select, text

from db import copying
from db.columns import UtcDateTime, new_id
from db.copying import IncompleteCopyError, NotEmptyError, OtherRevisionError, copy_all, is_empty
from db.database import Database
from db.migrate import downgrade
from db.models import Attempt, Base, Job, User
from db.repositories import totals
from tests.support.rows import make_attempt, make_job, make_user

MOMENT = datetime(2026, 11, 20, 2, 30, 1, 654321, tzinfo=UTC)
AWKWARD = {"words": "кошка \" ' \\ {}", "number": 0.1, "big": 2**60, "none": None, "list": [1, [2]]}
TABLES = Base.metadata.sorted_tables


@pytest.fixture(params=["sqlite to postgresql", "postgresql to sqlite", "sqlite to sqlite"])
async def pair(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[list[Database]]:
    """A source and a target, both migrated and empty."""
    urls = []
    for place, kind in enumerate(request.param.split(" to ")):
        if kind == "postgresql":
            urls.append(request.getfixturevalue("postgresql_url"))
        else:
            path = tmp_path / f"{place}.db"
            shutil.copyfile(sqlite_template, path)
            urls.append(f"sqlite:///{path}")
    databases = [Database(url) for url in urls]
    yield databases
    for database in databases:
        await database.close()


async def fill(db: Database, *, times: int) -> None:
    """So many rows of every table, with a value in every column that may have one."""
    made: dict[str, list[dict[str, Any]]] = {}
    async with db.write(joins_update=False) as session:
        for table in TABLES:
            made[table.name] = [_row(table, number, made) for number in range(times)]
            await session.execute(insert(table), made[table.name])


def _row(table: Table, number: int, made: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {column.name: _value(column, number, made) for column in table.columns}


def _value(column: Column[Any], number: int, made: dict[str, list[dict[str, Any]]]) -> Any:
    for key in column.foreign_keys:
        if key.column.table is column.table:
            return None  # given by `point_inward`
        rows = made[key.column.table.name]
        return rows[number % len(rows)][key.column.name]
    kinds: list[tuple[type, Callable[[], Any]]] = [
        (JSON, lambda: AWKWARD | {"row": number}),
        (Enum, lambda: column.type.enum_class(list(column.type.enum_class)[number % len(column.type.enum_class)])),
        (Uuid, new_id),
        (UtcDateTime, lambda: MOMENT + timedelta(seconds=number)),
        (DateTime, lambda: MOMENT),
        (Boolean, lambda: number % 2 == 0),
        (Float, lambda: 12.5 + number),
        (Numeric, lambda: Decimal("123456.7891") + number),
    ]
    for kind, make in kinds:
        if isinstance(column.type, kind):
            return make()
    if column.type.python_type is int:
        return 2**40 + number
    return f"{column.name[:6]}é{number}"[: column.type.length or 999]


async def point_inward(db: Database) -> None:
    """Every row of a table that points into itself points at the row with the next key; the last at nothing."""
    async with db.write(joins_update=False) as session:
        for table in TABLES:
            for key in table.foreign_keys:
                if key.column.table is table:
                    ids = list((await session.execute(select(key.column).order_by(key.column))).scalars())
                    for one, following in pairwise(ids):
                        change = table.update().where(key.column == one).values({key.parent.name: following})
                        await session.execute(change)


async def content(db: Database) -> dict[str, list[Any]]:
    """All rows of all tables."""
    async with db.read() as session:
        found = {}
        for table in TABLES:
            rows = await session.execute(select(table).order_by(*table.primary_key))
            found[table.name] = [tuple(row) for row in rows]
        return found


async def test_every_table_and_every_type(pair: list[Database], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out, rounded or moved by a zone, over more than one chunk, with references inside a table."""
    monkeypatch.setattr(copying, "CHUNK", 3)
    source, target = pair
    await fill(source, times=7)
    await point_inward(source)
    counts = await copy_all(source, target)
    assert set(counts) == {table.name for table in TABLES}
    assert set(counts.values()) == {7}
    assert await content(target) == await content(source)


async def test_nothing_and_null_stay_two_things(pair: list[Database]) -> None:
    """JSON's own null and a missing value are told apart by SQL."""
    source, target = pair
    job = await make_job(source, await make_user(source))
    missing = await make_attempt(source, job, no=1)
    null = await make_attempt(source, job, no=2, output=None)
    async with source.write(joins_update=False) as session:
        await session.execute(Attempt.__table__.update().where(Attempt.id == null.id).values(output=JSON.NULL))
        await session.execute(Attempt.__table__.update().where(Attempt.id == missing.id).values(output=text("NULL")))
    await copy_all(source, target)
    async with target.read() as session:
        found = await session.execute(select(Attempt.id).where(Attempt.output.is_not(None)))
        assert list(found.scalars()) == [null.id]


async def test_a_full_target_is_left_alone(pair: list[Database]) -> None:
    """A second move would otherwise mix two databases; only `replace` takes the place of what is there."""
    source, target = pair
    await fill(source, times=2)
    await point_inward(source)
    stranger = await make_user(target)
    before = await content(target)
    with pytest.raises(NotEmptyError):
        await copy_all(source, target)
    assert await content(target) == before
    await copy_all(source, target, replace=True)
    assert await content(target) == await content(source)
    async with target.read() as session:
        assert await session.get(User, stranger.id) is None


async def test_a_copy_that_fails_leaves_nothing(pair: list[Database], monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it is noticed only at the end: here the source's ledger is read wrongly."""
    source, target = pair
    await fill(source, times=2)
    asked = iter([{}, {"wallet": (1, 1, 1)}])

    async def wrong(_session: object) -> object:
        return next(asked)

    monkeypatch.setattr(copying, "ledger_totals", wrong)
    with pytest.raises(IncompleteCopyError):
        await copy_all(source, target)
    assert await is_empty(target)


async def test_another_revision_is_refused(pair: list[Database]) -> None:
    """A column that one of them does not have would be lost silently."""
    source, target = pair
    await downgrade(target, "0001")
    with pytest.raises(OtherRevisionError):
        await copy_all(source, target)


async def test_one_moment_of_a_busy_source(
    postgresql_db: Database, sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is committed while the copy runs is in it wholly or not at all: here, not at all."""
    monkeypatch.setattr(copying, "CHUNK", 1)
    user = await make_user(postgresql_db)
    await make_user(postgresql_db)
    before = await content(postgresql_db)
    first = copying._copy

    async def busy(origin: Any, goal: Any, table: Table) -> None:
        await first(origin, goal, table)
        await make_job(postgresql_db, user)

    monkeypatch.setattr(copying, "_copy", busy)
    await copy_all(postgresql_db, sqlite_db)
    assert await content(sqlite_db) == before


def test_references_lead_from_later_tables_to_earlier_ones() -> None:
    """The order in which tables are filled holds for all of them; a circle would make it a guess."""
    place = {table.name: number for number, table in enumerate(TABLES)}
    for table in TABLES:
        for key in table.foreign_keys:
            assert place[key.column.table.name] <= place[table.name]


async def test_the_totals_tell_two_ledgers_apart(pair: list[Database]) -> None:
    """They are what a move is compared by, so equal sums of other entries must not look alike."""
    source, _ = pair
    await fill(source, times=3)
    async with source.read() as session:
        counts, sums = await totals.row_counts(session), await totals.ledger_totals(session)
        assert counts["job"] == await session.scalar(select(func.count()).select_from(Job))
    assert sum(number for _, number, _ in sums.values()) == counts["ledger_entry"] == 3
