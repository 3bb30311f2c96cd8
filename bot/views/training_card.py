"""The progress card of a training, edited in place until it ends."""

from aiogram.types import InlineKeyboardMarkup

from bot.excerpts import titled
from bot.keyboards.open_app import with_app_row
from bot.keyboards.training import cancel_keyboard, retry_keyboard, review_keyboard
from bot.speaker import Speaker
from bot.views.base import Rendered, ViewContext
from bot.views.failures import reason_key
from bot.views.training_subject import Training, may_repeat, progress_of, training_in
from bot.views.turns import turns
from db.enums import Stage
from services.jobs.progress import JobView

BLOCKS = 10
WORKING = (Stage.PREPARING, Stage.CACHING, Stage.TRAINING)


async def training_card(context: ViewContext) -> Rendered:
    """`params`: `job_id`. Raises `NotFoundError` when the training is gone."""
    training = await training_in(context)
    view = await progress_of(context.services, training)
    title = context.text("training-title", name=titled(training.lora.name))
    lines = [f"<b>{title}</b>", *_lines(context, training, view)]
    say = Speaker(context.texts, context.language)
    app, lora_id = context.services.rules.app, training.lora.id
    screen = app.model(lora_id) if view.stage is Stage.COMPLETED else app.training(lora_id)
    markup = with_app_row(_buttons(say, training, view), say, screen)
    return Rendered("\n".join(lines), markup, silent=True)


def _buttons(say: Speaker, training: Training, view: JobView) -> InlineKeyboardMarkup | None:
    if view.stage in (Stage.FAILED, Stage.CANCELLED):
        return retry_keyboard(say, training.job.id, cancelled=view.stage is Stage.CANCELLED)
    if view.in_review:
        return review_keyboard(say, training.job.id, may_repeat=may_repeat(training))
    return cancel_keyboard(say, training.job.id) if view.can_cancel else None


def bar(percent: int) -> str:
    """Ten blocks; full only at 100."""
    full = min(max(percent, 0), 100) * BLOCKS // 100
    return "▰" * full + "▱" * (BLOCKS - full)


def _lines(context: ViewContext, training: Training, view: JobView) -> list[str]:
    stage = context.text(f"training-stage-{view.stage.value}")
    if view.stage is Stage.FAILED:
        return [stage, context.text(reason_key(context, view.error_code))]
    if view.stage in (Stage.COMPLETED, Stage.CANCELLED):
        return [stage]
    if view.in_review:
        return [context.text("training-review", price=training.job.price)]
    if view.stopping:
        return [context.text("training-stopping")]
    if view.held_reason:
        return [context.text("training-held")]
    again = turns(context, view)
    if view.stage in WORKING:
        return [*again, stage, f"{bar(view.percent)} {view.percent} %", *_numbers(context, view)]
    if view.stage is Stage.QUEUED and view.queue_position:
        return [*again, stage, context.text("training-place", place=view.queue_position)]
    return [*again, stage] if view.stage is Stage.QUEUED else [stage]


def _numbers(context: ViewContext, view: JobView) -> list[str]:
    lines = []
    if view.step and view.total_steps:
        lines.append(context.text("training-step", step=view.step, total=view.total_steps))
    if view.minutes_left:
        lines.append(context.text("training-left", minutes=view.minutes_left))
    return lines
