"""The six ready prompts of a model: one tap draws."""

from collections.abc import Callable
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.keyboards.buttons import button, in_rows
from bot.texts import Texts
from db.enums import Language
from db.models import Lora
from services.generation.drafts import GenerateDraft
from services.generation.ready_prompts import READY_PROMPTS


class ReadyPress(CallbackData, prefix="ready"):
    """A tap on a ready prompt of a model; `number` from 1."""

    lora_id: UUID
    number: int


class IdeaPress(CallbackData, prefix="idea"):
    """A tap on a ready prompt for a draft, with the settings chosen there; `number` from 1."""

    draft_id: UUID
    number: int


class WriteOwn(CallbackData, prefix="own"):
    """A tap on "write my own": pictures of this model are wanted."""

    lora_id: UUID


def ready_rows(texts: Texts, language: Language, lora: Lora) -> list[list[InlineKeyboardButton]]:
    """Three rows of two ready prompts, and one for the person's own words."""
    own = button(texts.plain(language, "ready-own"), WriteOwn(lora_id=lora.id))
    return [*_pairs(texts, language, lora, lambda number: ReadyPress(lora_id=lora.id, number=number)), [own]]


def idea_rows(texts: Texts, language: Language, draft: GenerateDraft) -> list[list[InlineKeyboardButton]]:
    """Three rows of two ready prompts for the draft's model."""
    return _pairs(texts, language, draft.lora, lambda number: IdeaPress(draft_id=draft.id, number=number))


def _pairs(
    texts: Texts, language: Language, lora: Lora, data: Callable[[int], CallbackData]
) -> list[list[InlineKeyboardButton]]:
    buttons = [
        button(texts.plain(language, prompt.key), data(number))
        for number, prompt in enumerate(READY_PROMPTS[lora.type], start=1)
    ]
    return in_rows(buttons, 2)
