"""What the generate conversation shows."""

from bot.context import Services
from bot.conversations.replies import Screen
from bot.excerpts import shortened, titled
from bot.keyboards.buttons import button, keyboard
from bot.keyboards.generate import card_keyboard
from bot.keyboards.jobs import OpenJob
from bot.keyboards.menu import Place, menu_button
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.picture_settings import picture_settings_in_short
from db.enums import Language, LoraStatus
from db.models import User
from services.generation.drafts import GenerateDraft

IN_TRAINING = frozenset({LoraStatus.PENDING, LoraStatus.TRAINING, LoraStatus.VALIDATING})
FEW_LEFT = 10
"""From here on the card says how many pictures are left today."""


def card_screen(texts: Texts, language: Language, draft: GenerateDraft) -> Screen:
    """The card of a draft; without a prompt it asks for one."""
    key = "generate-card" if draft.prompt else "generate-ask"
    lines = [
        texts.text(
            language,
            key,
            model=titled(draft.lora.name),
            prompt=shortened(draft.prompt),
            aspect=draft.settings.aspect.value,
            count=draft.settings.count,
        )
    ]
    if own := picture_settings_in_short(Speaker(texts, language), draft):
        lines.append(texts.text(language, "generate-card-settings", settings=own))
    if draft.price:
        lines.append(texts.text(language, "generate-price", credits=draft.price, balance=draft.balance))
    if draft.quota.left < FEW_LEFT:
        lines.append(texts.text(language, "generate-left", left=draft.quota.left))
    return "\n\n".join(lines), card_keyboard(texts, language, draft)


async def nothing_ready(user: User, texts: Texts, services: Services) -> Screen:
    """Why nothing can be drawn yet, and what to do."""
    models = await services.loras.list(user.id)
    training = next((lora for lora in models if lora.status in IN_TRAINING), None)
    if training is not None:
        job = (await services.loras.get(user.id, training.id)).job
        text = texts.text(
            user.language, "generate-still-training", model=titled(training.name), percent=job.progress if job else 0
        )
        progress = texts.plain(user.language, "models-button-progress")
        return text, keyboard([[button(progress, OpenJob(job_id=job.id))] if job else []])
    if models:
        text = texts.text(user.language, "generate-none-worked")
        return text, keyboard([[menu_button(texts, user.language, place)] for place in (Place.MODELS, Place.CREATE)])
    text = texts.text(user.language, "generate-no-model")
    return text, keyboard([[menu_button(texts, user.language, place)] for place in (Place.CREATE, Place.HELP)])
