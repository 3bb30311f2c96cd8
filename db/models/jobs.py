"""The durable engine's rows: jobs, what happened to them, paid calls and provider hints."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import enum_column, new_id
from db.enums import AttemptState, JobKind, JobState, Stage, StopReason
from db.models.base import Base


class Job(Base):
    """Paid work for one person. `subject_id` is the lora_version or the generation it serves.

    A claim raises `lease_no`; writes that say "not finished yet" are fenced by it. `units` is how many
    pieces were ordered (1 training, n pictures), `units_done` how many were delivered. `declined_by` names the
    providers that refused it, with the reason: it does not go back to them.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_next_at", "state", "next_at"),
        Index("ix_job_user_created", "user_id", "created_at"),
        Index("ix_job_user_finished", "user_id", "finished_at"),
        Index("ix_job_kind_created", "kind", "created_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[JobKind] = mapped_column(enum_column(JobKind, "kind"))
    state: Mapped[JobState] = mapped_column(enum_column(JobState, "state"), default=JobState.QUEUED)
    stage: Mapped[Stage] = mapped_column(enum_column(Stage, "stage"), default=Stage.QUEUED)
    provider: Mapped[str] = mapped_column(String(32))
    endpoint: Mapped[str] = mapped_column(String(128))
    subject_id: Mapped[uuid.UUID] = mapped_column(index=True)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("job.id"), index=True)

    units: Mapped[int] = mapped_column(default=1)
    units_done: Mapped[int] = mapped_column(default=0)
    price: Mapped[int] = mapped_column(default=0)
    estimated_cost: Mapped[Decimal] = mapped_column(Numeric(10, 4), default=Decimal(0))

    next_at: Mapped[datetime]
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    lease_no: Mapped[int] = mapped_column(default=0)
    retries: Mapped[int] = mapped_column(default=0)
    refusals: Mapped[int] = mapped_column(default=0)

    progress: Mapped[int] = mapped_column(default=0)
    step: Mapped[int | None]
    total_steps: Mapped[int | None]
    loss: Mapped[float | None]
    queue_position: Mapped[int | None]
    held_reason: Mapped[str | None] = mapped_column(String(32))
    declined_by: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))

    stop_reason: Mapped[StopReason | None] = mapped_column(enum_column(StopReason, "stop_reason"))
    stop_requested_at: Mapped[datetime | None]
    stop_sent_at: Mapped[datetime | None]
    uncertain_since: Mapped[datetime | None]
    review_since: Mapped[datetime | None]
    missing_since: Mapped[datetime | None]

    error_code: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class JobEvent(Base):
    """What happened to a job, in order; the source of live events and of a job's history."""

    __tablename__ = "job_event"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    job_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(48))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]


class Attempt(Base):
    """One paid call, committed before it is made. `token_hash` is the SHA-256 of the secret in its webhook
    path. A lost call is found in the provider's list by `data_url`, an input that no other call has, or where there is
    none by `fingerprint`, the SHA-256 of its arguments and target. `unit_price` is what a unit cost then, in USD."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("job_id", "no"),
        UniqueConstraint("provider", "provider_ref"),
        UniqueConstraint("token_hash"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    job_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), index=True)
    no: Mapped[int]
    token_hash: Mapped[str] = mapped_column(String(64))
    provider: Mapped[str] = mapped_column(String(32))
    endpoint: Mapped[str] = mapped_column(String(128))
    data_url: Mapped[str | None] = mapped_column(Text)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    unit_price: Mapped[Decimal | None] = mapped_column(Numeric(14, 8))
    estimated_cost: Mapped[Decimal | None] = mapped_column(Numeric(10, 4))
    state: Mapped[AttemptState] = mapped_column(enum_column(AttemptState, "state"))
    provider_ref: Mapped[str | None] = mapped_column(String(128))
    urls: Mapped[dict[str, Any]] = mapped_column(default=dict)
    output: Mapped[dict[str, Any] | None] = mapped_column()
    cost: Mapped[Decimal | None] = mapped_column(Numeric(10, 4))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class UploadedFile(Base):
    """A person's photos or picture that were uploaded to a provider for a job, to be removed there when the job is
    over. `until` is when the provider removes them by itself, if it says. It outlives the job's row on purpose."""

    __tablename__ = "uploaded_file"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    job_id: Mapped[uuid.UUID]
    provider: Mapped[str] = mapped_column(String(32), index=True)
    url: Mapped[str] = mapped_column(Text)
    uploaded_at: Mapped[datetime]
    until: Mapped[datetime | None]


class ClientRequest(Base):
    """A person's order under the client's own key: a second tap finds the first one's job."""

    __tablename__ = "client_request"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    job_id: Mapped[uuid.UUID]
    created_at: Mapped[datetime]


class WebhookInbox(Base):
    """A verified provider webhook; the key drops repeats. It is a hint and carries no truth of its own."""

    __tablename__ = "webhook_inbox"

    provider: Mapped[str] = mapped_column(String(32), primary_key=True)
    event_key: Mapped[str] = mapped_column(String(160), primary_key=True)
    attempt_id: Mapped[uuid.UUID]
    provider_ref: Mapped[str] = mapped_column(String(128))
    account_id: Mapped[str | None] = mapped_column(String(128))
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]


class ProviderStanding(Base):
    """What we learned about our account at a provider: a pause with its reason, and the pinned account id."""

    __tablename__ = "provider_standing"

    provider: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str | None] = mapped_column(String(128))
    paused_reason: Mapped[str | None] = mapped_column(String(32))
    paused_since: Mapped[datetime | None]
    probe_at: Mapped[datetime | None]
    probes: Mapped[int] = mapped_column(default=0)
