"""Pictures and orders of pictures, as the API says them everywhere."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from bot.context import Services
from bot.web.api.failure_text import failure_text
from bot.web.api.job_status import JobStatus, status_of
from bot.web.api.links import file_link
from bot.web.api.route import Call
from bot.web.api.shapes import Answer
from db.enums import ImageState, Purpose, Stage, Translation, Verdict
from db.models import Image, Job
from db.repositories.live_jobs import LiveJob
from services.generation.aspects import Aspect
from services.generation.file_names import picture_name
from services.generation.gallery import GenerationView
from services.generation.settings import GenerationSettings
from services.jobs.progress import job_stage


class GeneratedImage(Answer):
    """One picture. `no` is its place in the order from 0. `url` shows it and `download_url` saves it, each for 15
    minutes; null when `state` is not "stored". `blocked_by`: "provider", "gate" or "admin". `likeness` of a proof's
    face to the training photos, from 0 to 1."""

    id: UUID
    no: int
    state: ImageState
    url: str | None
    download_url: str | None
    width: int | None
    height: int | None
    seed: int | None
    saved: bool
    blocked_by: str | None
    likeness: float | None
    verdict: Verdict | None


class PictureSettings(Answer):
    """What was ordered, with the seed that was used. Null is the endpoint's own default."""

    aspect: Aspect
    count: int
    scale: float
    steps: int | None
    guidance: float | None
    strength: float | None
    seed: int | None
    format: str


class GenerationDetails(Answer):
    """An order of pictures. `job` while it is at work, null once it has ended; `stage` and `error` stay, and
    `error_text` says it in the caller's language. `english` is what was sent of a translated prompt. `lora_name` and
    `prompt` are empty once the model is erased. `like_offered`: whether the model can draw more like one of them now;
    lists do not ask and say yes."""

    id: UUID
    lora_id: UUID
    lora_name: str
    prompt: str
    english: str | None
    settings: PictureSettings
    purpose: Purpose
    source_image_id: UUID | None
    created_at: datetime
    stage: Stage
    error: str | None
    error_text: str | None
    job: JobStatus | None
    images: list[GeneratedImage]
    like_offered: bool


def image_answer(services: Services, image: Image) -> GeneratedImage:
    """The picture with links that open it now."""
    url = download = None
    if image.state is ImageState.STORED and image.storage_key is not None:
        name = picture_name(image)
        url = file_link(services, image.storage_key, f"picture.{name.rsplit('.', 1)[-1]}")
        download = file_link(services, image.storage_key, name)
    return GeneratedImage(
        id=image.id,
        no=image.no,
        state=image.state,
        url=url,
        download_url=download,
        width=image.width,
        height=image.height,
        seed=image.seed,
        saved=image.saved_at is not None,
        blocked_by=image.blocked_by,
        likeness=image.likeness,
        verdict=image.verdict,
    )


async def generation_answers(call: Call, views: Iterable[GenerationView]) -> list[GenerationDetails]:
    """Orders with the status of those that are at work."""
    services = call.services
    orders = list(views)
    at_work = [view.job for view in orders if view.job is not None and view.job.finished_at is None]
    statuses = await _statuses(services, at_work)
    return [_answer(call, view, statuses) for view in orders]


async def _statuses(services: Services, jobs: list[Job]) -> dict[UUID, JobStatus]:
    if not jobs:
        return {}
    async with services.db.read() as session:
        return {job.id: await status_of(session, services, LiveJob(job, None)) for job in jobs}


def _answer(call: Call, view: GenerationView, statuses: dict[UUID, JobStatus]) -> GenerationDetails:
    generation, job = view.generation, view.job
    return GenerationDetails(
        id=generation.id,
        lora_id=generation.lora_id,
        lora_name=view.lora.name,
        prompt=generation.prompt,
        english=generation.english if generation.translation is Translation.DONE else None,
        settings=_settings(view.settings),
        purpose=generation.purpose,
        source_image_id=generation.source_image_id,
        created_at=generation.created_at,
        stage=job_stage(job) if job else Stage.COMPLETED,
        error=job.error_code if job else None,
        error_text=failure_text(call, job.error_code if job else None),
        job=statuses.get(job.id) if job else None,
        images=[image_answer(call.services, image) for image in view.images],
        like_offered=view.like_offered,
    )


def _settings(settings: GenerationSettings) -> PictureSettings:
    return PictureSettings(
        aspect=settings.aspect,
        count=settings.count,
        scale=settings.scale,
        steps=settings.steps,
        guidance=settings.guidance,
        strength=settings.strength,
        seed=settings.seed,
        format=settings.format,
    )
