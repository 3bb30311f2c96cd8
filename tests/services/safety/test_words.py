"""Words: what must not be drawn is found however it is written, and everyday words pass."""

import logging
import time
from itertools import product

import pytest

from db.enums import LoraType
from services.errors import InvalidInputError
from services.safety.words import Words
from tests.services.safety import evasions, harmless

NAMES = ("Jane Sample", "Иван Примеров")


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(NAMES)


def refusal(words: Words, text: str, kind: LoraType = LoraType.CHARACTER) -> str | None:
    try:
        words.check_prompt(text, kind)
    except InvalidInputError as error:
        return error.code
    return None


@pytest.mark.parametrize("text", [*harmless.ENGLISH, *harmless.RUSSIAN])
def test_everyday_prompts_pass(words: Words, text: str) -> None:
    """A filter that refuses Essex is switched off by its operator."""
    assert refusal(words, text) is None


@pytest.mark.parametrize("text", harmless.OF_NO_PERSON)
def test_nudity_is_refused_with_people_alone(words: Words, text: str) -> None:
    """An artist's style may paint a statue; nobody's likeness is at stake."""
    assert refusal(words, text, LoraType.STYLE) is None


@pytest.mark.parametrize("text", evasions.SEXUAL)
def test_nudity_and_sex_with_a_person_are_refused(words: Words, text: str) -> None:
    """However it is spelled; the code names the kind of what was found."""
    assert refusal(words, text) == "words-sexual"


@pytest.mark.parametrize("kind", list(LoraType))
@pytest.mark.parametrize("text", evasions.MINORS)
def test_children_in_anything_sexual_are_refused(words: Words, text: str, kind: LoraType) -> None:
    """For every kind of model: a style can draw a child as well."""
    assert refusal(words, text, kind) == "words-minors"


@pytest.mark.parametrize("text", evasions.NAMES)
def test_listed_names_are_refused(words: Words, text: str) -> None:
    """In prompts and on models alike."""
    assert refusal(words, text) == "words-names"
    with pytest.raises(InvalidInputError) as refused:
        words.check_name(text)
    assert refused.value.code == "words-names"


@pytest.mark.parametrize("text", ["Jane", "a sample of Jane's work", "Иванна", "пример", "Janet Sampleton"])
def test_other_names_pass(words: Words, text: str) -> None:
    """A list of two people does not take everybody's first name."""
    assert refusal(words, text) is None


def test_the_lists_are_as_long_as_they_were_meant_to_be() -> None:
    """What is measured on a handful of words says nothing."""
    assert len(harmless.ENGLISH) + len(harmless.RUSSIAN) >= 60
    assert len(evasions.SEXUAL) + len(evasions.MINORS) + len(evasions.NAMES) >= 80


@pytest.mark.parametrize("word", ["child", "kid", "Teenager", "little girl", "t0ddler", "baby boy"])
def test_models_of_people_are_for_grown_ups(words: Words, word: str) -> None:
    """A class word says whom the model shows."""
    with pytest.raises(InvalidInputError) as refused:
        words.check_class(word, LoraType.CHARACTER)
    assert refused.value.code == "words-minors"
    words.check_class(word, LoraType.STYLE)


@pytest.mark.parametrize("word", ["woman", "man", "girl", "dog", "person", "grandmother", "boyfriend", "kidney"])
def test_other_class_words_pass(words: Words, word: str) -> None:
    """Also those that begin like one of a child."""
    words.check_class(word, LoraType.CHARACTER)


def test_the_class_word_is_read_with_the_prompt(words: Words) -> None:
    """ "sexy" alone is fine for a grown-up, for a model called a schoolgirl it is not."""
    words.check_prompt("sexy in a red dress", LoraType.CHARACTER, "woman")
    with pytest.raises(InvalidInputError) as refused:
        words.check_prompt("sexy in a red dress", LoraType.STYLE, "schoolgirl")
    assert refused.value.code == "words-minors"


@pytest.mark.parametrize("check", ["check_name", "check_description", "check_trigger", "check_class"])
def test_all_words_of_a_model_are_checked(words: Words, check: str) -> None:
    """Names are shown to admins, trigger words are sent to providers."""
    with pytest.raises(InvalidInputError) as refused:
        getattr(words, check)("naked")
    assert refused.value.code == "words-sexual"


def test_captions_are_checked(words: Words) -> None:
    """A caption teaches the model what to draw."""
    words.check_caption("photo of TOK woman at a window", LoraType.CHARACTER)
    with pytest.raises(InvalidInputError):
        words.check_caption("photo of TOK woman, nude", LoraType.CHARACTER)


def test_the_log_says_which_kind_and_nothing_of_the_words(words: Words, caplog: pytest.LogCaptureFixture) -> None:
    """Prompts are nobody else's business."""
    with caplog.at_level(logging.DEBUG):
        refusal(words, "canaryword naked")
    assert "words-sexual" in caplog.text
    assert "canary" not in caplog.text
    assert "naked" not in caplog.text


NASTY = ["n*", "s$", "a4@", "s5$z", "**", "n.", "e3€", "а4", "o0", "no ", "no-", "a ", "x_", "и1", "l1|i!"]


@pytest.mark.parametrize(("first", "second"), list(product(NASTY, ["", "ude", "x", "*d"])))
def test_no_text_takes_long(words: Words, first: str, second: str) -> None:
    """A prompt is at most 1500 characters: none of them may keep a worker busy. The bound is for a slow machine."""
    text = (first * 1500)[: 1500 - len(second)] + second
    begun = time.process_time()
    refusal(words, text)
    assert time.process_time() - begun < 5
