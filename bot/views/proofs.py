"""The proof pictures of a fresh model, with the question whether it came out well."""

from uuid import UUID

from bot.excerpts import titled
from bot.keyboards.training import proofs_keyboard
from bot.speaker import Speaker
from bot.texts import Html
from bot.views.base import Media, Rendered, ViewContext
from bot.views.retry_change import change_words
from db.models import Image, Lora, LoraVersion
from services.errors import NotFoundError
from services.generation.kind import PROOFS_KEPT
from services.photos.judged_as import judged_as
from services.photos.likeness import Likeness
from services.training.proofs import PROOFS
from services.training.retry_change import RetryChange


async def proofs(context: ViewContext) -> Rendered | None:
    """`params`: `version_id`. None when the pictures have been erased meanwhile. Where faces were compared it says what
    came out, and offers the free training with its changes when the proofs do not look like the person."""
    version_id = UUID(context.params["version_id"])
    shown = await context.services.gallery.proofs(context.chat_id, version_id)
    if not shown:
        return None
    async with context.services.db.read() as session:
        version = await session.get(LoraVersion, version_id)
        lora = await session.get(Lora, version.lora_id) if version is not None else None
    if lora is None:
        raise NotFoundError("model-gone")
    media = [await _picture(context, number, image) for number, (_, image) in enumerate(shown, start=1)]
    say = Speaker(context.texts, context.language)
    shows = judged_as(lora.type, lora.class_word)  # nobody asks of a dog whether it is the person
    lines = [context.text(f"proofs-ask-{shows.value}", name=titled(lora.name))]
    if len(shown) < len(PROOFS[lora.type]):
        lines.append(context.text("proofs-missing", missing=len(PROOFS[lora.type]) - len(shown)))
    likeness = Likeness(tuple(image.likeness for _, image in shown))
    change = None
    if likeness.is_alike is False:
        change = await context.services.trainings.free_change(context.chat_id, version_id)
    lines += _likeness_lines(say, likeness, change)
    lines.append(context.text("proofs-kept", days=PROOFS_KEPT.days))
    return Rendered("\n\n".join(lines), proofs_keyboard(say, lora, version_id, may_repeat=change is not None), media)


def _likeness_lines(say: Speaker, likeness: Likeness, change: RetryChange | None) -> list[str]:
    """The figures where faces were compared; what they mean when they are bad, and what can be done."""
    if not likeness.seen:
        return []
    figures = [say.plain("likeness-no-face") if one is None else f"{one:.0%}" for one in likeness.proofs]
    lines = [say.text("likeness-figures", figures=", ".join(figures))]
    if likeness.is_alike is False:
        lines.append(say.text("likeness-few", passed=likeness.passed, seen=likeness.seen))
    if change is not None:
        lines.append(say.text("likeness-offer", change=Html(change_words(say, change))))
    return lines


async def _picture(context: ViewContext, number: int, image: Image) -> Media:
    if image.storage_key is None:
        raise NotFoundError("image-gone")
    ending = image.content_type.removeprefix("image/")
    return Media(await context.services.storage.get(image.storage_key), f"proof-{number}.{ending}")
