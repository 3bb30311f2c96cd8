"""Buttons about trainings and their proof pictures."""

from enum import StrEnum
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards.buttons import DANGER, SUCCESS, button, keyboard
from bot.keyboards.pictures import likeness
from bot.keyboards.ready import ready_rows
from bot.speaker import Speaker
from db.models import Lora


class TrainingDo(StrEnum):
    """What a tap about a running or ended training wants."""

    CANCEL = "cancel"
    CANCEL_YES = "yes"
    CANCEL_NO = "no"
    RETRY = "retry"


class TrainingPress(CallbackData, prefix="training"):
    """A tap about one training's job."""

    job: UUID
    do: TrainingDo


class ProofDo(StrEnum):
    """What a tap about proof pictures wants."""

    GOOD = "good"
    NOT_ME = "not-me"
    SAVE = "save"
    AGAIN = "again"
    LEAVE = "leave"


class ProofPress(CallbackData, prefix="proof"):
    """A tap about the proof pictures of one version of a model."""

    version: UUID
    do: ProofDo


def cancel_keyboard(say: Speaker, job_id: UUID) -> InlineKeyboardMarkup:
    """Under the card of a training that can still be stopped."""
    return keyboard([[button(say.plain("training-cancel"), TrainingPress(job=job_id, do=TrainingDo.CANCEL))]])


def review_keyboard(say: Speaker, job_id: UUID, *, may_repeat: bool) -> InlineKeyboardMarkup:
    """Under the card of a training in review: train anew where that can be, and wait no longer."""
    again = button(say.plain("training-try-again"), TrainingPress(job=job_id, do=TrainingDo.RETRY), SUCCESS)
    stop = button(say.plain("training-cancel"), TrainingPress(job=job_id, do=TrainingDo.CANCEL))
    return keyboard([[again], [stop]] if may_repeat else [[stop]])


def sure_keyboard(say: Speaker, job_id: UUID) -> InlineKeyboardMarkup:
    """Cancel or not; the safe answer comes first."""
    no = button(say.plain("training-cancel-no"), TrainingPress(job=job_id, do=TrainingDo.CANCEL_NO))
    yes = button(say.plain("training-cancel-yes"), TrainingPress(job=job_id, do=TrainingDo.CANCEL_YES), DANGER)
    return keyboard([[no], [yes]])


def retry_keyboard(say: Speaker, job_id: UUID, *, cancelled: bool = False) -> InlineKeyboardMarkup:
    """Train again what failed or was cancelled."""
    key = "training-start-again" if cancelled else "training-try-again"
    return keyboard([[button(say.plain(key), TrainingPress(job=job_id, do=TrainingDo.RETRY), SUCCESS)]])


def proofs_keyboard(say: Speaker, lora: Lora, version_id: UUID, *, may_repeat: bool = False) -> InlineKeyboardMarkup:
    """The verdict, keeping the pictures, and what can be drawn at once. `may_repeat`: the free training is offered."""
    again = [button(say.plain("proofs-again"), ProofPress(version=version_id, do=ProofDo.AGAIN))] if may_repeat else []
    verdict = [
        button(say.plain("proofs-good"), ProofPress(version=version_id, do=ProofDo.GOOD), SUCCESS),
        button(say.plain(f"proofs-not-{likeness(lora)}"), ProofPress(version=version_id, do=ProofDo.NOT_ME)),
    ]
    save = [button(say.plain("proofs-save"), ProofPress(version=version_id, do=ProofDo.SAVE))]
    return keyboard([again, verdict, save, *ready_rows(say.texts, say.language, lora)])


def once_more_keyboard(say: Speaker, version_id: UUID) -> InlineKeyboardMarkup:
    """The one free training after "not me"."""
    yes = button(say.plain("proofs-again"), ProofPress(version=version_id, do=ProofDo.AGAIN), SUCCESS)
    no = button(say.plain("proofs-leave"), ProofPress(version=version_id, do=ProofDo.LEAVE))
    return keyboard([[yes], [no]])
