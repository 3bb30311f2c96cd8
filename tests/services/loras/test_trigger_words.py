"""Trigger words follow the trainer's rule and are found and put in exactly once."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import InvalidInputError
from services.loras.trigger_words import (
    TriggerRule,
    check_trigger,
    contains_trigger,
    make_trigger,
    put_trigger,
    subject_words,
)

TOKEN = TriggerRule.ONE_TOKEN
PHRASE = TriggerRule.PHRASE


@pytest.mark.parametrize(
    ("name", "trigger"),
    [
        ("My Portrait 2025", "MY_PORTRAIT_2025_A3F2"),
        ("Анна Петрова", "ANNA_PETROVA_A3F2"),
        ("Zoë", "ZOE_A3F2"),
        ("🐶", "DOG_A3F2"),
        ("2025", "MODEL_2025_A3F2"),
        ("山田太郎", "SHANTIANTAILANG_A3F2"),
    ],
)
def test_a_trigger_is_made_of_the_name_and_four_digits(name: str, trigger: str) -> None:
    assert make_trigger(name, "a3f2", TOKEN) == trigger


@given(st.text(max_size=255), st.sampled_from(["0000", "a3f2", "ffff"]))
def test_every_made_token_passes_its_own_check(name: str, hex4: str) -> None:
    trigger = make_trigger(name, hex4, TOKEN)
    assert check_trigger(trigger, TOKEN) == trigger


@given(st.text(max_size=255), st.sampled_from(["woman", "person", "orange cat"]))
def test_every_made_phrase_passes_its_own_check(name: str, class_word: str) -> None:
    trigger = make_trigger(name, "", PHRASE, class_word=class_word)
    assert check_trigger(trigger, PHRASE) == trigger
    assert trigger.split()[1] == class_word.split()[0]


def test_a_phrase_is_plain_words() -> None:
    assert make_trigger("Анна Петрова", "a3f2", PHRASE, class_word="person") == "a person called Anna Petrova"


def test_typed_tokens_are_used_in_capitals() -> None:
    assert check_trigger(" anna_1 ", TOKEN) == "ANNA_1"


@pytest.mark.parametrize(
    "typed", ["ab", "A" * 41, "my dog", "my-dog", "АННА", "12345", "___", "woman", "Dog_", "🐶🐶🐶"]
)
def test_a_token_against_the_rule_is_refused_with_one_that_follows_it(typed: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        check_trigger(typed, TOKEN)
    assert refusal.value.code == "trigger-bad"
    suggestion = refusal.value.params["suggestion"]
    assert re.fullmatch("[A-Z0-9_]{3,40}", suggestion)
    assert check_trigger(suggestion, TOKEN) == suggestion


@pytest.mark.parametrize("rule", [TOKEN, PHRASE])
def test_nothing_typed_is_empty(rule: TriggerRule) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        check_trigger(" \n ", rule)
    assert refusal.value.code == "trigger-empty"


@pytest.mark.parametrize("typed", ["woman", "a", "x" * 81, "Анна", "a; b"])
def test_a_phrase_against_the_rule_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        check_trigger(typed, PHRASE)
    assert refusal.value.code == "trigger-phrase-bad"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a photo of ANNA_A3F2 woman", True),
        ("anna_a3f2, smiling", True),
        ("(Anna_A3F2)", True),
        ("ANNA_A3F2-style", True),
        ("ANNA_A3F2X", False),
        ("XANNA_A3F2", False),
        ("яANNA_A3F2", False),
        ("ANNA", False),
        ("", False),
    ],
)
def test_a_trigger_is_found_as_a_whole_word_in_any_case(text: str, found: bool) -> None:
    assert contains_trigger(text, "ANNA_A3F2") is found


@given(st.text(max_size=60))
def test_putting_it_in_twice_changes_nothing_more(text: str) -> None:
    once = put_trigger(text, "ANNA_A3F2", "woman")
    assert contains_trigger(once, "ANNA_A3F2")
    assert put_trigger(once, "ANNA_A3F2", "woman") == once


def test_a_missing_trigger_goes_in_front_with_the_class_word() -> None:
    assert put_trigger("on a beach", "ANNA_A3F2", "woman") == "ANNA_A3F2 woman, on a beach"
    assert put_trigger("Anna_a3f2 on a beach", "ANNA_A3F2", "woman") == "Anna_a3f2 on a beach"


def test_a_phrase_that_names_its_class_gets_no_second_one() -> None:
    assert subject_words("a woman called Anna", "woman") == "a woman called Anna"
    assert contains_trigger("A Woman  called anna, smiling", "a woman called Anna")
