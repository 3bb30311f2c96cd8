"""The card of a draft of several people: who they are, what each still lacks, and the question that comes next."""

from collections.abc import Sequence

from bot.excerpts import clipped, titled
from bot.keyboards.buttons import SUCCESS, in_rows, keyboard
from bot.keyboards.create import Buttons, Do
from bot.keyboards.several import SeveralButtons, SeveralDo
from bot.speaker import Speaker
from bot.texts import Html
from bot.views.base import Rendered
from bot.views.several_confirm import several_confirm
from bot.views.several_lines import people_lines, problem_lines, shown_class
from services.training.draft_view import DraftView
from services.training.several_albums import PEOPLE_LIMIT
from services.training.several_view import PersonView, Stage, stage_of


def several_screen(say: Speaker, view: DraftView, classes: Sequence[str]) -> Rendered:
    """The draft's step; `classes` are the class words on buttons."""
    all_sent = view.done_requested and not view.is_settling
    match stage_of(view.people, all_sent=all_sent):
        case Stage.EMPTY:
            return _empty(say, view)
        case Stage.NAMES:
            return _names(say, view)
        case Stage.CLASSES:
            return _classes(say, view, classes)
        case Stage.CONFIRM:
            return several_confirm(say, view)
        case Stage.PHOTOS:
            return _photos(say, view)


def out_screen(say: Speaker, view: DraftView) -> Rendered:
    """Who is to be taken out of the draft?"""
    make = SeveralButtons(say, view.draft_id)
    rows = [[make.labelled(_label(say, person), SeveralDo.OUT, person.number)] for person in view.people]
    return Rendered(say.text("several-out-ask"), keyboard([*rows, [Buttons(say, view.draft_id).back()]]))


def nameless(people: Sequence[PersonView]) -> PersonView | None:
    """Whose name is asked for."""
    return next((person for person in people if person.name is None), None)


def classless(people: Sequence[PersonView]) -> PersonView | None:
    """Whose class word is asked for."""
    return next((person for person in people if person.lacks_class), None)


def _empty(say: Speaker, view: DraftView) -> Rendered:
    limits = {"best_min": view.best_min_photos, "best_max": view.best_max_photos}
    asked = say.text("several-begin", min=view.min_photos, max=view.max_photos, people=PEOPLE_LIMIT, **limits)
    make = Buttons(say, view.draft_id)
    rows = [
        [SeveralButtons(say, view.draft_id).make("several-single", SeveralDo.SINGLE)],
        [make.make("create-tips-button", Do.TIPS)],
        [make.discard()],
    ]
    return Rendered("\n\n".join([*problem_lines(say, view), asked]), keyboard(rows))


def _names(say: Speaker, view: DraftView) -> Rendered:
    person = nameless(view.people)
    assert person is not None
    make = SeveralButtons(say, view.draft_id)
    known = [other for other in view.people if other.name is not None]
    same = [make.labelled(_label(say, other), SeveralDo.SAME, person.number, str(other.number)) for other in known]
    place = [one.number for one in view.people].index(person.number) + 1
    question = say.text("several-name-ask", place=place, count=person.photos)
    if known:
        question += " " + say.text("several-name-or-same")
    text = "\n\n".join([*problem_lines(say, view), people_lines(say, view.people), question])
    rows = [*in_rows(same, 2), [make.make("several-out-this", SeveralDo.OUT, person.number)]]
    return Rendered(text, keyboard(rows))


def _photos(say: Speaker, view: DraftView) -> Rendered:
    make = Buttons(say, view.draft_id)
    several = SeveralButtons(say, view.draft_id)
    complete = [person for person in view.people if not person.missing]
    if view.done_requested and not complete:
        advice = say.text("several-nobody-ready", min=view.min_photos)
    else:
        advice = say.text("several-photos-more")
    text = "\n\n".join([*problem_lines(say, view), people_lines(say, view.people), advice])
    rows = [
        [make.make("create-done", Do.DONE, style=SUCCESS if complete else None)],
        [several.make("several-out", SeveralDo.ASK_OUT), make.make("create-tips-button", Do.TIPS)],
        [make.discard()],
    ]
    return Rendered(text, keyboard(rows))


def _classes(say: Speaker, view: DraftView, classes: Sequence[str]) -> Rendered:
    person = classless(view.people)
    assert person is not None
    make = SeveralButtons(say, view.draft_id)
    buttons = [make.labelled(shown_class(say, word), SeveralDo.CLASS, person.number, word) for word in classes]
    question = say.text(
        "several-class-ask", name=Html(f"<b>{say.text('several-named', name=titled(person.name or ''))}</b>")
    )
    return Rendered(
        question, keyboard([*in_rows(buttons, 2), [Buttons(say, view.draft_id).make("several-back", Do.PHOTOS)]])
    )


def _label(say: Speaker, person: PersonView) -> str:
    return clipped(person.name) if person.name is not None else say.plain("several-nameless", number=person.number)
