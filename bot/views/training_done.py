"""The message that a model is ready."""

from bot.excerpts import titled
from bot.keyboards.buttons import keyboard
from bot.keyboards.ready import ready_rows
from bot.views.base import Rendered, ViewContext
from bot.views.training_subject import training_in


async def training_done(context: ViewContext) -> Rendered:
    """`params`: `job_id`. Without proof pictures it says so and offers what can be drawn at once."""
    training = await training_in(context)
    lora = training.lora
    text = context.text("training-done", name=titled(lora.name), trigger=lora.trigger_word)
    if await context.services.gallery.proofs(context.chat_id, training.version.id):
        return Rendered(f"{text}\n\n{context.text('training-done-proofs')}")
    rows = ready_rows(context.texts, context.language, lora)
    return Rendered(f"{text}\n\n{context.text('training-done-no-proofs')}", keyboard(rows))
