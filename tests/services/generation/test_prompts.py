"""Cleaning what people write, and putting the trigger word in once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.enums import LoraType
from services.errors import InvalidInputError
from services.generation.prompts import MAX_PROMPT, clean_prompt, prompt_to_send

T = "ANNA_A3F2"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  on a   beach \n at dusk ", "on a beach at dusk"),
        ("on\u200ba\u200cbe\ufeffach", "onabeach"),
        ("ｏｎ ａ ｂｅａｃｈ", "on a beach"),
        ("a\x00b\x07c", "a b c"),
        ("кафе\u2028утром", "кафе утром"),
        ("bad \ud800 surrogate", "bad surrogate"),
    ],
)
def test_a_prompt_is_cleaned(text: str, clean: str) -> None:
    """Width forms, invisible and control characters and runs of spaces do not reach the provider."""
    assert clean_prompt(text) == clean


@pytest.mark.parametrize("text", ["", "   \n", "\u200b\u200d\ufeff", "\x00"])
def test_an_empty_prompt_is_refused(text: str) -> None:
    """Nothing visible is nothing."""
    with pytest.raises(InvalidInputError, match="prompt-empty"):
        clean_prompt(text)


def test_the_limit_is_counted_after_cleaning() -> None:
    """1500 visible characters pass whatever was around them, one more does not."""
    assert len(clean_prompt("x" * MAX_PROMPT + "\u200b" * 50 + "  ")) == MAX_PROMPT
    with pytest.raises(InvalidInputError) as refused:
        clean_prompt("x" * (MAX_PROMPT + 1))
    assert refused.value.code == "prompt-too-long"
    assert refused.value.params == {"limit": MAX_PROMPT, "length": MAX_PROMPT + 1}


@pytest.mark.parametrize(
    ("prompt", "sent"),
    [
        ("on a beach", f"{T} woman, on a beach"),
        (f"{T} woman, on a beach", f"{T} woman, on a beach"),
        ("anna_a3f2 Woman on a beach", "anna_a3f2 Woman on a beach"),
        (f"portrait of {T} in a park", f"portrait of {T} woman in a park"),
        (f"{T} meets {T}", f"{T} woman meets {T}"),
        ("a woman on a beach", f"{T}, a woman on a beach"),
        (f"X{T} on a beach", f"{T} woman, X{T} on a beach"),
        ("womanly dress", f"{T} woman, womanly dress"),
    ],
)
def test_a_character_leads(prompt: str, sent: str) -> None:
    """Trigger and class word are put in where they are missing, as whole words in any case."""
    assert prompt_to_send(prompt, LoraType.CHARACTER, T, "woman") == sent


@pytest.mark.parametrize(
    ("prompt", "sent"),
    [
        ("a harbour at dawn.", f"a harbour at dawn, in the style of {T}"),
        (f"a harbour, {T.lower()}", f"a harbour, {T.lower()}"),
        ("...", f"in the style of {T}"),
    ],
)
def test_a_style_follows(prompt: str, sent: str) -> None:
    """A style's trigger word comes last, without a class word."""
    assert prompt_to_send(prompt, LoraType.STYLE, T, "style") == sent


def test_a_phrase_that_names_its_class_stays_whole() -> None:
    """A trigger of plain words is not given its class a second time."""
    phrase = "a person called Anna Petrova"
    assert prompt_to_send("on a beach", LoraType.CHARACTER, phrase, "person") == f"{phrase}, on a beach"
    assert prompt_to_send(f"{phrase} swims", LoraType.CHARACTER, phrase, "person") == f"{phrase} swims"


@given(st.text(min_size=1, max_size=80), st.sampled_from(list(LoraType)))
def test_sending_twice_changes_nothing(text: str, kind: LoraType) -> None:
    """What was sent once has everything in it."""
    try:
        prompt = clean_prompt(text)
    except InvalidInputError:
        return
    once = prompt_to_send(prompt, kind, T, "woman")
    assert prompt_to_send(once, kind, T, "woman") == once
    assert T in once
