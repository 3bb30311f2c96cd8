"""Messages from admins to many people."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import enum_column, new_id
from db.enums import BroadcastState, DeliveryState
from db.models.base import Base


class Broadcast(Base):
    """One message to a segment of the people.

    `variants` by language: the chat and the ids of the admin's own messages that are copied. `segment` as in
    `services.messaging.segments`. `cursor` is the highest person's id that was taken in hand; the audience is read
    above it, in the order of ids. `expected` is the number of receivers that the admin confirmed. The counters are
    about deliveries that are settled. `fault` is why it paused by itself.
    """

    __tablename__ = "broadcast"
    __table_args__ = (Index("ix_broadcast_state_start_at", "state", "start_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    created_by: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[BroadcastState] = mapped_column(enum_column(BroadcastState, "state"), default=BroadcastState.DRAFT)
    variants: Mapped[dict[str, Any]] = mapped_column(default=dict)
    segment: Mapped[dict[str, Any]] = mapped_column(default=dict)
    silent: Mapped[bool] = mapped_column(default=False)
    cursor: Mapped[int] = mapped_column(BigInteger, default=0)
    expected: Mapped[int] = mapped_column(default=0)
    sent: Mapped[int] = mapped_column(default=0)
    blocked: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    unknown: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None] = mapped_column(String(160))
    created_at: Mapped[datetime]
    start_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class BroadcastDelivery(Base):
    """A broadcast for one person: written before the call, so that nobody gets it twice. `message_ids` are what
    arrived, for taking it back."""

    __tablename__ = "broadcast_delivery"
    __table_args__ = (Index("ix_broadcast_delivery_state", "broadcast_id", "state", "user_id"),)

    broadcast_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("broadcast.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    state: Mapped[DeliveryState] = mapped_column(enum_column(DeliveryState, "state"))
    message_ids: Mapped[list[Any] | None]
    reason: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[datetime]
