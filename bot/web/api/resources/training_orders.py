"""Ordering trainings: a new model from the draft, and another training of a model with its photos as they are now."""

from decimal import Decimal
from uuid import UUID

from bot.speaker import Speaker
from bot.views.trainer_names import trainer_name
from bot.web.api.job_status import JobStatus, status_of
from bot.web.api.resources.draft_changes import DraftChange, change
from bot.web.api.resources.draft_reading import open_draft, payer
from bot.web.api.resources.draft_shapes import Payer
from bot.web.api.resources.me import Quota, quota_of
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer, Sent
from db.enums import LoraStatus, Quality
from db.models import Job
from db.repositories.jobs import job_of_request
from db.repositories.live_jobs import LiveJob, live_job
from db.repositories.loras import lora_of, versions_of
from services.errors import NotFoundError


class LoraOrdered(Answer):
    """A model whose training is ordered; `message` is for people."""

    lora_id: UUID
    status: LoraStatus
    message: str
    job: JobStatus


class RetrainOffer(Answer):
    """What another training of a model comes to. `version_id` is its newest one, `photos` are those trained with."""

    lora_id: UUID
    version_id: UUID
    trainer: str
    trainer_name: str
    quality: Quality
    photos: int
    cost_usd: Decimal
    usual_minutes: int
    price: int
    balance: int
    who_pays: Payer
    quota: Quota


class Retrain(Sent):
    """The newest training that the person has been shown: when there is a newer one by now, nothing is ordered."""

    version_id: UUID


async def create_lora(call: Call) -> LoraOrdered:
    """Orders what the draft says, after taking the answers of the body. A repeated key gives the first order, whatever
    the body says."""
    # Looked for before the answers are taken: they must not go to another draft that was begun since.
    job = await _earlier(call)
    if job is None:
        try:
            view = await change(call, await open_draft(call), call.body)
            job = await call.services.trainings.confirm(call.user_id, view.draft_id, call.key)
        except NotFoundError:
            # The same request came twice at one moment, and the other one has taken the draft.
            job = await _earlier(call)
            if job is None:
                raise
    return await _ordered(call, job)


async def get_retrain_offer(call: Call) -> RetrainOffer:
    """What it would be; the problems say why it cannot be."""
    another = await call.services.retraining.offer(call.user_id, call.ids["lora_id"])
    say = Speaker(call.desk.texts, call.caller.language)
    return RetrainOffer(
        lora_id=another.lora.id,
        version_id=another.newest.id,
        trainer=another.offer.trainer,
        trainer_name=trainer_name(say, another.offer.trainer),
        quality=another.offer.quality,
        photos=another.photos,
        cost_usd=another.offer.usd,
        usual_minutes=another.offer.minutes,
        price=another.price,
        balance=another.balance,
        who_pays=payer(another.price),
        quota=quota_of(another.quota),
    )


async def retrain_lora(call: Call) -> JobStatus:
    """Orders it; a repeated key gives the first job."""
    services, version_id = call.services, call.body.version_id
    async with services.db.read() as session:
        versions = await versions_of(session, call.ids["lora_id"])
    if version_id not in {version.id for version in versions}:
        raise NotFoundError("model-gone")
    job = await services.retraining.order(call.user_id, version_id, call.key)
    live = await _live(call, job)
    async with services.db.read() as session:
        return await status_of(session, services, live)


async def _earlier(call: Call) -> Job | None:
    """What was ordered under this key before."""
    async with call.services.db.read() as session:
        return await job_of_request(session, call.user_id, call.key)


async def _live(call: Call, job: Job) -> LiveJob:
    async with call.services.db.read() as session:
        live = await live_job(session, call.user_id, job.id)
    if live is None:
        raise NotFoundError("model-gone")
    return live


async def _ordered(call: Call, job: Job) -> LoraOrdered:
    """Raises `NotFoundError('model-gone')` when the model of an earlier order is erased, or the key was that of
    pictures."""
    live = await _live(call, job)
    async with call.services.db.read() as session:
        lora = await lora_of(session, call.user_id, live.lora_id) if live.lora_id is not None else None
        if lora is None:
            raise NotFoundError("model-gone")
        return LoraOrdered(
            lora_id=lora.id,
            status=lora.status,
            message=call.desk.texts.plain(call.caller.language, "create-ordered"),
            job=await status_of(session, call.services, live),
        )


ROUTES = (
    Route(
        "POST", "/loras", create_lora, "Order the model that the draft describes; the body answers what is missing",
        answer=LoraOrdered, status=202, body=DraftChange, problems=(404, 409, 422), keyed=True,
    ),
    Route(
        "GET", "/loras/{lora_id}/retrain", get_retrain_offer, "What another training of a model comes to",
        answer=RetrainOffer, problems=(409, 422),
    ),
    Route(
        "POST", "/loras/{lora_id}/retrain", retrain_lora, "Train a model once more with its photos as they are now",
        answer=JobStatus, status=202, body=Retrain, problems=(409, 422), keyed=True,
    ),
)  # fmt: skip
