"""Buttons about the photos and captions of a model."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.excerpts import clipped
from bot.keyboards.buttons import DANGER, SUCCESS, button, in_rows, keyboard
from bot.keyboards.create import Buttons
from bot.keyboards.dataset_press import DatasetAction, DatasetPress, open_button
from bot.keyboards.ids import short
from bot.keyboards.models import ModelAction, ModelPress
from bot.keyboards.pictures import LeaveStep
from bot.speaker import Speaker
from services.datasets.datasets import KeptSet
from services.datasets.viewing import DatasetPhoto, DatasetView

PAGE = 5
"""Photos on a page, each with its caption."""

EARLIER_SHOWN = 12


class DatasetPage(CallbackData, prefix="datasetpage"):
    """A tap that shows a page of the photos, from 0."""

    lora_id: UUID
    page: int


class PhotoAction(StrEnum):
    """What can be done with one photo."""

    SHOW = "show"
    EDIT = "edit"
    MADE = "made"
    KEEP = "keep"
    REMOVE = "remove"
    REMOVE_YES = "yes"


class PhotoPress(CallbackData, prefix="photo"):
    """A tap about one photo of a data set; by its id, because numbers move up."""

    action: PhotoAction
    photo_id: UUID


class TrainAnew(CallbackData, prefix="anew"):
    """Yes to a further training after this version, which was the newest when it was asked."""

    version_id: UUID


class EarlierPhotos(CallbackData, prefix="earlier"):
    """A tap in a draft that asks for the models whose photos can be used."""

    draft: UUID


class EarlierTake(CallbackData, prefix="takeset"):
    """Takes a model's photos into a draft; both ids in their short form."""

    draft: str
    lora: str


def dataset_keyboard(say: Speaker, view: DatasetView, page: int) -> InlineKeyboardMarkup:
    """The photos of the page by number, and what can be done with all of them now."""
    lora_id = view.lora.id

    def act(action: DatasetAction, style: str | None = None) -> list[InlineKeyboardButton]:
        return [button(say.plain(f"dataset-{action.value}"), DatasetPress(action=action, lora_id=lora_id), style)]

    shown = [
        button(str(one.photo.position), PhotoPress(action=PhotoAction.SHOW, photo_id=one.photo.id))
        for one in page_of(view, page)
    ]
    turns = [
        button(mark, DatasetPage(lora_id=lora_id, page=to))
        for mark, to in (("‹", page - 1), ("›", page + 1))
        if 0 <= to <= last_page(view)
    ]
    add = act(DatasetAction.ADD) if view.photos and not view.in_use and not view.is_full else []
    train = act(DatasetAction.TRAIN, SUCCESS) if view.photos and not view.in_use else []
    new = act(DatasetAction.NEW) if view.photos else []
    back = button(say.plain("dataset-model"), ModelPress(action=ModelAction.OPEN, lora_id=lora_id))
    return keyboard([*in_rows(shown, PAGE), turns, add, train, new, [back]])


def photo_keyboard(say: Speaker, view: DatasetView, shown: DatasetPhoto) -> InlineKeyboardMarkup:
    """What can be done with one photo; nothing but going back while a training reads it."""
    act = PhotoButtons(say, shown.photo.id)
    if view.in_use:
        return keyboard([[open_button(say, view.lora.id, "dataset-back")]])
    edit = [act.make(PhotoAction.EDIT)]
    if shown.is_own:
        edit.append(act.make(PhotoAction.MADE))
    return keyboard([edit, [act.make(PhotoAction.REMOVE, DANGER)], [open_button(say, view.lora.id, "dataset-back")]])


def looks_keyboard(say: Speaker, photo_id: UUID) -> InlineKeyboardMarkup:
    """Under the words of a caption that say how somebody looks: keep them all the same, or not. Others can be written
    without a tap."""
    act = PhotoButtons(say, photo_id)
    leave = button(say.plain("step-leave"), LeaveStep())
    return keyboard([[act.make(PhotoAction.KEEP)], [act.make(PhotoAction.MADE)], [leave]])


def remove_keyboard(say: Speaker, view: DatasetView, photo_id: UUID) -> InlineKeyboardMarkup:
    """The safe answer comes first."""
    yes = PhotoButtons(say, photo_id).make(PhotoAction.REMOVE_YES, DANGER)
    return keyboard([[open_button(say, view.lora.id, "dataset-remove-no")], [yes]])


def train_keyboard(say: Speaker, lora_id: UUID, version_id: UUID) -> InlineKeyboardMarkup:
    """Yes to a further training, and the way back."""
    yes = button(say.plain("dataset-train-yes"), TrainAnew(version_id=version_id), SUCCESS)
    return keyboard([[yes], [open_button(say, lora_id, "dataset-back")]])


def earlier_button(say: Speaker, draft_id: UUID) -> InlineKeyboardButton:
    """In the photos step of a draft."""
    return button(say.plain("dataset-earlier"), EarlierPhotos(draft=draft_id))


def earlier_keyboard(say: Speaker, draft_id: UUID, kept: Sequence[KeptSet]) -> InlineKeyboardMarkup:
    """The newest models with how many photos each still has."""
    rows = [
        [
            button(
                say.plain("dataset-earlier-model", name=clipped(one.lora.name), count=one.photos),
                EarlierTake(draft=short(draft_id), lora=short(one.lora.id)),
            )
        ]
        for one in kept[:EARLIER_SHOWN]
    ]
    return keyboard([*rows, [Buttons(say, draft_id).back()]])


def last_page(view: DatasetView) -> int:
    """The number of the last page, from 0."""
    return max(0, (len(view.photos) - 1) // PAGE)


def page_of(view: DatasetView, page: int) -> Sequence[DatasetPhoto]:
    """The photos of a page."""
    return view.photos[page * PAGE : (page + 1) * PAGE]


def page_with(position: int) -> int:
    """The page on which the photo with that number is."""
    return (position - 1) // PAGE


class PhotoButtons:
    """Makes buttons about one photo in one language."""

    def __init__(self, say: Speaker, photo_id: UUID) -> None:
        self._say = say
        self._photo_id = photo_id

    def make(self, action: PhotoAction, style: str | None = None) -> InlineKeyboardButton:
        """The button of an action."""
        label = self._say.plain(f"dataset-photo-{action.value}")
        return button(label, PhotoPress(action=action, photo_id=self._photo_id), style)
