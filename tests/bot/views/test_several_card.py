"""Cards of several people: each step in both languages, never more than Telegram takes, names never as markup."""

import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.base import Rendered
from bot.views.several_card import out_screen, several_screen
from db.columns import new_id
from db.database import Database
from db.enums import Language
from services.photos.judging import Fault, Grade, Judgement
from services.photos.set_meter import SetMeter
from services.training.coached import Coached
from services.training.draft_fields import PhotoProblem
from services.training.draft_view import DraftView
from services.training.several_albums import PEOPLE_LIMIT
from services.training.several_view import PersonView
from tests.services.training.story import Story
from tests.support.clock import FakeClock

CLASSES = ("woman", "man", "person")
LONG = "Longname " * 20
TAGS = re.compile(r"<[^>]+>")
TELEGRAM_TAKES = 4096


@cache
def speaker(language: Language = Language.EN) -> Speaker:
    return Speaker(Texts(strict=True), language)


def somebody(number: int, good: int, *faults: str, **changes: Any) -> PersonView:
    """A woman with as many good photos, and one more for each fault."""
    judgements = [Judgement(place, Grade.GOOD) for place in range(1, good + 1)]
    judgements += [Judgement(good + place, Grade.UNUSABLE, (Fault(code),)) for place, code in enumerate(faults, 1)]
    person = PersonView(
        number=number,
        dataset_id=new_id(),
        albums=frozenset({f"album-{number}"}),
        name=f"Eva {number}",
        model_name=f"Eva {number}",
        class_word="woman",
        coached=Coached(tuple(judgements), SetMeter(photos=good)),
        least=4,
    )
    return replace(person, **changes)


@pytest.fixture
async def empty(db: Database, clock: FakeClock) -> DraftView:
    """A draft of nobody yet."""
    story = Story(db, clock)
    return await story.drafts.open((await story.person()).id)


def cards(view: DraftView, people: list[PersonView], language: Language) -> list[Rendered]:
    """Every step that these people may bring about."""
    say = speaker(language)
    view = replace(view, people=tuple(people))
    all_sent = replace(view, done_requested=True)
    unknown = replace(view, people=(*people, somebody(99, 2, name=None, model_name=None)))
    undecided = replace(all_sent, people=(*people, somebody(98, 4, class_word=None)))
    none_left = replace(all_sent, quota=replace(view.quota, used=view.quota.limit))
    priced = replace(all_sent, price=3, balance=10)
    shown = [several_screen(say, one, CLASSES) for one in (view, all_sent, unknown, undecided, none_left, priced)]
    return [*shown, out_screen(say, view)]


@pytest.mark.parametrize("language", Language)
def test_every_step_fits_one_message(empty: DraftView, language: Language) -> None:
    """Ten people with long names, whose photos have every kind of fault, each with photos that were not taken."""
    faults = ("blurred", "dark", "face-small", "face-missing")
    people = [somebody(number, 4, *faults, name=LONG, model_name=LONG + "2") for number in range(1, PEOPLE_LIMIT + 1)]
    problems = tuple(
        PhotoProblem(place, code, album=f"album-{number}")
        for number in range(1, PEOPLE_LIMIT + 1)
        for place, code in enumerate(("photo-broken", "photo-animated"), 1)
    )
    view = replace(empty, fields=replace(empty.fields, problems=problems))
    for card in [*cards(view, people, language), several_screen(speaker(language), view, CLASSES)]:
        assert card.text is not None
        assert len(TAGS.sub("", card.text)) <= TELEGRAM_TAKES
        assert card.keyboard is not None
        for row in card.keyboard.inline_keyboard:
            for one in row:
                assert len((one.callback_data or "").encode()) <= 64


def test_a_name_is_never_markup(empty: DraftView) -> None:
    """It comes from a caption, where anything may stand."""
    for card in cards(empty, [somebody(1, 4, name="<i>x</i>&", model_name="<i>x</i>& 2")], Language.EN):
        assert "<i>" not in (card.text or "")


def test_who_is_left_out_is_told_with_the_reason(empty: DraftView) -> None:
    """Too few photos, and no training left for the last one; the money is told for those who are trained."""
    people = [somebody(1, 4, "blurred"), somebody(2, 3, "dark"), somebody(3, 4)]
    view = replace(empty, people=tuple(people), done_requested=True, quota=replace(empty.quota, used=4, limit=5))
    text = several_screen(speaker(), view, CLASSES).text or ""
    assert TAGS.sub("", text).split("\n\n")[:2] == [
        "I will train 1 model:\n• Eva 1 (Woman): 5 photos, 4 of them usable",
        "Not this time:\n• Eva 2 (Woman): 3 usable photos, at least 4 are needed\n"
        "• Eva 3 (Woman): your trainings of this month are used up",
    ]
    assert f"about ${view.chosen.usd:.2f} in all" in text


def test_credits_that_do_not_suffice_are_told(empty: DraftView) -> None:
    """10 credits pay for three trainings of 3 credits each."""
    people = tuple(somebody(number, 4) for number in range(1, 5))
    view = replace(empty, people=people, done_requested=True, price=3, balance=10)
    text = TAGS.sub("", several_screen(speaker(), view, CLASSES).text or "")
    assert "I will train 3 models:" in text
    assert "Eva 4 (Woman): your credits do not suffice" in text
    assert "Price: 9 credits in all, 3 each. You have 10." in text


def test_faults_stand_with_whose_they_are(empty: DraftView) -> None:
    """What is wrong and what to do, the commonest first."""
    view = replace(empty, people=(somebody(1, 2, "dark", "blurred", "blurred"),))
    lines = TAGS.sub("", several_screen(speaker(), view, CLASSES).text or "").splitlines()
    assert lines[1] == "1. Eva 1 (Woman): 5 photos, 2 of them usable"
    assert lines[2].startswith("   No. 4, 5: blurred")
    assert lines[3].startswith("   No. 3: too dark")
    assert lines[4] == "   2 more photos are needed, or I leave this person out."
