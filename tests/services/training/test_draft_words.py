"""What a model may be described with is asked at every answer, and once more when it is ordered."""

from typing import Any

import pytest

from db.enums import LoraType
from services.errors import InvalidInputError
from services.safety.words import Words
from services.training.draft_fields import CreateFields
from services.training.draft_words import check_words

WORDS = Words(("Jane Sample",))
FINE = {
    "type": LoraType.CHARACTER,
    "name": "Anna",
    "class_word": "woman",
    "trigger_word": "anna_x",
    "description": "me",
}


def fields(**values: Any) -> CreateFields:
    return CreateFields(**(FINE | values))


def test_everyday_words_pass() -> None:
    """Most models are called like a person or a pet."""
    check_words(WORDS, fields())
    check_words(WORDS, CreateFields())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "Jane Sample"}, "words-names"),
        ({"name": "nude Anna"}, "words-sexual"),
        ({"description": "for porn"}, "words-sexual"),
        ({"class_word": "child"}, "words-minors"),
        ({"trigger_word": "sexy_lolita", "trigger_is_own": True}, "words-minors"),
    ],
)
def test_each_answer_is_judged(changed: dict[str, Any], code: str) -> None:
    """Whichever of them it is; with and without an earlier answer."""
    for before in (fields(), None):
        with pytest.raises(InvalidInputError) as refused:
            check_words(WORDS, fields(**changed), before)
        assert refused.value.code == code


def test_an_answer_that_stays_is_not_judged_again() -> None:
    """Else a list that has grown would stop every other answer of a draft; the order judges all of them."""
    old = fields(name="Jane Sample")
    check_words(WORDS, fields(name="Jane Sample", class_word="man"), old)
    with pytest.raises(InvalidInputError):
        check_words(WORDS, old)


def test_another_type_judges_everything_anew() -> None:
    """What is fine for a style may not be for a person."""
    style = fields(type=LoraType.STYLE, name="nude studies")
    check_words(WORDS, style)
    with pytest.raises(InvalidInputError):
        check_words(WORDS, fields(name="nude studies"), style)
