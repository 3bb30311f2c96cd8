"""How much a database holds, to be compared with another one."""

from collections.abc import Mapping

from sqlalchemy import func, select

from db.models import Account, Base, LedgerEntry
from db.sessions import ReadSession


async def row_counts(session: ReadSession) -> Mapping[str, int]:
    """The number of rows of every table."""
    counts = {}
    for table in Base.metadata.sorted_tables:
        counts[table.name] = (await session.execute(select(func.count()).select_from(table))).scalar_one()
    return counts


async def ledger_totals(session: ReadSession) -> Mapping[str, tuple[int, int, int]]:
    """For each kind of account: the sum of the balances, the number of entries, and their sum."""
    entries = (
        select(LedgerEntry.account_id, func.count().label("number"), func.sum(LedgerEntry.amount).label("amount"))
        .group_by(LedgerEntry.account_id)
        .subquery()
    )
    found = await session.execute(
        select(Account.kind, func.sum(Account.balance), func.sum(entries.c.number), func.sum(entries.c.amount))
        .outerjoin(entries, entries.c.account_id == Account.id)
        .group_by(Account.kind)
    )
    return {kind.value: (int(balance), int(number or 0), int(amount or 0)) for kind, balance, number, amount in found}
