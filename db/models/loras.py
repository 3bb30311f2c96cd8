"""Models that people own: LoRAs, their versions, data sets and photos."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import enum_column, new_id
from db.enums import LoraStatus, LoraType, Quality, Retention, Verdict
from db.models.base import Base


class Lora(Base):
    """A model of one person.

    `name_key` is the folded name; NULL reserves nothing (failed, cancelled and deleted models).
    `deleted_at` hides the model and can be undone until `erase_at`; after that its files are gone.
    """

    __tablename__ = "lora"
    __table_args__ = (
        UniqueConstraint("user_id", "name_key"),
        UniqueConstraint("user_id", "trigger_key"),
        Index("ix_lora_user_status", "user_id", "status"),
        Index("ix_lora_name", "name"),
        Index("ix_lora_usage", "usage_count"),
        Index("ix_lora_erase_at", "erase_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    name_key: Mapped[str | None] = mapped_column(String(1024))
    description: Mapped[str | None] = mapped_column(Text)
    type: Mapped[LoraType] = mapped_column(enum_column(LoraType, "type"))
    class_word: Mapped[str] = mapped_column(String(64))
    trigger_word: Mapped[str] = mapped_column(String(128))
    trigger_key: Mapped[str | None] = mapped_column(String(128))
    status: Mapped[LoraStatus] = mapped_column(enum_column(LoraStatus, "status"), index=True)
    current_version_id: Mapped[uuid.UUID | None]
    usage_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    erase_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class LoraVersion(Base):
    """One training of a model. `weights_key` names the file in our storage; `weights_url` is where providers can
    read it until `weights_url_until`, at `weights_host`. `hosted_version` is the provider's own name of a version
    that it keeps and can run. `params` are the values it was trained with, by setting. `ordered` holds the trainer and
    values of the order when another provider has taken it. `likeness` are numbers of how much the proofs look like the
    training photos (`services.photos.likeness`), NULL where nobody looked. `triggered_by_job_id` is the earlier
    training that this one repeats; NULL when a person began it."""

    __tablename__ = "lora_version"
    __table_args__ = (UniqueConstraint("lora_id", "no"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    lora_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("lora.id", ondelete="CASCADE"), index=True)
    no: Mapped[int]
    dataset_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dataset.id"))
    job_id: Mapped[uuid.UUID | None]
    trainer: Mapped[str] = mapped_column(String(64))
    base_model: Mapped[str] = mapped_column(String(32))
    quality: Mapped[Quality] = mapped_column(enum_column(Quality, "quality"))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ordered: Mapped[dict[str, Any] | None] = mapped_column()
    status: Mapped[LoraStatus] = mapped_column(enum_column(LoraStatus, "status"))
    weights_key: Mapped[str | None] = mapped_column(String(255))
    weights_size: Mapped[int | None] = mapped_column(BigInteger)
    weights_sha256: Mapped[str | None] = mapped_column(String(64))
    weights_url: Mapped[str | None] = mapped_column(Text)
    weights_url_until: Mapped[datetime | None]
    weights_host: Mapped[str | None] = mapped_column(String(32))
    hosted_version: Mapped[str | None] = mapped_column(String(200))
    validation_passed: Mapped[bool | None]
    likeness: Mapped[dict[str, Any] | None]
    verdict: Mapped[Verdict | None] = mapped_column(enum_column(Verdict, "verdict"))
    free_retry_of: Mapped[uuid.UUID | None]
    triggered_by_job_id: Mapped[uuid.UUID | None]
    cost: Mapped[Decimal | None] = mapped_column(Numeric(10, 4))
    created_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]


class HostedModel(Base):
    """A model that a provider may keep at `place`, which says in whose account: noted before it is there, gone when
    nothing is left. `leaving_since` is when it was first to go, NULL while it is wanted; `error` is the code of the
    last answer that was a failure. The lease is held while the provider is asked. It outlives the model's row on
    purpose."""

    __tablename__ = "hosted_model"
    __table_args__ = (
        UniqueConstraint("lora_id", "provider", "place"),
        Index("ix_hosted_model_leaving", "leaving_since"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    lora_id: Mapped[uuid.UUID]
    provider: Mapped[str] = mapped_column(String(32))
    place: Mapped[str] = mapped_column(String(200))
    noted_at: Mapped[datetime]
    leaving_since: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(64))


class Dataset(Base):
    """The photos and captions of a model, an object of its own: `copied_from` is the data set that it began as.
    `erase_photos_at` follows the person's choice of retention."""

    __tablename__ = "dataset"
    __table_args__ = (Index("ix_dataset_erase_photos_at", "erase_photos_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    lora_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("lora.id", ondelete="CASCADE"), index=True)
    copied_from: Mapped[uuid.UUID | None]
    retention: Mapped[Retention | None] = mapped_column(enum_column(Retention, "retention"))
    erase_photos_at: Mapped[datetime | None]
    photos_erased_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Photo(Base):
    """A cleaned training photo. `source_key` is Telegram's file_unique_id (or the client's own id), so that
    a repeated delivery adds nothing; `position` is the number shown to the person. `caption` is the person's own, NULL
    for the one that code makes. `measures` are the raw numbers of `services.photos.measures`, NULL for a photo taken in
    before there were any; verdicts follow from them and are stored nowhere. `use_anyway`: the person wants it in spite
    of its verdict."""

    __tablename__ = "photo"
    __table_args__ = (UniqueConstraint("dataset_id", "source_key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    dataset_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dataset.id", ondelete="CASCADE"), index=True)
    source_key: Mapped[str] = mapped_column(String(128))
    position: Mapped[int]
    storage_key: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    caption: Mapped[str | None] = mapped_column(Text)
    measures: Mapped[dict[str, Any] | None]
    use_anyway: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
