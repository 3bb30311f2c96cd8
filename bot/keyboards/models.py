"""The library of models: a list in pages, and what can be done with one of them."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.excerpts import clipped
from bot.keyboards.buttons import DANGER, SUCCESS, button, keyboard
from bot.keyboards.dataset_press import open_button
from bot.keyboards.jobs import OpenJob
from bot.keyboards.menu import Place, menu_button
from bot.keyboards.pictures import LeaveStep
from bot.keyboards.ready import WriteOwn
from bot.speaker import Speaker
from bot.texts import Texts
from db.enums import Language, LoraStatus
from db.models import Lora
from services.loras.library import LoraDetails

PAGE = 8
LONGEST_SUGGESTION = 60
"""A longer name is not offered on a button; the sentence above names it."""

ENDED_BADLY = frozenset({LoraStatus.FAILED, LoraStatus.CANCELLED})


class ModelAction(StrEnum):
    """What can be done with a model."""

    OPEN = "open"
    RENAME = "rename"
    TAKE_NAME = "take"
    RETRY = "retry"
    DELETE = "delete"
    STOP_DELETE = "stop-delete"
    UNDO = "undo"


class ModelPress(CallbackData, prefix="model"):
    """A tap about one model."""

    action: ModelAction
    lora_id: UUID


class ModelsPage(CallbackData, prefix="models"):
    """A tap that shows a page of the list, from 0."""

    page: int


def list_keyboard(
    texts: Texts, language: Language, models: Sequence[Lora], page: int, label: Callable[[Lora], str]
) -> InlineKeyboardMarkup:
    """One row per model of the page, and the ways to other pages. A page beyond the last is the last."""
    last = max(0, (len(models) - 1) // PAGE)
    page = min(max(page, 0), last)
    rows = [
        [button(label(lora), ModelPress(action=ModelAction.OPEN, lora_id=lora.id))]
        for lora in models[page * PAGE : (page + 1) * PAGE]
    ]
    turns = [button(mark, ModelsPage(page=to)) for mark, to in (("‹", page - 1), ("›", page + 1)) if 0 <= to <= last]
    return keyboard([*rows, turns, [menu_button(texts, language, Place.CREATE)]])


def model_keyboard(texts: Texts, language: Language, details: LoraDetails) -> InlineKeyboardMarkup:
    """What can be done with the model as it is: the main thing first."""
    lora, job = details.lora, details.job

    def act(action: ModelAction, style: str | None = None) -> InlineKeyboardButton:
        label = texts.plain(language, f"models-button-{action.value}")
        return button(label, ModelPress(action=action, lora_id=lora.id), style)

    first: list[InlineKeyboardButton] = []
    if lora.status is LoraStatus.COMPLETED:
        first.append(button(texts.plain(language, "menu-generate"), WriteOwn(lora_id=lora.id), SUCCESS))
    elif lora.status in ENDED_BADLY:
        first.append(act(ModelAction.RETRY, SUCCESS))
    if job is not None and job.finished_at is None:
        first.append(button(texts.plain(language, "models-button-progress"), OpenJob(job_id=job.id)))
    back = button(texts.plain(language, "models-button-list"), ModelsPage(page=0))
    photos = [open_button(Speaker(texts, language), lora.id)] if details.photos else []
    return keyboard([first, photos, [act(ModelAction.RENAME), act(ModelAction.DELETE, DANGER)], [back]])


def deleted_keyboard(texts: Texts, language: Language, lora_id: UUID) -> InlineKeyboardMarkup:
    """Undo, and the way back to the list."""
    undo = button(texts.plain(language, "models-button-undo"), ModelPress(action=ModelAction.UNDO, lora_id=lora_id))
    return keyboard([[undo], [button(texts.plain(language, "models-button-list"), ModelsPage(page=0))]])


def stop_delete_keyboard(texts: Texts, language: Language, lora_id: UUID) -> InlineKeyboardMarkup:
    """Stop the training and delete, or not; the safe answer comes first and leads back to the model."""
    no = button(texts.plain(language, "training-cancel-no"), ModelPress(action=ModelAction.OPEN, lora_id=lora_id))
    stop = ModelPress(action=ModelAction.STOP_DELETE, lora_id=lora_id)
    return keyboard([[no], [button(texts.plain(language, "models-button-stop-delete"), stop, DANGER)]])


def names_keyboard(texts: Texts, language: Language, lora_id: UUID, suggestion: str) -> InlineKeyboardMarkup:
    """A free name to take with one tap; the button's words are the name."""
    take = [button(suggestion, ModelPress(action=ModelAction.TAKE_NAME, lora_id=lora_id))]
    leave = [button(texts.plain(language, "step-leave"), LeaveStep())]
    return keyboard([take if len(suggestion) <= LONGEST_SUGGESTION else [], leave])


def model_label(texts: Texts, language: Language, lora: Lora) -> str:
    """A model in the list: its name and its state."""
    return f"{clipped(lora.name)} · {texts.plain(language, f'models-state-{lora.status.value}')}"
