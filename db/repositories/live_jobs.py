"""The jobs that open Mini Apps show as they go."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from db.models import Job, JobEvent, LoraVersion
from db.sessions import ReadSession

MOST = 50
"""Jobs of one person that are shown as they go; more are not at work at once."""


@dataclass(frozen=True)
class LiveJob:
    """A job and the model it is for; `lora_id` is None for pictures, which name their generation. While `version` is
    held, what is asked about it in the same session needs no statement."""

    job: Job
    lora_id: uuid.UUID | None
    version: LoraVersion | None = None


async def jobs_at_work(session: ReadSession, people: Collection[int], ended_since: datetime) -> Sequence[LiveJob]:
    """The jobs of these people that are at work, or ended since then; oldest first."""
    # Two questions, each of which its index answers: with an "or" all the jobs that people ever had would be read.
    going = await _jobs(session, Job.user_id.in_(people), Job.finished_at.is_(None))
    ended = await _jobs(session, Job.user_id.in_(people), Job.finished_at > ended_since)
    return sorted(going + ended, key=lambda live: (live.job.created_at, live.job.id))


async def jobs_with_news(session: ReadSession, user_id: int, after: uuid.UUID) -> Sequence[LiveJob]:
    """The person's jobs to which something happened after that event; the newest of them."""
    told = (
        select(JobEvent.job_id)
        .join(Job, Job.id == JobEvent.job_id)
        .where(Job.user_id == user_id, JobEvent.id > after)
        .group_by(JobEvent.job_id)
        .order_by(func.max(JobEvent.at).desc())
        .limit(MOST)
    )
    ids = (await session.execute(told)).scalars().all()
    return await _jobs(session, Job.id.in_(ids))


async def newest_event(session: ReadSession, user_id: int) -> uuid.UUID | None:
    """The last thing that happened to any of the person's jobs."""
    question = (
        select(JobEvent.id)
        .join(Job, Job.id == JobEvent.job_id)
        .where(Job.user_id == user_id)
        .order_by(JobEvent.id.desc())
        .limit(1)
    )
    return (await session.execute(question)).scalar_one_or_none()


async def live_job(session: ReadSession, user_id: int, job_id: uuid.UUID) -> LiveJob | None:
    """One job of this person."""
    found = await _jobs(session, Job.user_id == user_id, Job.id == job_id)
    return found[0] if found else None


async def _jobs(session: ReadSession, *which: ColumnElement[bool]) -> list[LiveJob]:
    question = (
        select(Job, LoraVersion)
        .outerjoin(LoraVersion, LoraVersion.id == Job.subject_id)
        .where(*which)
        .order_by(Job.created_at, Job.id)
    )
    found = await session.execute(question)
    return [LiveJob(job, version.lora_id if version else None, version) for job, version in found]
