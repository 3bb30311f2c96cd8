"""Orders of pictures: placing, following, repeating and stopping them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from bot.web.api.job_status import JobStatus, status_of
from bot.web.api.picture_shapes import GenerationDetails, generation_answers
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer, Sent
from db.enums import Purpose
from db.models import Job
from db.repositories.live_jobs import LiveJob
from db.repositories.picture_pages import Wanted
from services.errors import InvalidInputError, NotFoundError
from services.generation.aspects import Aspect
from services.generation.prompts import MAX_PROMPT
from services.generation.settings import MAX_COUNT, MAX_SCALE, MAX_SEED, GenerationSettings

Words = Annotated[str, Field(max_length=4 * MAX_PROMPT)]
"""What is sent may be longer than what is left of it; the service says the limit in the person's language."""

ORDERING = (404, 409, 422)
PLAIN = "none"
UUID_PATTERN = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


class NewGeneration(Sent):
    """An order of pictures. `lora` is a model's id, also as "lora:<id>"; "none" is not offered. What is left out takes
    its default: a new seed, and the endpoint's own steps and guidance, which has the last word about their bounds."""

    lora: str = Field(max_length=41, pattern=f"^({PLAIN}|(lora:)?{UUID_PATTERN})$")
    prompt: Words
    aspect: Aspect = Aspect.SQUARE
    count: int = Field(1, ge=1, le=MAX_COUNT)
    scale: float = Field(1.0, ge=0, le=MAX_SCALE)
    steps: int | None = Field(None, ge=1, le=1000)
    guidance: float | None = Field(None, ge=0, le=100)
    strength: float | None = Field(None, ge=0, le=1)
    seed: int | None = Field(None, ge=0, le=MAX_SEED)
    format: Literal["png", "jpeg"] = "png"

    @property
    def settings(self) -> GenerationSettings:
        """What may be chosen, as the services know it."""
        return GenerationSettings(**self.model_dump(exclude={"lora", "prompt"}))


class OtherWords(Sent):
    """Other words for the same seed."""

    prompt: Words


class GenerationsWanted(Sent):
    """Which orders: behind `before` (`next_before` of the page before), of one model, or proofs of trainings."""

    limit: int = Field(20, ge=1, le=50)
    before: UUID | None = None
    lora_id: UUID | None = None
    purpose: Purpose = Purpose.USER


class Generations(Answer):
    """Orders, newest first. `next_before` continues the list; null at its end."""

    items: list[GenerationDetails]
    next_before: UUID | None


async def order_generation(call: Call) -> GenerationDetails:
    """Pictures that come into the chat and the gallery; raises what `GenerationOrders.order` does."""
    body: NewGeneration = call.body
    if body.lora == PLAIN:
        raise InvalidInputError("settings-bad")
    lora_id = UUID(body.lora.removeprefix("lora:"))
    job = await call.services.generations.order(call.user_id, lora_id, body.prompt, body.settings, call.key)
    return await _ordered(call, job)


async def list_generations(call: Call) -> Generations:
    """The caller's orders, newest first."""
    query: GenerationsWanted = call.query
    # One more than asked tells whether there is more.
    wanted = Wanted(query.limit + 1, query.lora_id, query.purpose)
    views = await call.services.gallery.generations(call.user_id, wanted, query.before)
    items = await generation_answers(call, views[: query.limit])
    return Generations(items=items, next_before=items[-1].id if len(views) > query.limit else None)


async def get_generation(call: Call) -> GenerationDetails:
    """One order."""
    return await _details(call, call.ids["generation_id"])


async def repeat_generation(call: Call) -> GenerationDetails:
    """The same order with a new seed."""
    return await _ordered(call, await call.services.again.again(call.user_id, call.ids["generation_id"], call.key))


async def repeat_with_other_words(call: Call) -> GenerationDetails:
    """The same order, seed and all, with other words."""
    generation_id, prompt = call.ids["generation_id"], call.body.prompt
    return await _ordered(call, await call.services.again.same_seed(call.user_id, generation_id, prompt, call.key))


async def order_more_like_image(call: Call) -> GenerationDetails:
    """The same prompt, from this picture on, with a new seed."""
    return await _ordered(call, await call.services.again.more_like_this(call.user_id, call.ids["image_id"], call.key))


async def cancel_generation(call: Call) -> JobStatus:
    """Stops the order, or asks for it; raises `ConflictError` (job-finished, job-too-late)."""
    services = call.services
    view = await services.gallery.generation(call.user_id, call.ids["generation_id"])
    if view.job is None:
        raise NotFoundError("generation-gone")
    job = await services.cancels.request(call.user_id, view.job.id)
    async with services.db.read() as session:
        return await status_of(session, services, LiveJob(job, None))


async def _ordered(call: Call, job: Job) -> GenerationDetails:
    """A key that was used for a training before names no order of pictures: that is `NotFoundError`."""
    return await _details(call, job.subject_id)


async def _details(call: Call, generation_id: UUID) -> GenerationDetails:
    view = await call.services.gallery.generation(call.user_id, generation_id)
    return (await generation_answers(call, [view]))[0]


ROUTES = (
    Route(
        "POST", "/generations", order_generation, "Order 1 to 4 pictures of a model",
        answer=GenerationDetails, status=202, body=NewGeneration, problems=ORDERING, keyed=True,
    ),
    Route(
        "GET", "/generations", list_generations, "Orders of pictures, newest first",
        answer=Generations, query=GenerationsWanted, problems=(404,),
    ),
    Route("GET", "/generations/{generation_id}", get_generation, "One order of pictures", answer=GenerationDetails),
    Route(
        "POST", "/generations/{generation_id}/again", repeat_generation, "The same once more, with a new seed",
        answer=GenerationDetails, status=202, problems=ORDERING, keyed=True,
    ),
    Route(
        "POST", "/generations/{generation_id}/same-seed", repeat_with_other_words, "The same seed with other words",
        answer=GenerationDetails, status=202, body=OtherWords, problems=ORDERING, keyed=True,
    ),
    Route(
        "POST", "/images/{image_id}/more", order_more_like_image, "More like this picture",
        answer=GenerationDetails, status=202, problems=ORDERING, keyed=True,
    ),
    Route(
        "POST", "/generations/{generation_id}/cancel", cancel_generation, "Stop an order of pictures",
        answer=JobStatus, status=202, problems=(409,),
    ),
)  # fmt: skip
