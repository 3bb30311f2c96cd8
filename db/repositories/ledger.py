"""Accounts, movements and the questions an auditor asks."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, literal, select, update
from sqlalchemy.orm import aliased

from db.claims import insert_once
from db.columns import new_id
from db.enums import AccountKind
from db.models import Account, Job, LedgerEntry, LedgerTx
from db.repositories.jobs import TERMINAL_STATES
from db.sessions import ReadSession, WriteSession

_MOST_AT_ONCE = 500
"""Values in one question; databases limit them."""


@dataclass(frozen=True)
class AccountRow:
    """An account's key and its balance while its row is locked."""

    id: uuid.UUID
    balance: int


async def lock_account(session: WriteSession, kind: AccountKind, owner: int) -> AccountRow:
    """The account, opened with 0 if there is none, locked until the unit of work ends."""
    await insert_once(session, Account, {"id": new_id(), "kind": kind, "owner": owner, "balance": 0})
    found = await session.execute(
        select(Account.id, Account.balance).where(Account.kind == kind, Account.owner == owner).with_for_update()
    )
    return AccountRow(*found.one())


async def has_movement(session: ReadSession, keys: Iterable[str]) -> bool:
    """Whether a movement with one of these keys was made."""
    found = await session.execute(select(LedgerTx.id).where(LedgerTx.key.in_(list(keys))).limit(1))
    return found.scalar_one_or_none() is not None


async def move(
    session: WriteSession, key: str, at: datetime, source: AccountRow, target: AccountRow, amount: int
) -> bool:
    """Moves `amount` from one account to another under a unique key; False when it was moved before."""
    tx_id = new_id()
    if not await insert_once(session, LedgerTx, {"id": tx_id, "key": key, "at": at}):
        return False
    for account, signed in ((source, -amount), (target, amount)):
        await insert_once(
            session, LedgerEntry, {"id": new_id(), "tx_id": tx_id, "account_id": account.id, "amount": signed}
        )
        await session.execute(
            update(Account)
            .where(Account.id == account.id)
            .values(balance=Account.balance + signed)
            .execution_options(synchronize_session=False)
        )
    return True


async def wallet_balance(session: ReadSession, user_id: int) -> int:
    """Whole credits in a person's wallet."""
    found = await session.execute(
        select(Account.balance).where(Account.kind == AccountKind.WALLET, Account.owner == user_id)
    )
    return found.scalar_one_or_none() or 0


async def unbalanced_movements(session: ReadSession) -> list[tuple[str, int]]:
    """Movements whose entries do not sum to 0, with their sums; one without entries counts as wrong."""
    total = func.coalesce(func.sum(LedgerEntry.amount), 0)
    found = await session.execute(
        select(LedgerTx.key, total)
        .outerjoin(LedgerEntry, LedgerEntry.tx_id == LedgerTx.id)
        .group_by(LedgerTx.id, LedgerTx.key)
        .having((total != 0) | (func.count(LedgerEntry.id) == 0))
    )
    return [(key, int(amount)) for key, amount in found]


async def drifted_accounts(session: ReadSession) -> list[tuple[str, int, int, int]]:
    """Accounts whose balance is not the sum of their entries: kind, owner, balance, sum."""
    total = func.coalesce(func.sum(LedgerEntry.amount), 0)
    found = await session.execute(
        select(Account.kind, Account.owner, Account.balance, total)
        .outerjoin(LedgerEntry, LedgerEntry.account_id == Account.id)
        .group_by(Account.id, Account.kind, Account.owner, Account.balance)
        .having(total != Account.balance)
    )
    return [(kind.value, owner, balance, int(amount)) for kind, owner, balance, amount in found]


async def open_holds(session: ReadSession) -> list[uuid.UUID]:
    """Jobs whose hold was neither captured nor released."""
    job = func.substr(LedgerTx.key, len("hold:") + 1)
    settled = aliased(LedgerTx)
    is_settled = exists().where(settled.key.in_((literal("capture:").concat(job), literal("release:").concat(job))))
    found = await session.scalars(select(job).where(LedgerTx.key.like("hold:%"), ~is_settled))
    return [uuid.UUID(one) for one in found]


async def ended_jobs(session: ReadSession, ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Those of the jobs that have ended."""
    ended: list[uuid.UUID] = []
    for start in range(0, len(ids), _MOST_AT_ONCE):
        some = ids[start : start + _MOST_AT_ONCE]
        ended += await session.scalars(select(Job.id).where(Job.id.in_(some), Job.state.in_(TERMINAL_STATES)))
    return ended
