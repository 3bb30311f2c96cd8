"""People: who may use the bot, in which language, and what they agreed to."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from db.columns import enum_column, new_id
from db.enums import DraftKind, Language, Retention
from db.models.base import Base


class User(Base):
    """A person; the key is the Telegram user id, which is also the id of the private chat.

    `trainings_per_month` and `pictures_per_day` are this person's own limits, None for everybody's.
    `broadcasts_off_at`: since when the person wants no broadcasts.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    first_name: Mapped[str] = mapped_column(String(128), default="")
    username: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[Language] = mapped_column(enum_column(Language, "language"), default=Language.EN)
    language_chosen: Mapped[bool] = mapped_column(default=False)
    invited_at: Mapped[datetime | None]
    banned_at: Mapped[datetime | None]
    unreachable_at: Mapped[datetime | None]
    broadcasts_off_at: Mapped[datetime | None]
    trainings_per_month: Mapped[int | None]
    pictures_per_day: Mapped[int | None]
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class Invite(Base):
    """A link with which an admin lets people in; `code` travels in the start parameter."""

    __tablename__ = "invite"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_by: Mapped[int] = mapped_column(BigInteger)
    uses_left: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Consent(Base):
    """What a person agreed to before the first photo: the text's version, a provider that may get the photos, and the
    period. Agreeing to several providers makes a row for each. `faces`: faces may be compared with each other, which
    nobody has to agree to."""

    __tablename__ = "consent"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    text_version: Mapped[str] = mapped_column(String(16))
    provider: Mapped[str] = mapped_column(String(32))
    retention: Mapped[Retention] = mapped_column(enum_column(Retention, "retention"))
    faces: Mapped[bool] = mapped_column(default=False, server_default=false())
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Draft(Base):
    """Answers collected so far in a conversation; lives in the database so that a restart loses nothing.

    `state` is the conversation's step. `settle_at` is when photos stop counting as one album;
    `done_requested` remembers a Done that overtook the last photo.
    """

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_settle_at", "settle_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    kind: Mapped[DraftKind] = mapped_column(enum_column(DraftKind, "kind"))
    dataset_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("dataset.id"))
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    card_message_id: Mapped[int | None]
    settle_at: Mapped[datetime | None]
    done_requested: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class DraftPerson(Base):
    """One of several people whose models are made in one go: an album of its own, with its own data set.

    `album` is Telegram's id of the photos sent together; `name` is NULL until its caption has come.
    """

    __tablename__ = "draft_person"
    __table_args__ = (UniqueConstraint("draft_id", "album"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    dataset_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("dataset.id"))
    album: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(255))
    class_word: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]


class Conversation(Base):
    """Where a chat stands: the state's name and the draft it fills; aiogram's storage reads and writes it."""

    __tablename__ = "conversation"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    state: Mapped[str | None] = mapped_column(String(64))
    draft_id: Mapped[uuid.UUID | None]
