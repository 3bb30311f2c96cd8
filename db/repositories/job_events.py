"""What happened to one job, page by page."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from db.models import JobEvent
from db.sessions import ReadSession


async def events_of(session: ReadSession, job_id: UUID, after: UUID | None, limit: int) -> Sequence[JobEvent]:
    """The first `limit` things that happened to the job after that event, in order."""
    question = select(JobEvent).where(JobEvent.job_id == job_id).order_by(JobEvent.id).limit(limit)
    if after is not None:
        question = question.where(JobEvent.id > after)
    return (await session.execute(question)).scalars().all()
