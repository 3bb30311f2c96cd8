"""Lines about several people, as their cards share them."""

from collections.abc import Sequence

from bot.excerpts import clipped
from bot.speaker import Speaker
from bot.texts import Html
from services.training.draft_view import DraftView
from services.training.several_view import PersonView

FAULTS_SHOWN = 3
"""Of one person, the commonest first; the guide tells the rest."""

FAULT_LINES = 8
PROBLEM_LINES = 6
"""Of all people together: ten of them with long names have to fit one message."""


def people_lines(say: Speaker, people: Sequence[PersonView]) -> str:
    """A heading and a paragraph per person: name, photos, and what is wrong with them."""
    lines = [say.text("several-title", count=len(people))]
    left = FAULT_LINES
    for place, person in enumerate(people, start=1):
        lines.append(f"{place}. {said_name(say, person)}: {said_photos(say, person)}")
        faults = _faults(say, person)[:left]
        left -= len(faults)
        lines.extend(f"   {line}" for line in faults)
        if person.missing:
            lines.append("   " + say.text("several-missing", count=person.missing))
    return "\n".join(lines)


def problem_lines(say: Speaker, view: DraftView) -> list[str]:
    """One paragraph with the photos that were not taken, by person and reason."""
    by_reason: dict[tuple[str | None, str], list[int]] = {}
    for problem in sorted(view.fields.problems, key=lambda one: one.number):
        reason = say.text(f"error-{problem.code}", **problem.params)
        by_reason.setdefault((_whose(say, view, problem.album), reason), []).append(problem.number)
    lines = []
    for (whose, reason), numbers in list(by_reason.items())[:PROBLEM_LINES]:
        which = say.text("create-problem", count=len(numbers), numbers=", ".join(map(str, numbers)))
        lines.append(" ".join([f"{whose}." if whose else "", which, reason]).strip())
    return ["\n".join([say.text("create-problems"), *lines])] if lines else []


def said_name(say: Speaker, person: PersonView) -> str:
    """The name in bold with the class word, where they are known."""
    if person.name is None:
        return say.text("several-unknown")
    name = f"<b>{say.text('several-named', name=clipped(person.name))}</b>"
    if person.class_word is None:
        return name
    return say.text("several-is", name=Html(name), word=shown_class(say, person.class_word))


def said_photos(say: Speaker, person: PersonView) -> str:
    """How many photos there are, and how many are trained with where that is not all."""
    if person.counting == person.photos:
        return say.text("several-photos", count=person.photos)
    return say.text("several-photos-of", count=person.counting, all=person.photos)


def shown_class(say: Speaker, word: str) -> str:
    """A class word in the person's language, where there is one."""
    return say.plain(f"class-{word}") if say.texts.has(f"class-{word}") else word


def _faults(say: Speaker, person: PersonView) -> list[str]:
    by_reason: dict[str, list[int]] = {}
    for one in person.coached.judgements:
        if one.counts or not one.faults:
            continue
        worst = one.faults[0]
        by_reason.setdefault(say.text(f"photo-fault-{worst.code}", **worst.params), []).append(one.position)
    worst_first = sorted(by_reason.items(), key=lambda found: -len(found[1]))[:FAULTS_SHOWN]
    return [
        say.text("several-left-out", numbers=", ".join(map(str, numbers)), reason=Html(reason))
        for reason, numbers in worst_first
    ]


def _whose(say: Speaker, view: DraftView, album: str | None) -> str | None:
    for person in view.people:
        if album in person.albums:
            return said_name(say, person)
    return None
