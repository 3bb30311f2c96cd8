"""Drafts of picture orders: what a person has chosen before anything is drawn."""

from uuid import UUID

from sqlalchemy import select

from db.enums import DraftKind
from db.models import Draft
from db.sessions import ReadSession, WriteSession


async def generate_draft(session: ReadSession, user_id: int, draft_id: UUID) -> Draft | None:
    """The person's draft of a picture order."""
    found = await session.execute(
        select(Draft).where(Draft.id == draft_id, Draft.user_id == user_id, Draft.kind == DraftKind.GENERATE)
    )
    return found.scalar_one_or_none()


async def generate_draft_for_change(session: WriteSession, user_id: int, draft_id: UUID) -> Draft | None:
    """The same, locked until the unit of work ends."""
    found = await session.execute(
        select(Draft)
        .where(Draft.id == draft_id, Draft.user_id == user_id, Draft.kind == DraftKind.GENERATE)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.scalar_one_or_none()
