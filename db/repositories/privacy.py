"""Rows of consents, and what a withdrawn one means for photos."""

from datetime import datetime

from sqlalchemy import delete, select, update

from db.enums import DraftKind
from db.models import Consent, Dataset, Draft
from db.sessions import ReadSession, WriteSession


async def standing_consent(session: ReadSession, user_id: int) -> Consent | None:
    """The consent given last, unless it was withdrawn."""
    found = await session.execute(
        select(Consent).where(Consent.user_id == user_id).order_by(Consent.given_at.desc(), Consent.id.desc()).limit(1)
    )
    newest = found.scalar_one_or_none()
    return None if newest is None or newest.withdrawn_at is not None else newest


async def standing_answer(session: ReadSession, user_id: int) -> list[Consent]:
    """The rows of the answer given last, one for each provider; none when it was withdrawn."""
    newest = await standing_consent(session, user_id)
    if newest is None:
        return []
    found = await session.scalars(
        select(Consent)
        .where(Consent.user_id == user_id, Consent.given_at == newest.given_at, Consent.withdrawn_at.is_(None))
        .order_by(Consent.provider)
    )
    return list(found)


async def consented_providers(session: ReadSession, user_id: int, text_version: str | None = None) -> set[str]:
    """The providers that a person's photos may go to; only those agreed to under `text_version` where it is given."""
    query = select(Consent.provider).where(Consent.user_id == user_id, Consent.withdrawn_at.is_(None))
    if text_version is not None:
        query = query.where(Consent.text_version == text_version)
    return set((await session.execute(query)).scalars())


async def withdraw_consents(session: WriteSession, user_id: int, now: datetime) -> None:
    """Ends all consents of a person that are in force."""
    await session.execute(
        update(Consent).where(Consent.user_id == user_id, Consent.withdrawn_at.is_(None)).values(withdrawn_at=now)
    )


async def make_photos_due(session: WriteSession, user_id: int, now: datetime) -> None:
    """Makes the photos of all data sets of a person due for erasing."""
    await session.execute(
        update(Dataset)
        .where(Dataset.user_id == user_id, Dataset.photos_erased_at.is_(None))
        .values(erase_photos_at=now)
    )


async def drop_drafts_of(session: WriteSession, user_id: int) -> None:
    """Removes a person's drafts of new models: their photos go, and nothing new could be put in their place."""
    await session.execute(delete(Draft).where(Draft.user_id == user_id, Draft.kind == DraftKind.CREATE))
