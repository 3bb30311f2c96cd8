"""Questions about somebody who is having everything deleted."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from db.enums import ImageState, OutboxState
from db.models import (
    Attempt,
    ChatLane,
    Conversation,
    Dataset,
    Draft,
    Generation,
    Image,
    Lora,
    LoraVersion,
    Photo,
    PrivacyRequest,
    User,
)
from db.repositories.of_person import jobs_of, rows_about
from db.sessions import ReadSession, WriteSession

Question = Callable[[ReadSession, int], Awaitable[list[uuid.UUID]]]

ON_THE_WAY = frozenset({OutboxState.PENDING, OutboxState.SENDING})
"""States of a message that may still arrive by itself."""


async def datasets_of(session: ReadSession, user_id: int) -> list[uuid.UUID]:
    """All data sets of a person, those of deleted models too."""
    return list(await session.scalars(select(Dataset.id).where(Dataset.user_id == user_id).order_by(Dataset.id)))


async def models_of(session: ReadSession, user_id: int) -> list[uuid.UUID]:
    """All models of a person, deleted ones too."""
    return list(await session.scalars(select(Lora.id).where(Lora.user_id == user_id).order_by(Lora.id)))


async def count_pictures_of(session: ReadSession, user_id: int) -> int:
    """Pictures of a person that are still there."""
    counted = select(func.count()).select_from(Image).join(Generation, Generation.id == Image.generation_id)
    stored = (Generation.user_id == user_id, Image.state != ImageState.ERASED)
    return await session.scalar(counted.where(*stored)) or 0


async def recent_providers(session: ReadSession, user_id: int, since: datetime) -> set[str]:
    """The providers that a paid call of this person went to since then."""
    called = select(Attempt.provider).where(Attempt.job_id.in_(jobs_of(user_id)), Attempt.started_at >= since)
    return set(await session.scalars(called))


async def drop_all_drafts(session: WriteSession, user_id: int) -> None:
    """Ends the conversation of a person and removes what it has collected."""
    await session.execute(update(Conversation).where(Conversation.chat_id == user_id).values(state=None, draft_id=None))
    await session.execute(delete(Draft).where(Draft.user_id == user_id))


async def hide_model(session: WriteSession, lora_id: uuid.UUID, now: datetime) -> None:
    """Deletes a model without a day to undo it."""
    await session.execute(
        update(Lora).where(Lora.id == lora_id).values(deleted_at=now, erase_at=now, name_key=None, trigger_key=None)
    )


async def is_chat_in_hand(session: WriteSession, user_id: int, now: ColumnElement[datetime]) -> bool:
    """Whether something that the person wrote is waiting or being answered; locks the chat until the unit of work
    ends, an idle one too."""
    # Found by its key alone: PostgreSQL locks only rows that it finds, and judges them anew once it has them.
    in_hand = or_(ChatLane.due_at.is_not(None), ChatLane.lease_until > now)
    found = await session.scalar(select(in_hand).where(ChatLane.lane == user_id).with_for_update())
    return bool(found)


async def lock_leaving(session: WriteSession, user_id: int) -> None:
    """Until the unit of work ends nothing is ordered by this person, and no photo or file is added.

    Stronger than the lock of an order: rows that refer to the person wait, too, such as those of a fresh draft.
    """
    for held in (
        select(User.id).where(User.id == user_id),
        select(Draft.id).where(Draft.user_id == user_id).order_by(Draft.id),
        select(Dataset.id).where(Dataset.user_id == user_id).order_by(Dataset.id),
        select(PrivacyRequest.id).where(PrivacyRequest.user_id == user_id).order_by(PrivacyRequest.id),
    ):
        await session.execute(held.with_for_update())


async def has_files(session: ReadSession, user_id: int) -> bool:
    """Whether a row of the person names a photo, a picture, weights or an export that may still lie in storage."""
    about = rows_about(user_id)
    for named in (
        select(Photo.id).where(about[Photo]),
        select(Image.id).where(about[Image], Image.storage_key.is_not(None)),
        select(LoraVersion.id).where(about[LoraVersion], LoraVersion.weights_key.is_not(None)),
        select(PrivacyRequest.id).where(about[PrivacyRequest], PrivacyRequest.file_key.is_not(None)),
    ):
        if (await session.execute(named.limit(1))).first() is not None:
            return True
    return False


async def is_banned(session: ReadSession, user_id: int) -> bool:
    """Whether an admin has shut this person out."""
    return await session.scalar(select(User.banned_at).where(User.id == user_id)) is not None
