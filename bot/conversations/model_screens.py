"""What the library of models shows."""

from collections.abc import Sequence
from uuid import UUID

from bot.context import Services
from bot.conversations.replies import Screen
from bot.excerpts import shortened, titled
from bot.keyboards.buttons import keyboard
from bot.keyboards.models import list_keyboard, model_keyboard, model_label
from bot.keyboards.open_app import app_row
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.trainer_names import trainer_name
from db.enums import Language, Retention
from db.models import Lora, User
from services.loras.library import LoraDetails


def list_screen(texts: Texts, language: Language, models: Sequence[Lora], page: int) -> Screen:
    """A page of the list."""
    text = texts.text(language, "models-list" if models else "models-empty", count=len(models))
    return text, list_keyboard(texts, language, models, page, lambda lora: model_label(texts, language, lora))


async def model_screen(user: User, texts: Texts, services: Services, lora_id: UUID) -> Screen:
    """One model's card; raises NotFoundError('model-gone')."""
    details = await services.loras.get(user.id, lora_id)
    pictures = await services.gallery.count(user.id, lora_id)
    text = "\n".join(_lines(texts, user.language, details, pictures))
    markup = model_keyboard(texts, user.language, details)
    app = app_row(Speaker(texts, user.language), services.rules.app.model(lora_id))
    return text, keyboard([*markup.inline_keyboard, app])


def _lines(texts: Texts, language: Language, details: LoraDetails, pictures: int) -> list[str]:
    lora, job = details.lora, details.job
    lines = [
        texts.text(
            language,
            "models-card",
            name=titled(lora.name),
            type=texts.plain(language, f"models-type-{lora.type.value}"),
            state=texts.plain(language, f"models-state-{lora.status.value}"),
            trigger=lora.trigger_word,
            trainer=trainer_name(Speaker(texts, language), details.version.trainer),
            created=lora.created_at,
        )
    ]
    if job is not None and job.finished_at is None:
        lines.append(texts.text(language, "models-card-progress", percent=job.progress))
    if pictures:
        lines.append(texts.text(language, "models-card-pictures", count=pictures))
    lines.append(_photos(texts, language, details))
    if lora.description:
        lines.append(texts.text(language, "models-card-description", description=shortened(lora.description)))
    return lines


def _photos(texts: Texts, language: Language, details: LoraDetails) -> str:
    dataset = details.dataset
    if dataset.photos_erased_at is not None or not details.photos:
        return texts.text(language, "models-card-photos-erased")
    if dataset.erase_photos_at is not None:
        return texts.text(language, "models-card-photos-until", count=details.photos, until=dataset.erase_photos_at)
    choice = (dataset.retention or Retention.DAYS_30).value.replace("_", "-")
    return texts.text(language, f"models-card-photos-{choice}", count=details.photos)
