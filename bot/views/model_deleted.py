"""The word that a model is deleted, with the way back."""

from uuid import UUID

from aiogram.types import InlineKeyboardMarkup

from bot.excerpts import titled
from bot.keyboards.models import deleted_keyboard
from bot.texts import Texts
from bot.views.base import Rendered, ViewContext
from db.enums import Language
from db.models import Lora
from db.repositories.loras import lora_of


def deleted_screen(texts: Texts, language: Language, lora: Lora) -> tuple[str, InlineKeyboardMarkup]:
    """Until when it can be undone, and Undo. The model must be deleted."""
    text = texts.text(language, "models-deleted", name=titled(lora.name), until=lora.erase_at)
    return text, deleted_keyboard(texts, language, lora.id)


async def model_deleted(context: ViewContext) -> Rendered | None:
    """`params`: `lora_id`. None when it has been brought back or erased meanwhile."""
    async with context.services.db.read() as session:
        lora = await lora_of(session, context.chat_id, UUID(context.params["lora_id"]))
    if lora is None or lora.deleted_at is None:
        return None
    return Rendered(*deleted_screen(context.texts, context.language, lora))
