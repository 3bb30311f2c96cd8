"""Generations and their pictures."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import enum_column, new_id
from db.enums import ImageState, Purpose, Translation, Verdict
from db.models.base import Base


class Generation(Base):
    """One order of 1 to 4 pictures with one model: what the person wrote, its English where it was translated, and
    what was sent."""

    __tablename__ = "generation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    lora_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("lora.id"), index=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("lora_version.id"))
    job_id: Mapped[uuid.UUID | None]
    purpose: Mapped[Purpose] = mapped_column(enum_column(Purpose, "purpose"))
    prompt: Mapped[str] = mapped_column(Text)
    prompt_sent: Mapped[str] = mapped_column(Text)
    translation: Mapped[Translation] = mapped_column(
        enum_column(Translation, "translation", checked=False), default=Translation.OPEN, server_default=text("'open'")
    )
    english: Mapped[str | None] = mapped_column(Text)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source_image_id: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime]


class Image(Base):
    """One picture in our storage. `erase_at` is when an unsaved proof goes; saving clears it. `blocked_by`
    is who blocked it: "provider", "gate" (ours), "admin". `likeness` is how alike a proof's face and those of the
    training photos are, from 0 to 1."""

    __tablename__ = "image"
    __table_args__ = (UniqueConstraint("generation_id", "no"), Index("ix_image_erase_at", "erase_at"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    generation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("generation.id"), index=True)
    no: Mapped[int]
    state: Mapped[ImageState] = mapped_column(enum_column(ImageState, "state"))
    storage_key: Mapped[str | None] = mapped_column(String(255))
    content_type: Mapped[str] = mapped_column(String(32), default="image/png")
    width: Mapped[int | None]
    height: Mapped[int | None]
    seed: Mapped[int | None] = mapped_column(BigInteger)
    blocked_by: Mapped[str | None] = mapped_column(String(16))
    likeness: Mapped[float | None]
    verdict: Mapped[Verdict | None] = mapped_column(enum_column(Verdict, "verdict"))
    saved_at: Mapped[datetime | None]
    erase_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class TranslatedText(Base):
    """A person's words in English, kept so that the same words are not asked about twice. `key` is the SHA-256 of the
    words and of what had to stay in them."""

    __tablename__ = "translated_text"
    __table_args__ = (Index("ix_translated_text_used_at", "used_at"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    english: Mapped[str] = mapped_column(Text)
    used_at: Mapped[datetime]
