"""Create conversations: one open draft per person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from db.enums import DraftKind
from db.models import Draft
from db.repositories.conversations import put_draft, put_state
from db.sessions import ReadSession, WriteSession


async def open_draft(session: ReadSession, user_id: int) -> Draft | None:
    """The person's newest create draft."""
    found = await session.execute(
        select(Draft)
        .where(Draft.user_id == user_id, Draft.kind == DraftKind.CREATE)
        .order_by(Draft.created_at.desc(), Draft.id.desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def create_draft(session: ReadSession, draft_id: UUID) -> Draft | None:
    """A create draft by its id."""
    found = await session.execute(select(Draft).where(Draft.id == draft_id, Draft.kind == DraftKind.CREATE))
    return found.scalar_one_or_none()


async def draft_for_change(session: WriteSession, user_id: int, draft_id: UUID) -> Draft | None:
    """The person's create draft, locked until the unit of work ends."""
    found = await session.execute(
        select(Draft)
        .where(Draft.id == draft_id, Draft.user_id == user_id, Draft.kind == DraftKind.CREATE)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.scalar_one_or_none()


async def photo_arrived(session: WriteSession, draft_id: UUID, now: datetime, settle_at: datetime) -> None:
    """Moves the moment at which photos stop counting as one album; leaves a wish to be done as it is."""
    await session.execute(
        update(Draft)
        .where(Draft.id == draft_id)
        .values(settle_at=settle_at, updated_at=now)
        .execution_options(synchronize_session=False)
    )


async def close_draft(session: WriteSession, draft: Draft) -> None:
    """Removes the row and ends the conversation that filled it; its data set stays."""
    await drop_draft(session, draft.id)
    await put_state(session, draft.user_id, None)
    await put_draft(session, draft.user_id, None)


async def drop_draft(session: WriteSession, draft_id: UUID) -> None:
    """Removes the row; its data set stays."""
    await session.execute(delete(Draft).where(Draft.id == draft_id))
