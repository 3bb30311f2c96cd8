"""How trainings ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from db.enums import JobKind, JobState
from db.models import Job, LoraVersion
from db.sessions import ReadSession


@dataclass(frozen=True)
class Ending:
    """`count` trainings with one trainer that ended in the same way."""

    trainer: str
    state: JobState
    error_code: str | None
    count: int


async def training_endings(session: ReadSession, since: datetime) -> list[Ending]:
    """The trainings ordered since then that succeeded or failed, by trainer and by how they ended. One that went to
    another provider counts for the trainer that has done it."""
    found = await session.execute(
        select(LoraVersion.trainer, Job.state, Job.error_code, func.count())
        .join(LoraVersion, LoraVersion.id == Job.subject_id)
        .where(
            Job.kind == JobKind.TRAINING,
            Job.created_at >= since,
            Job.state.in_((JobState.SUCCEEDED, JobState.FAILED)),
        )
        .group_by(LoraVersion.trainer, Job.state, Job.error_code)
    )
    return [Ending(*row) for row in found]
