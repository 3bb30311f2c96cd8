"""The generate card: one decision per message, the rest behind it."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.excerpts import clipped
from bot.keyboards.buttons import DANGER, SUCCESS, button, keyboard
from bot.keyboards.ids import short
from bot.keyboards.ready import idea_rows
from bot.texts import Texts
from db.enums import Language
from services.generation.aspects import Aspect
from services.generation.drafts import GenerateDraft
from services.generation.picture_settings import PictureSetting
from services.generation.settings import MAX_COUNT

MODELS_SHOWN = 12
USUAL = "usual"
"""What a button for the usual value of a setting carries: that value is another one for another model."""


class CardAction(StrEnum):
    """What the buttons of the card do."""

    DRAW = "draw"
    MODELS = "models"
    ASPECTS = "aspects"
    IDEAS = "ideas"
    SETTINGS = "settings"
    USUAL = "usual"
    BACK = "back"
    CANCEL = "cancel"


class CardPress(CallbackData, prefix="gen"):
    """A tap on the card of a draft."""

    action: CardAction
    draft_id: UUID


class CountPress(CallbackData, prefix="gencount"):
    """A number of pictures."""

    draft_id: UUID
    count: int


class AspectPress(CallbackData, prefix="genshape"):
    """A shape by the name of its member: values contain the separator."""

    draft_id: UUID
    shape: str


class ModelPress(CallbackData, prefix="genmodel"):
    """A model for the draft; both ids in their short form."""

    draft: str
    lora: str


class PictureSettingPress(CallbackData, prefix="genset"):
    """A tap on a setting of a draft: without a `value` it is asked for, with `USUAL` it is as nobody had set it."""

    draft_id: UUID
    key: PictureSetting
    value: str = ""


class StopDrawing(CallbackData, prefix="genstop"):
    """A wish to stop an order of pictures."""

    job_id: UUID


def card_keyboard(texts: Texts, language: Language, draft: GenerateDraft) -> InlineKeyboardMarkup:
    """The card's buttons; without a prompt there are ideas instead of Draw."""

    def act(action: CardAction, style: str | None = None, **params: str) -> InlineKeyboardButton:
        label = texts.plain(language, f"generate-button-{action.value}", **params)
        return button(label, CardPress(action=action, draft_id=draft.id), style)

    first = act(CardAction.DRAW, SUCCESS) if draft.prompt else act(CardAction.IDEAS)
    choices = [act(CardAction.ASPECTS, aspect=draft.settings.aspect.value)]
    if draft.settings_view:
        choices.append(act(CardAction.SETTINGS))
    models = [act(CardAction.MODELS, model=clipped(draft.lora.name))] if len(draft.models) > 1 else []
    return keyboard([[first], models, choices, _counts(draft), [act(CardAction.CANCEL)]])


def aspects_keyboard(texts: Texts, language: Language, draft: GenerateDraft) -> InlineKeyboardMarkup:
    """Every shape, and the way back."""
    shapes = [
        button(
            texts.plain(language, f"generate-shape-{aspect.name.lower()}"),
            AspectPress(draft_id=draft.id, shape=aspect.name),
        )
        for aspect in Aspect
    ]
    return keyboard([shapes[:1], shapes[1:3], shapes[3:5], [_back(texts, language, draft)]])


def models_keyboard(texts: Texts, language: Language, draft: GenerateDraft) -> InlineKeyboardMarkup:
    """The newest ready models, and the way back."""
    rows = [
        [button(clipped(lora.name), ModelPress(draft=short(draft.id), lora=short(lora.id)))]
        for lora in draft.models[:MODELS_SHOWN]
    ]
    return keyboard([*rows, [_back(texts, language, draft)]])


def ideas_keyboard(texts: Texts, language: Language, draft: GenerateDraft) -> InlineKeyboardMarkup:
    """The ready prompts of the draft's model, and the way back."""
    return keyboard([*idea_rows(texts, language, draft), [_back(texts, language, draft)]])


def stop_keyboard(texts: Texts, language: Language, job_id: UUID) -> InlineKeyboardMarkup:
    """Under the progress card."""
    return keyboard([[button(texts.plain(language, "generate-button-stop"), StopDrawing(job_id=job_id), DANGER)]])


def _counts(draft: GenerateDraft) -> Sequence[InlineKeyboardButton]:
    chosen = draft.settings.count
    return [
        button(f"✓ {count}" if count == chosen else str(count), CountPress(draft_id=draft.id, count=count))
        for count in range(1, MAX_COUNT + 1)
    ]


def _back(texts: Texts, language: Language, draft: GenerateDraft) -> InlineKeyboardButton:
    label = texts.plain(language, "generate-button-back")
    return button(label, CardPress(action=CardAction.BACK, draft_id=draft.id))
