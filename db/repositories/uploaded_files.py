"""Which files of people are at providers only because a job needs them there."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select

from db.columns import new_id
from db.models import Job, UploadedFile
from db.repositories.jobs import LIVE_STATES
from db.sessions import ReadSession, WriteSession


@dataclass(frozen=True)
class Upload:
    """A file at a provider, which removes it by itself at `until` (None: it does not say)."""

    provider: str
    url: str
    until: datetime | None


async def note_upload(session: WriteSession, job_id: uuid.UUID, upload: Upload, now: datetime) -> None:
    """Notes that a job's file is at a provider, so that it is removed there when the job is over."""
    session.add(
        UploadedFile(
            id=new_id(),
            job_id=job_id,
            provider=upload.provider,
            url=upload.url,
            uploaded_at=now,
            until=upload.until,
        )
    )
    await session.flush()


async def next_needless(session: ReadSession, provider: str, after: uuid.UUID | None) -> tuple[uuid.UUID, str] | None:
    """The first file at `provider` behind `after` whose job is over, as id and address."""
    is_needed = exists().where(Job.id == UploadedFile.job_id, Job.state.in_(LIVE_STATES))
    wanted = select(UploadedFile.id, UploadedFile.url).where(UploadedFile.provider == provider, ~is_needed)
    if after is not None:
        wanted = wanted.where(UploadedFile.id > after)
    found = (await session.execute(wanted.order_by(UploadedFile.id).limit(1))).one_or_none()
    return (found.id, found.url) if found else None


async def drop_upload(session: WriteSession, row_id: uuid.UUID) -> None:
    """It is not at the provider any more."""
    await session.execute(delete(UploadedFile).where(UploadedFile.id == row_id))


async def drop_expired(session: WriteSession, now: datetime) -> None:
    """Forgets files that their providers have removed by themselves."""
    await session.execute(delete(UploadedFile).where(UploadedFile.until <= now))
