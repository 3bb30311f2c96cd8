"""Delivered pictures: an album (or one photo), and one message with what can be done next."""

from uuid import UUID

from bot.excerpts import shortened, titled
from bot.keyboards.open_app import with_app_row
from bot.keyboards.pictures import pictures_keyboard
from bot.speaker import Speaker
from bot.views.base import Media, Rendered, ViewContext
from bot.views.translation_line import translation_line
from db.enums import ImageState, Translation
from services.generation.gallery import GenerationView

PROMPT_IN_CAPTION = 600
"""Characters; with name, seed and escapes the caption stays under Telegram's 1024 after parsing."""

PROMPT_BESIDE_ENGLISH = 400
"""The same for a prompt and its English, which share the room."""


async def pictures(context: ViewContext) -> Rendered | None:
    """`params`: `generation_id`. None when every picture has been erased meanwhile."""
    order = await context.services.gallery.generation(context.chat_id, UUID(context.params["generation_id"]))
    media: list[Media] = []
    for image in order.stored:
        if image.storage_key is not None:
            data = await context.services.storage.get(image.storage_key)
            name = f"{image.no + 1}.{image.storage_key.rsplit('.', 1)[-1]}"
            media.append(Media(data, name, caption=None if media else _caption(context, order)))
    if not media:
        return None
    markup = pictures_keyboard(context.texts, context.language, order, order.stored)
    say = Speaker(context.texts, context.language)
    screen = context.services.rules.app.generation(order.generation.id)
    return Rendered(_control(context, order), with_app_row(markup, say, screen), media)


def _caption(context: ViewContext, order: GenerationView) -> str:
    generation = order.generation
    most = PROMPT_BESIDE_ENGLISH if generation.translation is Translation.DONE else PROMPT_IN_CAPTION
    caption = context.text(
        "pictures-caption",
        prompt=shortened(generation.prompt, most),
        model=titled(order.lora.name),
        # As text: a seed is no quantity and gets no thousands separators.
        seed=str(order.settings.seed),
    )
    return "\n".join([caption, *translation_line(context, generation, most)])


def _control(context: ViewContext, order: GenerationView) -> str:
    lines = [context.text("pictures-control", count=len(order.stored))]
    blocked = sum(image.state is ImageState.BLOCKED for image in order.images)
    if blocked:
        lines.append(context.text("pictures-held-back", blocked=blocked, count=order.settings.count))
    return "\n".join(lines)
