"""What a message about a training is about."""

from dataclasses import dataclass
from uuid import UUID

from bot.context import Services
from bot.views.base import ViewContext
from db.database import Database
from db.enums import JobState, LoraStatus
from db.models import Job, Lora, LoraVersion
from db.repositories.jobs import job_by_id
from services.errors import NotFoundError
from services.jobs.progress import JobView, view_of


@dataclass(frozen=True)
class Training:
    """A training's rows as they stand."""

    job: Job
    version: LoraVersion
    lora: Lora


async def training_of(db: Database, user_id: int, job_id: UUID) -> Training:
    """A person's training; raises `NotFoundError('job')`."""
    async with db.read() as session:
        job = await job_by_id(session, job_id)
        version = await session.get(LoraVersion, job.subject_id) if job is not None else None
        lora = await session.get(Lora, version.lora_id) if version is not None else None
    if job is None or version is None or lora is None or job.user_id != user_id:
        raise NotFoundError("job")
    return Training(job, version, lora)


def may_repeat(training: Training) -> bool:
    """Whether the model can be trained anew while this training is in review: not one that works already."""
    return training.job.state is JobState.REVIEW and training.lora.status is LoraStatus.PENDING


async def training_in(context: ViewContext) -> Training:
    """The training that the message's `job_id` names."""
    return await training_of(context.services.db, context.chat_id, UUID(context.params["job_id"]))


async def progress_of(services: Services, training: Training) -> JobView:
    """How far it is."""
    return view_of(training.job, await usual_seconds_of(services, training), services.clock.now())


async def usual_seconds_of(services: Services, training: Training) -> float:
    """How long a training like this takes as a rule."""
    async with services.db.read() as session:
        return (await services.kinds.training.timing(session, training.job)).usual
