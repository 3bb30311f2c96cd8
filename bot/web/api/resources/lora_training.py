"""The training of a model: how far it is, stopping it, and once more what did not work out."""

from uuid import UUID

from bot.web.api.job_status import JobStatus, status_of
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer, Sent
from db.enums import LoraStatus
from db.repositories.live_jobs import LiveJob, live_job
from db.repositories.loras import versions_of
from services.errors import ConflictError, NotFoundError
from services.loras.library import LoraProgress


class LoraStatusAnswer(Answer):
    """How far a model is. `progress` from 0 to 100 and `estimated_remaining` in seconds are of `job`, its newest
    training that has not ended; without one `progress` says how far the newest came. `error`: the code of the newest
    training's failure."""

    id: UUID
    training_status: LoraStatus
    progress: int
    estimated_remaining: int | None
    error: str | None
    job: JobStatus | None


class FreeRetryOffer(Answer):
    """The one more training that a model gets for free when its pictures do not look right. `version_id` is the
    training that it repeats. `without_photos`: numbers of the photos that it leaves out; `steps` is null when it has as
    many as before."""

    lora_id: UUID
    version_id: UUID
    without_photos: list[int]
    steps: int | None
    steps_before: int | None


class FreeRetry(Sent):
    """The training that the person has been shown pictures of."""

    version_id: UUID


async def get_lora_status(call: Call) -> LoraStatusAnswer:
    """For who cannot follow `/events`."""
    services, lora_id, job = call.services, call.ids["lora_id"], None
    model = await services.loras.progress(call.user_id, lora_id)
    if model.running is not None:
        async with services.db.read() as session:
            job = await status_of(session, services, LiveJob(model.running, lora_id, model.version))
    return LoraStatusAnswer(
        id=lora_id,
        training_status=model.lora.status,
        progress=_progress(model, job),
        estimated_remaining=None if job is None else job.estimated_remaining,
        error=None if model.newest_job is None else model.newest_job.error_code,
        job=job,
    )


async def retry_lora(call: Call) -> JobStatus:
    """Trains a failed or cancelled model again, as it was ordered. Raises `ConflictError('model-not-ready' |
    'model-ready' | 'photos-gone' | 'consent-missing' | 'no-provider' | 'trainer-off')`, and what every order does."""
    job = await call.services.trainings.retry(call.user_id, call.ids["lora_id"], call.key)
    return await _status(call, job.id)


async def get_free_retry(call: Call) -> FreeRetryOffer:
    """Of the newest training that came to something. Raises `ConflictError('model-not-ready' | 'free-retry-used' |
    'photos-gone')` where it cannot be had."""
    services, lora_id = call.services, call.ids["lora_id"]
    async with services.db.read() as session:
        versions = await versions_of(session, lora_id)
    version = next((one for one in versions if one.status is LoraStatus.COMPLETED), None)
    if version is None:
        # Raises for a model that is not the caller's.
        await services.loras.get(call.user_id, lora_id)
        raise ConflictError("model-not-ready")
    change = await services.trainings.free_offer(call.user_id, version.id)
    longer = change is not None and change.has_more_steps
    return FreeRetryOffer(
        lora_id=lora_id,
        version_id=version.id,
        without_photos=[] if change is None else list(change.numbers),
        steps=change.steps[1] if change is not None and longer else None,
        steps_before=change.steps[0] if change is not None and longer else None,
    )


async def order_free_retry(call: Call) -> JobStatus:
    """Orders it, at no price and beside the quota; asking twice gives the same job. Raises as its offer, and what every
    order does."""
    services, version_id = call.services, call.body.version_id
    async with services.db.read() as session:
        versions = await versions_of(session, call.ids["lora_id"])
    if version_id not in {version.id for version in versions}:
        raise NotFoundError("model-gone")
    job = await services.trainings.free_retry(call.user_id, version_id)
    return await _status(call, job.id)


async def cancel_lora(call: Call) -> JobStatus:
    """Asks the training that runs to stop; one that was not begun ends at once. Repeatable until it has ended. Raises
    `ConflictError('job-finished')` where nothing runs, `ConflictError('job-too-late')` when its result is being
    fetched."""
    services = call.services
    running = (await services.loras.progress(call.user_id, call.ids["lora_id"])).running
    if running is None:
        raise ConflictError("job-finished")
    await services.cancels.request(call.user_id, running.id)
    return await _status(call, running.id)


def _progress(model: LoraProgress, job: JobStatus | None) -> int:
    if job is not None:
        return job.progress
    if model.lora.status is LoraStatus.COMPLETED:
        return 100
    return model.newest_job.progress if model.newest_job is not None else 0


async def _status(call: Call, job_id: UUID) -> JobStatus:
    async with call.services.db.read() as session:
        live = await live_job(session, call.user_id, job_id)
        if live is None:
            raise NotFoundError("job")
        return await status_of(session, call.services, live)


ROUTES = (
    Route("GET", "/loras/{lora_id}/status", get_lora_status, "How far a model is", answer=LoraStatusAnswer),
    Route(
        "POST", "/loras/{lora_id}/retry", retry_lora, "Train a failed model again",
        answer=JobStatus, status=202, problems=(409,), keyed=True,
    ),
    Route(
        "GET", "/loras/{lora_id}/free-retry", get_free_retry, "The free second training of a model that is not like it",
        answer=FreeRetryOffer, problems=(409,),
    ),
    Route(
        "POST", "/loras/{lora_id}/free-retry", order_free_retry, "Train once more for free; repeatable",
        answer=JobStatus, status=202, body=FreeRetry, problems=(409, 422),
    ),
    Route(
        "POST", "/loras/{lora_id}/cancel", cancel_lora, "Stop the training of a model",
        answer=JobStatus, status=202, problems=(409,),
    ),
)  # fmt: skip
