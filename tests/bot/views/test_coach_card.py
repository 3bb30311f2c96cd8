"""The coach's lines on a card: grouped, in both languages, and never more than Telegram takes."""

import re
from functools import cache
from typing import Any

import pytest

from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.coach_card import LINES, fault_paragraphs, meter_paragraph
from bot.views.draft_photos import photos_screen
from db.database import Database
from db.enums import Language, LoraType
from services.photos.judging import ORDER, Fault, Grade, Judgement
from services.photos.set_meter import SetMeter
from services.photos.set_score import DISTANCES, VIEWS
from services.training.coached import Coached
from services.training.draft_fields import PhotoProblem
from tests.services.training.story import Story
from tests.support.clock import FakeClock

TELEGRAM_TAKES = 4096
TAGS = re.compile(r"<[^>]+>")
NEXT = (*DISTANCES, *VIEWS, "light", "more", "motif", "angle")


@cache
def speaker(language: Language = Language.EN) -> Speaker:
    return Speaker(Texts(strict=True), language)


def coached(*judgements: Judgement, **meter: Any) -> Coached:
    trained = sum(one.counts for one in judgements)
    return Coached(judgements, SetMeter(**({"photos": trained} | meter)))


def bad(number: int, *codes: str, anyway: bool = False) -> Judgement:
    return Judgement(number, Grade.UNUSABLE, tuple(fault(code, number) for code in codes), anyway)


def fault(code: str, number: int) -> Fault:
    return Fault(code, {"number": number} if code == "same-shot" else {})


def test_photos_with_the_same_faults_share_a_line() -> None:
    """What is not trained with comes first; what the person wanted anyway is no reproach."""
    slight = Judgement(2, Grade.USABLE, (Fault("soft"),))
    said = fault_paragraphs(
        speaker(), coached(bad(1, "blurred"), slight, bad(3, "blurred"), bad(4, "dark", anyway=True))
    )
    assert [TAGS.sub("", part).splitlines() for part in said] == [
        ["Not trained with:", "No. 1, 3 blurred: hold still and tap the face to focus"],
        ["Trained with, but could be better:", "No. 2 not quite sharp: hold still, wipe the lens"],
        ["Trained with because you want it:", "No. 4 too dark: turn towards a window"],
    ]


def test_an_explicit_photo_stays_out_whatever_was_wanted() -> None:
    """It stands among those that are not trained with."""
    said = fault_paragraphs(speaker(), coached(bad(1, "explicit", anyway=True)))
    assert said[0].startswith("Not trained with:")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", ORDER)
def test_every_fault_has_its_words(language: Language, code: str) -> None:
    """A verdict without a text would break the card."""
    said = fault_paragraphs(speaker(language), coached(bad(3, code)))
    assert len(said[0].splitlines()) == 2


@pytest.mark.parametrize("language", Language)
def test_the_meter_names_what_to_shoot(language: Language) -> None:
    """Whatever it may ask for; a style hears nothing of faces."""
    meter = SetMeter(photos=1, close=1, front=1, lights=1, days=2, score=40, next_shots=NEXT)
    said = meter_paragraph(speaker(language), LoraType.CHARACTER, meter)
    assert "40" in said
    assert len(said.splitlines()) == 4
    assert len(meter_paragraph(speaker(language), LoraType.STYLE, meter).splitlines()) == 3


def test_more_lines_than_anybody_reads_are_folded() -> None:
    """The rest is counted, over all paragraphs."""
    judgements = [bad(number, "same-shot") for number in range(1, LINES)]
    slight = [Judgement(20 + n, Grade.USABLE, (Fault("same-shot", {"number": 90 + n}),)) for n in range(4)]
    said = fault_paragraphs(speaker(), coached(*judgements, *slight))
    lines = [line for part in said for line in part.splitlines() if line.startswith("<b>No.")]
    assert len(lines) == LINES
    assert said[-1].endswith("… and 3 more.")


@pytest.mark.parametrize("language", Language)
async def test_the_fullest_card_fits_a_message(db: Database, clock: FakeClock, language: Language) -> None:
    """Twenty photos with two long faults each, twenty that were not taken, and a full meter."""
    story = Story(db, clock)
    view = await story.complete_draft(await story.person(), photos=1)
    texts = speaker(language)
    longest = sorted(ORDER, key=lambda code: -len(texts.text(f"photo-fault-{code}", number=20)))[0]
    judgements = [bad(number, "same-shot", longest) for number in range(1, 21)]
    problems = [PhotoProblem(number, "photo-duplicate", {"number": number}) for number in range(1, 21)]
    fields = _changed(view.fields, problems=tuple(problems))
    full = coached(*judgements, next_shots=NEXT[:3], lights=5, days=5, score=20)
    card = photos_screen(texts, _changed(view, fields=fields, coached=full, photos=20))
    assert len(TAGS.sub("", card.text or "")) < TELEGRAM_TAKES
    assert card.keyboard is not None
    assert len(card.keyboard.inline_keyboard) <= 8


def _changed(value: Any, **changes: Any) -> Any:
    return type(value)(**(vars(value) | changes))
