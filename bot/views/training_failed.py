"""The message that a training has failed."""

from bot.excerpts import titled
from bot.keyboards.training import retry_keyboard
from bot.speaker import Speaker
from bot.views.base import Rendered, ViewContext
from bot.views.failures import reason_key
from bot.views.training_subject import training_in


async def training_failed(context: ViewContext) -> Rendered:
    """`params`: `job_id`. Says why, that it does not count, and offers another try."""
    training = await training_in(context)
    reason = context.text(reason_key(context, training.job.error_code))
    text = context.text("training-failed", name=titled(training.lora.name))
    say = Speaker(context.texts, context.language)
    return Rendered(f"{text}\n{reason}\n\n{context.text('training-not-counted')}", retry_keyboard(say, training.job.id))
