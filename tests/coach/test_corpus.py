"""The coach says of every photo of the corpus what a person who knows training would say."""

from collections.abc import AsyncIterator

import pytest

from bot.texts import Texts
from db.enums import Language
from services.photos.judging import ORDER
from services.photos.measures import Measures
from services.photos.workshop import Workshop
from tests.coach.corpus import DATA, coach_files, coach_sets, judge_set, look_at_all, matches, repeated
from tests.data.make_coach import everything

FILES = coach_files()


@pytest.fixture
async def workshop() -> AsyncIterator[Workshop]:
    """The real one."""
    workshop = Workshop()
    yield workshop
    await workshop.close()


def test_every_file_is_looked_at() -> None:
    """A photo without a verdict tries nothing."""
    assert {path.name for path in (DATA / "coach" / "photos").iterdir()} == {one.path.name for one in FILES}


@pytest.mark.slow
def test_the_verdicts_are_those_of_the_script() -> None:
    """They stand beside the recipes, where a person can judge them, and are not read from the product."""
    made = {one.name: (one.kind, one.grade, one.faults) for one in everything()}
    assert {one.path.name: (one.kind.value, one.verdict, one.faults) for one in FILES} == made


def test_every_fault_is_tried() -> None:
    """Of an explicit photo there is no example that could be given to others."""
    tried = {fault for one in FILES for fault in one.faults} | {"same-shot"}
    assert set(ORDER) - tried == {"explicit"}


@pytest.mark.slow
async def test_every_photo_gets_its_verdict(workshop: Workshop) -> None:
    """Grade and reasons, worst first; in the sets each repeated shot names the first."""
    measured: dict[str, Measures] = {}
    wrong = {}
    async for expected, given in look_at_all(workshop, FILES):
        if given.measures is not None:
            measured[expected.path.name] = given.measures
        if not matches(expected, given):
            wrong[expected.path.name] = ((expected.verdict, expected.faults), (given.verdict, given.faults))
    assert wrong == {}
    for told in coach_sets().values():
        assert repeated(judge_set(told["photos"], measured)) == told["same"]


async def test_one_photo_of_each_verdict(workshop: Workshop) -> None:
    """The same by a few, quickly."""
    names = ("good.heic", "soft-focus.jpg", "blurred-shaken.jpg")
    few = [one for one in FILES if one.path.name in names]
    given = {expected.path.name: matches(expected, said) async for expected, said in look_at_all(workshop, few)}
    assert given == dict.fromkeys(names, True)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("code", ORDER)
def test_every_fault_has_a_short_sentence(code: str, language: Language) -> None:
    """What is wrong, a colon, what to do; a line of a phone or two."""
    text = Texts(strict=True).plain(language, f"photo-fault-{code}", number=4)
    assert ": " in text
    assert len(text) <= 75
