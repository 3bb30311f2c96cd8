"""Copies all rows of one database into another, whatever kinds they are.

The source is read as it was at one moment, the target filled in one transaction: a copy is whole, or there is none.
Rows travel in the order of their keys, a few hundred at a time, so that memory stays flat.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Dialect,
    Table,
    TableClause,
    Text,
    bindparam,
    cast,
    column,
    delete,
    insert,
    literal,
    select,
    table,
    text,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeDecorator, TypeEngine

from db.columns import Json
from db.database import Database
from db.migrate import ADVISORY_LOCK, current_revision
from db.models import Base
from db.repositories.totals import ledger_totals, row_counts
from db.sessions import ReadSession

CHUNK = 300
"""Rows that are in memory at a time. The event loop stands still for a few milliseconds while they are read."""


class CopyError(RuntimeError):
    """A database could not be copied; the target is as it was."""


class NotEmptyError(CopyError):
    """The target database has rows already; nothing was changed."""


class OtherRevisionError(CopyError):
    """Source and target are not at the same revision; migrate the older one first."""


class IncompleteCopyError(CopyError):
    """The copy had other row counts or other sums in its ledger than the source, so it was taken back."""


async def copy_all(source: Database, target: Database, *, replace: bool = False) -> Mapping[str, int]:
    """Fills `target`, which is at the same revision, with the rows of `source`; returns how many by table.

    With `replace` the rows of the target are removed in the same transaction, otherwise it must have none. Row counts
    and the sums of the ledger are compared before the commit. Raises CopyError.
    """
    if await current_revision(source) != await current_revision(target):
        raise OtherRevisionError(OtherRevisionError.__doc__)
    async with source.read() as reading, target.write(joins_update=False) as writing:
        origin = await _one_moment(source, reading)
        goal = await writing.connection()
        if target.is_postgresql:
            # The same lock as a migration's: a bot that starts now waits, and so does a second copy.
            await goal.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        if replace:
            await _empty(goal)
        elif any((await row_counts(writing)).values()):
            raise NotEmptyError(NotEmptyError.__doc__)
        for each in Base.metadata.sorted_tables:
            await _copy(origin, goal, each)
        counts = await row_counts(reading)
        if await row_counts(writing) != counts or await ledger_totals(writing) != await ledger_totals(reading):
            raise IncompleteCopyError(IncompleteCopyError.__doc__)
    return counts


async def is_empty(db: Database) -> bool:
    """Whether a migrated database has no row at all."""
    async with db.read() as session:
        return not any((await row_counts(session)).values())


class _JsonAsItIs(TypeDecorator[str]):
    """JSON as the text that the database gives, so that no number is rounded and JSON's null stays another thing than
    the database's."""

    impl = Json
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return cast(column, Text)

    def bind_processor(self, dialect: Dialect) -> None:
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        return None


@dataclass(frozen=True)
class _Plan:
    """A table without its rules: what is read, what identifies a row, and which columns point into the same table."""

    table: TableClause
    keys: Sequence[ColumnElement[Any]]
    inward: list[str]

    def after(self, last: Mapping[str, Any] | None) -> Any:
        """The next rows behind `last`, or the first ones."""
        rows = select(*self.table.columns).order_by(*self.keys).limit(CHUNK)
        if last is None:
            return rows
        place = [literal(last[str(key.key)], key.type) for key in self.keys]
        return rows.where(tuple_(*self.keys) > tuple_(*place))


def _plan(original: Table) -> _Plan:
    bare = table(original.name, *(column(each.name, _type(each)) for each in original.columns))
    keys = [bare.columns[each.name] for each in original.primary_key]
    inward = [key.parent.name for key in original.foreign_keys if key.column.table is original]
    return _Plan(bare, keys, inward)


def _type(each: Column[Any]) -> TypeEngine[Any]:
    return _JsonAsItIs() if isinstance(each.type, JSON) else each.type


async def _copy(origin: AsyncConnection, goal: AsyncConnection, original: Table) -> None:
    plan = _plan(original)
    async for rows in _chunks(origin, plan):
        unlinked = [row | dict.fromkeys(plan.inward) for row in rows]
        await goal.execute(insert(plan.table), unlinked)
    for name in plan.inward:
        await _link(origin, goal, plan, name)


async def _link(origin: AsyncConnection, goal: AsyncConnection, plan: _Plan, name: str) -> None:
    """Once all rows are there: a row may point at one with a higher key."""
    same = [key == bindparam(f"key_{key.key}", type_=key.type) for key in plan.keys]
    change = update(plan.table).where(*same).values({name: bindparam("linked", type_=plan.table.columns[name].type)})
    async for rows in _chunks(origin, plan):
        linked = [row for row in rows if row[name] is not None]
        if linked:
            await goal.execute(change, [_named_keys(plan, row) | {"linked": row[name]} for row in linked])


def _named_keys(plan: _Plan, row: Mapping[str, Any]) -> dict[str, Any]:
    return {f"key_{key.key}": row[str(key.key)] for key in plan.keys}


async def _chunks(origin: AsyncConnection, plan: _Plan) -> AsyncIterator[list[dict[str, Any]]]:
    last: dict[str, Any] | None = None
    while True:
        rows = [dict(row) for row in (await origin.execute(plan.after(last))).mappings()]
        if rows:
            yield rows
        if len(rows) < CHUNK:
            return
        last = rows[-1]


async def _empty(goal: AsyncConnection) -> None:
    for each in reversed(Base.metadata.sorted_tables):
        await goal.execute(delete(each))


async def _one_moment(source: Database, reading: ReadSession) -> AsyncConnection:
    """A connection whose questions are all answered as of the first one. SQLite's transactions are so by themselves."""
    options = {"isolation_level": "REPEATABLE READ"} if source.is_postgresql else {}
    return await reading.connection(execution_options=options)
