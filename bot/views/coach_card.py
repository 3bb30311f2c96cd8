"""What the coach says on a draft's card: how many photos are good, what is wrong with the others, what is missing."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.keyboards.create import Buttons, Do
from bot.speaker import Speaker
from bot.texts import Html
from db.enums import LoraType
from services.photos.judging import Grade, Judgement
from services.photos.set_meter import SetMeter
from services.training.coached import Coached
from services.training.draft_view import DraftView

FAULTS_NAMED = 2
"""Of one photo, the worst first. Whoever mends those sends another photo anyway."""

LINES = 12
"""A card with more is no longer read on a phone; Telegram takes 4096 characters."""

ROWS = 4
"""Unusable photos that have buttons of their own; the next ones get theirs when these are dealt with."""


def counts_line(say: Speaker, view: DraftView) -> str:
    """How many photos there are, and how good."""
    found = {grade: len(view.coached.graded(grade)) for grade in Grade}
    total = say.text("create-photos-count", count=view.photos)
    if found[Grade.GOOD] == len(view.coached.judgements):
        return say.text("create-coach-all-good", count=view.photos, photos=Html(total))
    parts = [say.text(f"create-coach-{grade.value}", count=count) for grade, count in found.items() if count]
    return say.text("create-coach-counts", photos=Html(total), parts=Html(", ".join(parts)))


def fault_paragraphs(say: Speaker, coached: Coached) -> list[str]:
    """The photos that are not good, those with the same faults together: first what is not trained with."""
    out = [one for one in coached.graded(Grade.UNUSABLE) if not one.counts]
    anyway = [one for one in coached.graded(Grade.UNUSABLE) if one.counts]
    heads = (
        ("create-coach-head-unusable", _lines(say, out)),
        ("create-coach-head-usable", _lines(say, coached.graded(Grade.USABLE))),
        ("create-coach-head-anyway", _lines(say, anyway)),
    )
    paragraphs, left = [], LINES
    for head, lines in heads:
        shown = lines[:left]
        left -= len(shown)
        if len(lines) > len(shown):
            shown.append(say.text("create-coach-and-more", count=len(lines) - len(shown)))
        if lines:
            paragraphs.append("\n".join([say.text(head), *shown]))
    return paragraphs


def meter_paragraph(say: Speaker, kind: LoraType, meter: SetMeter) -> str:
    """The score of the set, what it shows so far, and what to shoot next."""
    lines = [say.text("create-coach-score", score=meter.score)]
    if kind is LoraType.CHARACTER:
        views = {"front": meter.front, "turned": meter.half_turn, "profile": meter.profile}
        lines.append(say.text("create-coach-shots", close=meter.close, half=meter.half, full=meter.full, **views))
    if meter.lights:
        lines.append(say.text("create-coach-light", lights=meter.lights, days=meter.days))
    if meter.next_shots:
        shots = "; ".join(say.text(f"photo-next-{key}") for key in meter.next_shots)
        lines.append(say.text("create-coach-next", shots=Html(shots)))
    return "\n".join(lines)


def odd_paragraph(say: Speaker, view: DraftView) -> list[str]:
    """The photos that seem to show somebody else, where faces were compared."""
    if not view.odd:
        return []
    return [say.text("likeness-odd", count=len(view.odd), numbers=numbers(view.odd))]


def fault_rows(say: Speaker, view: DraftView) -> list[list[InlineKeyboardButton]]:
    """For each photo that is left out: another one in its place, or this one all the same."""
    make = Buttons(say, view.draft_id)
    rows = []
    for one in [one for one in view.coached.judgements if not one.counts][:ROWS]:
        number = str(one.position)
        row = [make.labelled(say.plain("create-replace-number", number=number), Do.REPLACE, number)]
        if one.may_use_anyway:
            row.append(make.labelled(say.plain("create-anyway-number", number=number), Do.ANYWAY, number))
        rows.append(row)
    return rows


def numbers(positions: Sequence[int]) -> str:
    """Numbers of photos in a sentence."""
    return ", ".join(map(str, positions))


def _lines(say: Speaker, judgements: Sequence[Judgement]) -> list[str]:
    by_reason: dict[str, list[int]] = {}
    for one in judgements:
        faults = one.faults[:FAULTS_NAMED]
        reason = "; ".join(say.text(f"photo-fault-{fault.code}", **fault.params) for fault in faults)
        by_reason.setdefault(reason, []).append(one.position)
    return [
        say.text("create-coach-line", numbers=numbers(found), faults=Html(reason))
        for reason, found in by_reason.items()
    ]
