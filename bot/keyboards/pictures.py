"""Buttons under delivered pictures."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import starmap
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.buttons import SUCCESS, button, keyboard
from bot.keyboards.report import ReportAsk
from bot.texts import Texts
from db.enums import Language, LoraType
from db.models import Image, Lora
from services.generation.gallery import GenerationView


class BatchAction(StrEnum):
    """What can be done with all pictures of an order."""

    AGAIN = "again"
    SAME_SEED = "same_seed"


class PictureAction(StrEnum):
    """What can be done with one picture."""

    LIKE = "like"
    FILE = "file"
    NOT_ME = "not_me"


class BatchPress(CallbackData, prefix="batch"):
    """A tap for all pictures of a generation."""

    action: BatchAction
    generation_id: UUID


class PicturePress(CallbackData, prefix="pic"):
    """A tap for one picture."""

    action: PictureAction
    image_id: UUID


class LeaveStep(CallbackData, prefix="leave"):
    """A tap that ends a step which waits for words."""


def pictures_keyboard(
    texts: Texts, language: Language, order: GenerationView, images: Sequence[Image]
) -> InlineKeyboardMarkup:
    """Two buttons for all, then a row for each picture, numbered by its place in the album when there are several, and
    the ways to report them.
    A model that cannot start from a picture has no button for it."""
    words = {
        PictureAction.LIKE: "pictures-button-like",
        PictureAction.FILE: "pictures-button-file",
        PictureAction.NOT_ME: f"pictures-button-not-{likeness(order.lora)}",
    }

    def for_one(place: int, image: Image) -> list[InlineKeyboardButton]:
        number = f"{place}: " if len(images) > 1 else ""
        return [
            button(
                number + texts.plain(language, words[action]),
                PicturePress(action=action, image_id=image.id),
            )
            for action in PictureAction
            if action is not PictureAction.LIKE or order.like_offered
        ]

    rows = starmap(for_one, enumerate(images, start=1))
    return keyboard([batch_row(texts, language, order.generation.id), *rows, report_row(texts, language, images)])


def report_row(texts: Texts, language: Language, images: Sequence[Image]) -> list[InlineKeyboardButton]:
    """A button per picture that reports it."""
    if len(images) == 1:
        return [button(texts.plain(language, "pictures-button-report"), ReportAsk(image=images[0].id))]
    return [
        button(texts.plain(language, "pictures-button-report-one", number=place), ReportAsk(image=image.id))
        for place, image in enumerate(images, start=1)
    ]


def likeness(lora: Lora) -> str:
    """What a picture fails to look like: `me`, or `it` for a style or a thing. Part of text keys."""
    return "me" if lora.type is LoraType.CHARACTER else "it"


def batch_row(texts: Texts, language: Language, generation_id: UUID) -> list[InlineKeyboardButton]:
    """Again, and the same seed with other words."""
    return [
        again_button(texts, language, generation_id, "pictures-button-again"),
        button(
            texts.plain(language, "pictures-button-same-seed"),
            BatchPress(action=BatchAction.SAME_SEED, generation_id=generation_id),
        ),
    ]


def again_button(texts: Texts, language: Language, generation_id: UUID, key: str) -> InlineKeyboardButton:
    """Orders the same once more, under the words of `key`."""
    return button(
        texts.plain(language, key), BatchPress(action=BatchAction.AGAIN, generation_id=generation_id), SUCCESS
    )


def leave_keyboard(texts: Texts, language: Language) -> InlineKeyboardMarkup:
    """Under a question that waits for words."""
    return keyboard([[button(texts.plain(language, "step-leave"), LeaveStep())]])
