"""The double-entry ledger in whole credits."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import enum_column, new_id
from db.enums import AccountKind
from db.models.base import Base


class Account(Base):
    """One side of the ledger; `owner` is a user id, or 0 for the house. Wallets and holds cannot go below 0."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("kind", "owner"),
        CheckConstraint("kind NOT IN ('wallet', 'hold') OR balance >= 0", name="not_negative"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[AccountKind] = mapped_column(enum_column(AccountKind, "kind"))
    owner: Mapped[int] = mapped_column(BigInteger)
    balance: Mapped[int] = mapped_column(default=0)


class LedgerTx(Base):
    """One movement; the unique key (`hold:<job>`, `capture:<job>` …) makes a repeat impossible."""

    __tablename__ = "ledger_tx"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(128), unique=True)
    at: Mapped[datetime]


class LedgerEntry(Base):
    """A signed amount on one account; the entries of a movement sum to 0."""

    __tablename__ = "ledger_entry"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    tx_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_tx.id"), index=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    amount: Mapped[int]
