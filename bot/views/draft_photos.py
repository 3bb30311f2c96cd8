"""The photos step: what the coach says of them, how many are missing, and which could not be taken and why."""

from aiogram.types import InlineKeyboardButton

from bot.keyboards.buttons import SUCCESS, keyboard
from bot.keyboards.create import Buttons, Do
from bot.keyboards.datasets import earlier_button
from bot.speaker import Speaker
from bot.views.base import Rendered
from bot.views.coach_card import counts_line, fault_paragraphs, fault_rows, meter_paragraph, odd_paragraph
from db.enums import LoraType
from services.photos.judged_as import judged_as
from services.training.draft_fields import PhotoProblem
from services.training.draft_view import DraftView

GOOD_SCORE = 70
"""From this score of 100 on a set is called good."""


def photos_screen(say: Speaker, view: DraftView) -> Rendered:
    """The verdicts with what to do next; while photos are still coming only what is known so far."""
    if view.fields.replacing is not None and not view.is_arriving:
        return _replacing(say, view, view.fields.replacing)
    text = "\n\n".join([*problem_lines(say, view), *_paragraphs(say, view)])
    return Rendered(text, keyboard(_rows(say, view)))


def problem_lines(say: Speaker, view: DraftView) -> list[str]:
    """One paragraph with the photos that were not taken, those with the same reason together."""
    by_reason: dict[str, list[int]] = {}
    for problem in sorted(view.fields.problems, key=lambda one: one.number):
        by_reason.setdefault(_reason(say, problem), []).append(problem.number)
    lines = [
        say.text("create-problem", count=len(numbers), numbers=", ".join(map(str, numbers))) + " " + reason
        for reason, numbers in by_reason.items()
    ]
    return ["\n".join([say.text("create-problems"), *lines])] if lines else []


def short_of(view: DraftView) -> int:
    """How many photos the best result still lacks."""
    return max(0, view.best_min_photos - view.coached.trained)


def _reason(say: Speaker, problem: PhotoProblem) -> str:
    return say.text(f"error-{problem.code}", **problem.params)


def _replacing(say: Speaker, view: DraftView, number: int) -> Rendered:
    keep = Buttons(say, view.draft_id).labelled(say.plain("create-replace-keep", number=number), Do.PHOTOS)
    text = "\n\n".join([*problem_lines(say, view), say.text("create-replace-ask", number=number)])
    return Rendered(text, keyboard([[keep]]))


def _paragraphs(say: Speaker, view: DraftView) -> list[str]:
    kind = view.fields.type or LoraType.CHARACTER
    if not view.photos:
        return [_asked(say, view, kind)]
    shown = [counts_line(say, view), *fault_paragraphs(say, view.coached), *odd_paragraph(say, view)]
    if view.is_arriving:
        return [*shown, say.text("create-coach-arriving")]
    meter = (
        [meter_paragraph(say, judged_as(view.fields.type, view.fields.class_word), view.coached.meter)]
        if view.coached.trained
        else []
    )
    return [*shown, *meter, _advice(say, view)]


def _asked(say: Speaker, view: DraftView, kind: LoraType) -> str:
    if view.done_requested:
        return _short(say, view)
    limits = {"best_min": view.best_min_photos, "best_max": view.best_max_photos}
    return say.text(f"create-photos-ask-{kind.value}", min=view.min_photos, max=view.max_photos, **limits)


def _short(say: Speaker, view: DraftView) -> str:
    lacks = {"missing": view.photos_missing, "min": view.min_photos}
    if view.coached.left_out:
        return say.text("create-photos-short-usable", count=view.coached.trained, all=view.photos, **lacks)
    return say.text("create-photos-short", count=view.photos, **lacks)


def _advice(say: Speaker, view: DraftView) -> str:
    if view.photos_missing and view.done_requested:
        return _short(say, view)
    if view.photos_missing:
        return say.text("create-photos-missing", missing=view.photos_missing)
    if short_of(view):
        key, more = "create-photos-more", short_of(view)
        return say.text(key, more=more, best_min=view.best_min_photos, best_max=view.best_max_photos)
    return say.text("create-photos-good" if view.coached.meter.score >= GOOD_SCORE else "create-photos-enough")


def _rows(say: Speaker, view: DraftView) -> list[list[InlineKeyboardButton]]:
    make = Buttons(say, view.draft_id)
    done = [make.make("create-done", Do.DONE, style=SUCCESS if not view.photos_missing else None)]
    if view.is_arriving:
        # A keyboard that changes under the finger is tapped wrongly: the others come when all photos are in.
        return [done]
    rows = [done, *fault_rows(say, view)]
    if view.photos:
        rows.append([make.make("create-replace", Do.REPLACE), make.make("create-remove", Do.REMOVE)])
    if view.has_earlier and view.photos < view.max_photos:
        rows.append([earlier_button(say, view.draft_id)])
    return [*rows, [make.make("create-tips-button", Do.TIPS)]]
