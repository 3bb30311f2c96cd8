"""The message that an order of pictures did not work out."""

from uuid import UUID

from bot.excerpts import titled
from bot.keyboards.buttons import keyboard
from bot.keyboards.menu import Place, menu_button
from bot.keyboards.pictures import again_button
from bot.views.base import Rendered, ViewContext
from bot.views.failures import reason_key
from db.models import Job
from services.errors import NotFoundError


async def generation_failed(context: ViewContext) -> Rendered:
    """`params`: `job_id`."""
    async with context.services.db.read() as session:
        job = await session.get(Job, UUID(context.params["job_id"]))
    if job is None:
        raise NotFoundError("job")
    order = await context.services.gallery.generation(context.chat_id, job.subject_id)
    reason = context.plain(reason_key(context, job.error_code))
    text = context.text("generation-failed", model=titled(order.lora.name), reason=reason)
    retry = again_button(context.texts, context.language, order.generation.id, "generation-button-retry")
    return Rendered(text, keyboard([[retry, menu_button(context.texts, context.language, Place.GENERATE)]]))
