"""Visible changes of jobs that go on."""

import uuid

from db.models import Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.jobs.parts import EngineParts


async def announce(session: WriteSession, parts: EngineParts, job_id: uuid.UUID) -> Job:
    """Lets the job's kind bring its card up to date; returns the job as it stands."""
    job = await rows.job_by_id(session, job_id)
    assert job is not None
    await parts.kinds[job.kind].announce(session, job)
    return job
