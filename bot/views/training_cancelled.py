"""The message that a training was cancelled."""

from bot.excerpts import titled
from bot.keyboards.training import retry_keyboard
from bot.speaker import Speaker
from bot.views.base import Rendered, ViewContext
from bot.views.training_subject import training_in


async def training_cancelled(context: ViewContext) -> Rendered:
    """`params`: `job_id`. Photos are kept, so it can be started again; unless everything is being deleted."""
    training = await training_in(context)
    say = Speaker(context.texts, context.language)
    text = context.text("training-cancelled", name=titled(training.lora.name))
    if await context.services.my_data.requests.is_leaving(context.chat_id):
        return Rendered(text)
    return Rendered(
        f"{text} {context.text('training-not-counted')}", retry_keyboard(say, training.job.id, cancelled=True)
    )
