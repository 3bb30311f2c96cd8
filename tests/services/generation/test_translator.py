"""The question to a language model: to whom, with what, and how often."""

import asyncio
import logging

import pytest

from services.errors import ProviderError
from services.generation.translation import INSTRUCTION
from services.generation.translator import SECONDS, LanguageModels

BOTH = ("fal", "replicate")
TURNED = ("replicate", "fal")
KEEP = ("ANNA_A3F2", "Анна")


class Oracle:
    """A provider that does nothing but answer; an error is raised, None is never answered."""

    def __init__(self, answer: str | ProviderError | None) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []

    async def complete(self, instruction: str, text: str) -> str:
        self.asked.append((instruction, text))
        if isinstance(self.answer, ProviderError):
            raise self.answer
        if self.answer is None:
            await asyncio.Event().wait()
        assert self.answer is not None
        return self.answer


def asked_by(seconds: float = 30.0, **oracles: Oracle) -> LanguageModels:
    return LanguageModels(oracles, seconds)  # type: ignore[arg-type]


DOWN = ProviderError("provider-unreachable")


async def test_the_jobs_own_provider_is_asked() -> None:
    """It gets the words with tokens for names, apart from the instruction; nobody else gets anything."""
    fal, replicate = Oracle("wrong"), Oracle("⟦1⟧ on a beach")
    english = await asked_by(fal=fal, replicate=replicate).to_english("Анна на пляже", keep=KEEP, providers=TURNED)
    assert english == "Анна on a beach"
    assert replicate.asked == [(INSTRUCTION, "⟦1⟧ на пляже")]
    assert fal.asked == []


async def test_another_provider_is_asked_when_the_first_cannot_answer() -> None:
    """Each of them once."""
    fal, replicate = Oracle(DOWN), Oracle("on a beach")
    assert await asked_by(fal=fal, replicate=replicate).to_english("на пляже", keep=(), providers=BOTH) == "on a beach"
    assert (len(fal.asked), len(replicate.asked)) == (1, 1)


async def test_nobody_else_sees_the_words() -> None:
    """A provider that is not named is not asked, even where nobody else can answer."""
    fal, replicate = Oracle(DOWN), Oracle("on a beach")
    models = asked_by(fal=fal, replicate=replicate)
    assert await models.to_english("на пляже", keep=(), providers=["fal", "runpod"]) is None
    assert (len(fal.asked), replicate.asked) == (1, [])


async def test_an_answer_that_is_no_translation_is_not_asked_for_again() -> None:
    """It was paid for; a second one would be too."""
    fal, replicate = Oracle("на пляже"), Oracle("on a beach")
    assert await asked_by(fal=fal, replicate=replicate).to_english("на пляже", keep=(), providers=BOTH) is None
    assert replicate.asked == []


async def test_nobody_answers() -> None:
    """No error reaches the order of pictures, not even one that says the key is wrong."""
    assert await asked_by(fal=Oracle(ProviderError("provider-key"))).to_english("пляж", keep=(), providers=BOTH) is None
    assert await asked_by().to_english("пляж", keep=(), providers=BOTH) is None


async def test_a_slow_answer_is_not_waited_for() -> None:
    """Ten seconds for all providers together; here less."""
    assert SECONDS == 10
    slow, other = Oracle(None), Oracle(None)
    assert await asked_by(0.05, fal=slow, replicate=other).to_english("пляж", keep=(), providers=BOTH) is None
    assert (len(slow.asked), len(other.asked)) == (1, 1)


@pytest.mark.parametrize("answer", ["сломанный ответ", DOWN, None])
async def test_the_words_are_not_logged(answer: str | ProviderError | None, caplog: pytest.LogCaptureFixture) -> None:
    """A failure says that it failed, and where, and nothing of what was asked or answered."""
    caplog.set_level(logging.DEBUG)
    assert await asked_by(0.2, fal=Oracle(answer)).to_english("девушка", keep=(), providers=BOTH) is None
    assert caplog.records
    assert "девушка" not in caplog.text
    assert "ответ" not in caplog.text


async def test_one_that_hangs_leaves_time_for_the_next() -> None:
    """And is left alone for a minute: everybody's orders are prepared in turn."""
    fal, replicate = Oracle(None), Oracle("on a beach")
    models = asked_by(0.4, fal=fal, replicate=replicate)
    for _ in range(2):
        assert await models.to_english("на пляже", keep=(), providers=BOTH) == "on a beach"
    assert (len(fal.asked), len(replicate.asked)) == (1, 2)
