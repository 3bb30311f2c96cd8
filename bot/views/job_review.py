"""The message that nobody could find out whether a training runs, and that its credits are back."""

from bot.excerpts import titled
from bot.keyboards.training import review_keyboard
from bot.speaker import Speaker
from bot.views.base import Rendered, ViewContext
from bot.views.training_subject import may_repeat, training_in
from db.enums import JobState


async def job_review(context: ViewContext) -> Rendered | None:
    """`params`: `job_id`. Nothing when it was found or ended meanwhile: its card and its end tell that."""
    training = await training_in(context)
    if training.job.state is not JobState.REVIEW:
        return None
    say = Speaker(context.texts, context.language)
    text = context.text("job-review", name=titled(training.lora.name), price=training.job.price)
    return Rendered(text, review_keyboard(say, training.job.id, may_repeat=may_repeat(training)))
