"""What may be said about a job's progress."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from db.enums import JobState, Stage
from db.models import Job
from services.jobs.states import ENDS_AT_ONCE, STOPPABLE, stage_of


@dataclass(frozen=True)
class JobView:
    """One look at a job for a person. `minutes_left` is None when nothing honest can be said; `is_repeated`: the
    provider failed before, and it is made again. `moved_from`: a provider that did not take it, so that
    `provider` has it. `in_review`: nobody could find out yet, and the credits are back."""

    stage: Stage
    percent: int
    step: int | None
    total_steps: int | None
    loss: float | None
    queue_position: int | None
    minutes_left: int | None
    held_reason: str | None
    stopping: bool
    can_cancel: bool
    error_code: str | None
    is_repeated: bool
    provider: str
    moved_from: str | None
    in_review: bool


def job_stage(job: Job) -> Stage:
    """The stage people see."""
    return stage_of(job.state, job.stage)


def view_of(job: Job, usual_seconds: float, now: datetime) -> JobView:
    """Progress as rows know it; time left from the usual length and the work done so far."""
    return JobView(
        stage=job_stage(job),
        percent=job.progress,
        step=job.step,
        total_steps=job.total_steps,
        loss=job.loss,
        queue_position=job.queue_position,
        minutes_left=_minutes_left(job, usual_seconds, now),
        held_reason=job.held_reason,
        stopping=job.stop_requested_at is not None and job.finished_at is None,
        can_cancel=job.state in STOPPABLE | ENDS_AT_ONCE and job.stop_requested_at is None,
        error_code=job.error_code,
        is_repeated=job.retries > 0 and job.finished_at is None,
        provider=job.provider,
        moved_from=min(set(job.declined_by) - {job.provider}, default=None),
        in_review=job.state is JobState.REVIEW,
    )


def _minutes_left(job: Job, usual_seconds: float, now: datetime) -> int | None:
    if job.state is not JobState.RUNNING:
        return None
    if job.started_at is None:
        return max(1, ceil(usual_seconds / 60))
    gone = (now - job.started_at).total_seconds()
    left = usual_seconds - gone
    if job.progress >= 10:
        # The work's own pace counts for more the further it has come.
        measured = gone * (100 - job.progress) / job.progress
        share = job.progress / 100
        left = share * measured + (1 - share) * left
    return max(1, ceil(left / 60)) if left > 0 else None
