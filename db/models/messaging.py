"""What goes to Telegram and what came from it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import enum_column, new_id
from db.enums import OutboxKind, OutboxState
from db.models.base import Base


class Outbox(Base):
    """A message to be sent: a view's name and its parameters, rendered at send time.

    A card row is written again for every change: `version` rises, and the sender marks the version it sent,
    so a change that arrives meanwhile is sent as well.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("dedupe_key"),
        Index("ix_outbox_state_not_before", "state", "not_before"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    dedupe_key: Mapped[str] = mapped_column(String(160))
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    kind: Mapped[OutboxKind] = mapped_column(enum_column(OutboxKind, "kind"))
    view: Mapped[str] = mapped_column(String(48))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[OutboxState] = mapped_column(enum_column(OutboxState, "state"), default=OutboxState.PENDING)
    version: Mapped[int] = mapped_column(default=1)
    not_before: Mapped[datetime]
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class StatusCard(Base):
    """The message in a chat that shows one subject and is edited in place."""

    __tablename__ = "status_card"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger)


class TgUpdate(Base):
    """A raw Telegram update: written before it is acknowledged, erased when handled, its id kept 48 h."""

    __tablename__ = "tg_update"
    __table_args__ = (Index("ix_tg_update_lane", "lane", "handled_at", "update_id"),)

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    lane: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[str | None]
    failures: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    quarantined_at: Mapped[datetime | None]


class ChatLane(Base):
    """A chat's right to be worked on: one holder at a time over all replicas."""

    __tablename__ = "chat_lane"
    __table_args__ = (Index("ix_chat_lane_due_at", "due_at"),)

    lane: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    due_at: Mapped[datetime | None]
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]


class SendPause(Base):
    """Telegram's 429 for the whole bot: nobody sends before `until`. `rate` is the messages a second that were left
    after the last one, at `rated_at`; it climbs again from there."""

    __tablename__ = "send_pause"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    until: Mapped[datetime]
    rate: Mapped[float | None]
    rated_at: Mapped[datetime | None]
