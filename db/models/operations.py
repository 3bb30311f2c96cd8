"""Rows that keep replicas and operators honest."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import new_id
from db.models.base import Base


class CronRun(Base):
    """A slot of periodic work that some replica took: inserting the row is the claim."""

    __tablename__ = "cron_run"

    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    slot: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]


class HeldLease(Base):
    """A task that one process does at a time over all replicas, such as sending for a bot token: whoever holds the
    row before `until`."""

    __tablename__ = "held_lease"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]


class OperatorChoice(Base):
    """What an admin has changed while the bot runs; it stands above the settings, in all replicas."""

    __tablename__ = "operator_choice"

    name: Mapped[str] = mapped_column(String(160), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
    chosen_by: Mapped[int] = mapped_column(BigInteger)
    chosen_at: Mapped[datetime]


class OperatorRequest(Base):
    """What an admin has asked for and has still to confirm. Confirming removes the row in the transaction of the
    effect, so that it happens once, whichever of two taps comes first."""

    __tablename__ = "operator_request"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    admin_id: Mapped[int] = mapped_column(BigInteger)
    action: Mapped[str] = mapped_column(String(32))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_at: Mapped[datetime]


class StrayFile(Base):
    """A stored file that no row named when an audit saw it at `seen_at`; one that a later audit still finds is
    removed."""

    __tablename__ = "stray_file"

    storage_key: Mapped[str] = mapped_column(String(255), primary_key=True)
    seen_at: Mapped[datetime]


class Audit(Base):
    """What an admin or the system did that somebody may ask about later."""

    __tablename__ = "audit"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    action: Mapped[str] = mapped_column(String(48), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
