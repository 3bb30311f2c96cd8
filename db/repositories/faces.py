"""Drafts whose photos may be compared."""

from datetime import datetime

from sqlalchemy import exists, select

from db.enums import DraftKind
from db.models import Consent, Draft
from db.sessions import ReadSession


async def drafts_to_compare(session: ReadSession, since: datetime) -> list[Draft]:
    """Drafts of new models that have changed `since` and whose photos are all in, of people who have at some time
    agreed that faces are compared."""
    agreed = exists().where(Consent.user_id == Draft.user_id, Consent.faces, Consent.withdrawn_at.is_(None))
    found = await session.execute(
        select(Draft)
        .where(Draft.kind == DraftKind.CREATE, Draft.settle_at.is_(None), Draft.updated_at >= since, agreed)
        .order_by(Draft.updated_at)
    )
    return list(found.scalars())
