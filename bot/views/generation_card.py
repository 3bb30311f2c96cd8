"""The status card of an order of pictures."""

from uuid import UUID

from bot.excerpts import shortened, titled
from bot.keyboards.buttons import keyboard
from bot.keyboards.generate import stop_keyboard
from bot.keyboards.pictures import again_button
from bot.views.base import Rendered, ViewContext
from bot.views.failures import reason_key
from bot.views.translation_line import translation_line
from bot.views.turns import turns
from db.enums import Stage
from db.models import Job
from services.errors import NotFoundError
from services.generation.gallery import GenerationView
from services.jobs.progress import JobView, view_of

PROMPT_ON_CARD = 160


async def generation_card(context: ViewContext) -> Rendered:
    """`params`: `job_id`. While it runs: the stage and a button to stop; then how it ended."""
    async with context.services.db.read() as session:
        job = await session.get(Job, UUID(context.params["job_id"]))
        if job is None:
            raise NotFoundError("job")
        usual = (await context.services.kinds.generation.timing(session, job)).usual
    order = await context.services.gallery.generation(context.chat_id, job.subject_id)
    view = view_of(job, usual, context.services.clock.now())
    what = context.text(
        "generation-card",
        model=titled(order.lora.name),
        prompt=shortened(order.generation.prompt, PROMPT_ON_CARD),
        count=job.units,
    )
    again = turns(context, view)
    english = translation_line(context, order.generation, PROMPT_ON_CARD)
    text = "\n".join([what, *english, "", *again, _state(context, view, job, order)])
    if job.finished_at is None:
        markup = stop_keyboard(context.texts, context.language, job.id) if view.can_cancel else None
        return Rendered(text, markup)
    if view.stage is Stage.COMPLETED:
        return Rendered(text)
    retry = again_button(context.texts, context.language, order.generation.id, "generation-button-retry")
    return Rendered(text, keyboard([[retry]]))


def _state(context: ViewContext, view: JobView, job: Job, order: GenerationView) -> str:
    if view.stage is Stage.COMPLETED:
        return context.text("generation-state-completed", count=len(order.stored))
    if view.stage is Stage.FAILED:
        return context.text("generation-state-failed", reason=context.plain(reason_key(context, job.error_code)))
    if view.stage is Stage.CANCELLED:
        return context.text("generation-state-cancelled")
    if view.stopping:
        return context.text("generation-state-stopping")
    if view.held_reason is not None:
        return context.text("generation-state-held")
    if view.stage is Stage.QUEUED:
        return context.text("generation-state-queued", place=view.queue_position or 0)
    known = {Stage.VALIDATING: "fetching", Stage.CHECKING: "checking"}
    return context.text(f"generation-state-{known.get(view.stage, 'drawing')}")
