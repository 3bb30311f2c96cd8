"""The photos and captions of a model, a page at a time."""

from bot.excerpts import shortened, titled
from bot.keyboards.datasets import dataset_keyboard, last_page, page_of
from bot.speaker import Speaker
from bot.texts import Html
from bot.views.base import Rendered
from services.datasets.viewing import DatasetPhoto, DatasetView
from services.photos.judging import Judgement
from services.training.trainers import CaptionRule

CAPTION_SHOWN = 160


def dataset_screen(say: Speaker, view: DatasetView, page: int = 0, notice: str | None = None) -> Rendered:
    """A page of the list, with a notice above it; a page beyond the last is the last."""
    page = min(max(page, 0), last_page(view))
    title = say.text("dataset-title", name=titled(view.lora.name), count=len(view.photos))
    if not view.photos:
        parts = [title, say.text("dataset-erased")]
    else:
        parts = [title, *_notes(say, view), *(_line(say, one) for one in page_of(view, page))]
    text = "\n\n".join([*([notice] if notice else []), *parts])
    return Rendered(text, dataset_keyboard(say, view, page))


def verdict_words(say: Speaker, judgement: Judgement) -> str:
    """The grade and what is wrong, as HTML: "usable: too dark: turn towards a window"."""
    grade = say.text(f"dataset-grade-{judgement.grade.value}")
    if not judgement.counts:
        grade = say.text("dataset-grade-left-out")
    faults = "; ".join(say.text(f"photo-fault-{fault.code}", **fault.params) for fault in judgement.faults[:2])
    return f"{grade}: {faults}" if faults else grade


def _notes(say: Speaker, view: DatasetView) -> list[str]:
    notes = []
    if view.in_use:
        notes.append(say.text("dataset-busy"))
    if view.caption_rule is not CaptionRule.REQUIRED:
        has_own = any(one.is_own for one in view.photos)
        if view.caption_rule is CaptionRule.NONE or not has_own:
            notes.append(say.text(f"dataset-captions-{view.caption_rule.value}"))
    if view.dataset.erase_photos_at is not None:
        notes.append(say.text("dataset-until", until=view.dataset.erase_photos_at))
    return notes


def _line(say: Speaker, one: DatasetPhoto) -> str:
    verdict = Html(verdict_words(say, one.judgement))
    key = "dataset-line-own" if one.is_own else "dataset-line"
    caption = shortened(one.caption, CAPTION_SHOWN)
    return say.text(key, number=str(one.photo.position), verdict=verdict, caption=caption)
