"""The prompts that are offered ready made."""

import re

import pytest

from db.enums import LoraType
from services.generation.prompts import clean_prompt
from services.generation.ready_prompts import READY_PROMPTS, ReadyPrompt, ready_prompt

_WORDS = """
    age aged attractive bald beard beautiful beauty big-eyed black blond blonde body brunette chubby cute curvy
    dark-skinned elderly ethnic eyes face facial fair fat feminine flawless freckles gorgeous hair handsome hot
    lips makeup masculine muscular nose old pale perfect petite pretty race sexy skin skinny slim smooth tall tanned
    teen thin white wrinkles young younger youthful asian african european caucasian latin woman man girl boy
"""
LOOKS = frozenset(_WORDS.split())


@pytest.mark.parametrize("kind", list(LoraType))
def test_each_type_has_six(kind: LoraType) -> None:
    """Six different prompts with the keys ready-<type>-1 to 6, each short enough to send."""
    prompts = READY_PROMPTS[kind]
    assert [prompt.key for prompt in prompts] == [f"ready-{kind.value}-{number}" for number in range(1, 7)]
    assert len({prompt.text for prompt in prompts}) == 6
    assert all(clean_prompt(prompt.text) == prompt.text for prompt in prompts)


@pytest.mark.parametrize("prompt", [prompt for prompts in READY_PROMPTS.values() for prompt in prompts])
def test_looks_are_never_mentioned(prompt: ReadyPrompt) -> None:
    """No word about skin, age, beauty or any feature: the model brings those."""
    words = set(re.findall(r"[a-z-]+", prompt.text.lower()))
    assert words & LOOKS == set()


def test_a_number_finds_its_prompt() -> None:
    """Buttons carry the number; one out of range finds nothing."""
    assert ready_prompt(LoraType.STYLE, 6) == READY_PROMPTS[LoraType.STYLE][5]
    assert ready_prompt(LoraType.STYLE, 0) is None
    assert ready_prompt(LoraType.STYLE, 7) is None
