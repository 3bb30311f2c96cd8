"""What people asked to be done with their data, what is remembered of them afterwards, and what was reported."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import enum_column, new_id
from db.enums import PrivacyRequestKind, PrivacyRequestState, ReportState
from db.models.base import Base


class PrivacyRequest(Base):
    """An export or an erasure, done step by step under a lease.

    `subject_id` is the model of an erasure of one. `steps` are the steps done, by name, with what each of them reports.
    `file_key` is the export's ZIP until `expires_at`. It outlives the person's row on purpose: `user_id` is no foreign
    key and is blanked to 0 once the report has been delivered.
    """

    __tablename__ = "privacy_request"
    __table_args__ = (Index("ix_privacy_request_due", "state", "look_at"), Index("ix_privacy_request_user", "user_id"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[PrivacyRequestKind] = mapped_column(enum_column(PrivacyRequestKind, "kind"))
    state: Mapped[PrivacyRequestState] = mapped_column(enum_column(PrivacyRequestState, "state"))
    subject_id: Mapped[uuid.UUID | None]
    language: Mapped[str] = mapped_column(String(8))
    steps: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[str | None] = mapped_column(String(64))
    file_key: Mapped[str | None] = mapped_column(String(255))
    expires_at: Mapped[datetime | None]
    look_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class RememberedQuota(Base):
    """What somebody had used when they had everything erased, so that coming back does not begin a new quota.
    `person` is a keyed hash of the Telegram id; the row goes when its `period` (a UTC month or day) is over."""

    __tablename__ = "remembered_quota"
    __table_args__ = (UniqueConstraint("person", "period"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person: Mapped[str] = mapped_column(String(64))
    period: Mapped[str] = mapped_column(String(10))
    trainings: Mapped[int] = mapped_column(default=0)
    pictures: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class Report(Base):
    """Somebody says that a picture or a model must not be here; an admin decides before `due_at`. `reporter_id` may be
    a person who does not use the bot otherwise. `words` are the reporter's own."""

    __tablename__ = "report"
    __table_args__ = (Index("ix_report_state_due_at", "state", "due_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    reporter_id: Mapped[int] = mapped_column(BigInteger)
    image_id: Mapped[uuid.UUID | None]
    lora_id: Mapped[uuid.UUID | None]
    reason: Mapped[str] = mapped_column(String(32))
    words: Mapped[str | None] = mapped_column(Text)
    state: Mapped[ReportState] = mapped_column(enum_column(ReportState, "state"))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    decided_at: Mapped[datetime | None]
