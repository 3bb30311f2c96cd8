"""A person writes in their own language and gets what they asked for."""

from typing import Any

from db.enums import Translation
from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.outside import paid_calls
from tests.bot.conversations.person import Message, Person
from tests.bot.conversations.ready import person_with_model

PROMPT = "женщина на пляже, закат"


async def ordered(person: Person, prompt: str = PROMPT) -> Message:
    """The picture of a new order."""
    await person.say(prompt)
    await person.see(prompt)
    await person.press("Нарисовать")
    (picture,) = await person.see_pictures(1)
    return picture


async def questions(stage: Stage) -> list[str]:
    """What the language model was asked to put into English."""
    return [call["prompt"] for call in await paid_calls(stage) if "system_prompt" in call]


async def drawings(stage: Stage) -> list[dict[str, Any]]:
    """The calls for pictures."""
    return [call for call in await paid_calls(stage) if "loras" in call]


async def no_answer(stage: Stage, point: str) -> None:
    """The next request there fails."""
    await stage.control("faults", {"point": point, "fault": "status", "times": 1, "options": {"code": 503}})


async def state(stage: Stage, person: Person) -> Translation:
    """What became of the words of the newest order."""
    newest = (await stage.services.gallery.history(person.id, limit=1))[0]
    assert newest.generation is not None
    return newest.generation.translation


async def test_a_russian_prompt_is_drawn_in_english(stage: Stage) -> None:
    """The English goes to the provider and stands under the picture; the same words are asked about once."""
    anya = await person_with_model(stage, name="Анна", language="ru")
    picture = await ordered(anya)
    assert PROMPT in picture["text"]
    assert "По-английски: «woman on beach, sunset»" in picture["text"]
    await anya.see("Готово")
    await anya.press("Ещё раз")
    (again,) = await anya.see_pictures(1)
    assert "По-английски: «woman on beach, sunset»" in again["text"]
    first, second = await drawings(stage)
    assert first["prompt"].endswith(", woman on beach, sunset")
    assert second["prompt"] == first["prompt"]
    assert await questions(stage) == [PROMPT]


async def test_names_never_reach_the_language_model(stage: Stage) -> None:
    """The model's name and quoted text go round it and arrive in the picture as they were written."""
    anya = await person_with_model(stage, name="Анна", language="ru")
    picture = await ordered(anya, "Анна на пляже «Море»")
    assert "По-английски: «Анна on beach «Море»»" in picture["text"]
    assert await questions(stage) == ["⟦1⟧ на пляже ⟦2⟧"]
    [call] = await drawings(stage)
    assert call["prompt"].endswith(", Анна on beach «Море»")


async def test_the_other_provider_translates_when_one_cannot(stages: Stages) -> None:
    """The picture is still drawn where it was ordered; operator and person have agreed to both."""
    stage = await stages(training_provider="fal,replicate")
    anya = await person_with_model(stage, language="ru")
    await no_answer(stage, "fal.run")
    picture = await ordered(anya)
    assert "По-английски: «woman on beach, sunset»" in picture["text"]
    [call] = await drawings(stage)
    assert call["prompt"].endswith(", woman on beach, sunset")


async def test_a_translation_that_fails_does_not_stop_the_picture(stage: Stage) -> None:
    """The words are sent as they were written, and the person is told so."""
    anya = await person_with_model(stage, language="ru")
    await no_answer(stage, "fal.run")
    await no_answer(stage, "replicate.submit")
    picture = await ordered(anya)
    assert "Перевести описание на английский не удалось" in picture["text"]
    [call] = await drawings(stage)
    assert call["prompt"].endswith(PROMPT)
    assert await state(stage, anya) is Translation.FAILED


async def test_english_is_nobodys_question(stage: Stage) -> None:
    """Most prompts cost nothing and wait for nobody."""
    anya = await person_with_model(stage, language="ru")
    picture = await ordered(anya, "a woman on the beach")
    assert "По-английски" not in picture["text"]
    assert await questions(stage) == []
    assert await state(stage, anya) is Translation.ENGLISH
