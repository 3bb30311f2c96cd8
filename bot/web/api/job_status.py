"""How far a job is, as the API says it everywhere."""

from uuid import UUID

from bot.context import Services
from bot.web.api.shapes import Answer
from db.enums import JobKind, JobState, Stage
from db.models import Job
from db.repositories.live_jobs import LiveJob
from db.sessions import ReadSession
from services.errors import NotFoundError
from services.jobs.progress import view_of


class JobStatus(Answer):
    """A training or an order of pictures. `estimated_remaining` in seconds, null when nothing honest can be said.
    `loss` is the newest one that the trainer told; null where it tells none.
    `stage` "checking": nobody could find out yet, the credits are safe. `held_reason`: why it waits. `repeated`: the
    provider failed before and it is made again. `error` is the code of a failure."""

    job_id: UUID
    kind: JobKind
    lora_id: UUID | None
    generation_id: UUID | None
    stage: Stage
    progress: int
    current_step: int | None
    total_steps: int | None
    loss: float | None
    queue_position: int | None
    estimated_remaining: int | None
    held_reason: str | None
    cancelling: bool
    can_cancel: bool
    repeated: bool
    provider: str
    moved_from: str | None
    in_review: bool
    error: str | None
    finished: bool


async def status_of(session: ReadSession, services: Services, live: LiveJob) -> JobStatus:
    """The status of one job at this moment."""
    job = live.job
    is_training = job.kind is JobKind.TRAINING
    usual = await _usual_seconds(session, services, job)
    view = view_of(job, usual or 0.0, services.clock.now())
    return JobStatus(
        job_id=job.id,
        kind=job.kind,
        lora_id=live.lora_id,
        generation_id=None if is_training else job.subject_id,
        stage=view.stage,
        progress=view.percent,
        current_step=view.step,
        total_steps=view.total_steps,
        loss=view.loss,
        queue_position=view.queue_position,
        estimated_remaining=None if usual is None or view.minutes_left is None else view.minutes_left * 60,
        held_reason=view.held_reason,
        cancelling=view.stopping,
        can_cancel=view.can_cancel,
        repeated=view.is_repeated,
        provider=view.provider,
        moved_from=view.moved_from,
        in_review=view.in_review,
        error=view.error_code,
        finished=job.finished_at is not None,
    )


async def _usual_seconds(session: ReadSession, services: Services, job: Job) -> float | None:
    """None where no time left is told anyway, and where the tables have lost the row that the job was ordered from:
    one such job must not take all others out of a list."""
    if job.state is not JobState.RUNNING:
        return None
    kind = services.kinds.training if job.kind is JobKind.TRAINING else services.kinds.generation
    try:
        return (await kind.timing(session, job)).usual
    except NotFoundError:
        return None
