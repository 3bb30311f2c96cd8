"""The people of a draft whose models are made in one go. Several albums of one person share a data set; the first of
them stands for the person."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update

from db.models import ClientRequest, Dataset, DraftPerson, Job
from db.sessions import ReadSession, WriteSession


async def albums_of(session: ReadSession, draft_id: UUID) -> list[DraftPerson]:
    """The albums of a draft in the order in which they came."""
    found = await session.execute(
        select(DraftPerson).where(DraftPerson.draft_id == draft_id).order_by(DraftPerson.position, DraftPerson.id)
    )
    return list(found.scalars())


async def people_of(session: ReadSession, draft_id: UUID) -> list[DraftPerson]:
    """One row per person, in the order in which they came."""
    first: dict[UUID, DraftPerson] = {}
    for album in await albums_of(session, draft_id):
        first.setdefault(album.dataset_id, album)
    return list(first.values())


async def album_of(session: ReadSession, draft_id: UUID, album: str) -> DraftPerson | None:
    """The row of that album."""
    found = await session.execute(
        select(DraftPerson).where(DraftPerson.draft_id == draft_id, DraftPerson.album == album)
    )
    return found.scalar_one_or_none()


async def dataset_of(session: ReadSession, draft_id: UUID, own: UUID, album: str | None) -> UUID | None:
    """Where a photo of the draft goes: into its `own` data set, or into that of the album's person; None where nobody
    in the draft has the album."""
    if album is None:
        return own
    found = await album_of(session, draft_id, album)
    return found.dataset_id if found else None


async def datasets_of(session: ReadSession, drafts: Collection[UUID]) -> set[UUID]:
    """The data sets of all people in these drafts."""
    return set(await session.scalars(select(DraftPerson.dataset_id).where(DraftPerson.draft_id.in_(drafts))))


async def next_position(session: ReadSession, draft_id: UUID) -> int:
    """The number of the next album, from 1."""
    highest = await session.scalar(select(func.max(DraftPerson.position)).where(DraftPerson.draft_id == draft_id))
    return int(highest or 0) + 1


async def give_albums(session: WriteSession, draft_id: UUID, *, of: UUID, to: DraftPerson) -> None:
    """The albums of one data set belong to the person `to` from here on, and say the same of them: whichever comes
    first stands for the person."""
    await session.execute(
        update(DraftPerson)
        .where(DraftPerson.draft_id == draft_id, DraftPerson.dataset_id == of)
        .values(dataset_id=to.dataset_id, name=to.name, class_word=to.class_word)
    )


async def drop_person(session: WriteSession, draft_id: UUID, dataset_id: UUID) -> None:
    """Takes a person out of the draft; their data set stays."""
    await session.execute(
        delete(DraftPerson).where(DraftPerson.draft_id == draft_id, DraftPerson.dataset_id == dataset_id)
    )


async def make_people_due(session: WriteSession, draft_id: UUID, now: datetime) -> None:
    """Makes the photos of all people of a draft due for erasing."""
    await session.execute(
        update(Dataset)
        .where(Dataset.id.in_(await datasets_of(session, [draft_id])), Dataset.lora_id.is_(None))
        .values(erase_photos_at=now)
    )


async def jobs_under(session: ReadSession, user_id: int, beginning: str) -> list[Job]:
    """The jobs that a person ordered under request keys that begin so, in the order in which they were placed."""
    found = await session.execute(
        select(Job)
        .join(ClientRequest, ClientRequest.job_id == Job.id)
        .where(ClientRequest.user_id == user_id, ClientRequest.key.startswith(beginning, autoescape=True))
        .order_by(Job.created_at, Job.id)
    )
    return list(found.scalars())
