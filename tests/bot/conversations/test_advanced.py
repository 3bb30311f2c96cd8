"""Advanced settings of a training, in the chat: what is set is shown, priced, sent to the trainer and kept."""

from decimal import Decimal

import pytest

from bot.keyboards.create import trainer_mark
from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.outside import paid_calls, tap
from tests.bot.conversations.person import Person
from tests.bot.conversations.steps import answer_all

DEAR = Decimal(20)


@pytest.fixture
async def stage(stages: Stages) -> Stage:
    """Both providers, and a price limit that leaves room."""
    return await stages(max_free_training_usd=DEAR, training_provider="fal,replicate")


async def test_typed_steps_are_shown_priced_and_sent(stage: Stage, anna: Person) -> None:
    """What the card shows before Train is what the provider is asked for."""
    card = await answer_all(stage, anna)
    assert "Settings:" not in card["text"]
    await anna.press("Advanced")
    screen = await anna.see("Advanced: FLUX, standard")
    assert "Steps: 1,000" in screen["text"]
    assert "$2.00, about 10 min" in screen["text"]
    assert anna.buttons(screen) == ["Steps", "Back"]
    await anna.press("Steps")
    question = await anna.see("From 1 to 10,000.")
    assert "Usual: 1,000." in question["text"]
    assert anna.buttons(question) == ["500", "✓ 1,000", "1,500", "2,000", "Back"]
    await anna.say("1 200")
    screen = await anna.see("Steps: 1,200 (usual: 1,000)")
    assert "$2.40, about 12 min" in screen["text"]
    await anna.press("Back")
    card = await anna.see("Settings: 1,200 steps")
    assert "about $2.40" in card["text"]
    assert "about 12 min" in card["text"]
    await anna.press("Train")
    await anna.see("is ready.")
    assert (await paid_calls(stage))[0]["steps"] == 1200


async def test_a_value_on_a_button_and_as_recommended(stage: Stage, anna: Person) -> None:
    """One card is edited in place; the way back to the recommended is only there while something differs."""
    card = await answer_all(stage, anna)
    await anna.press("Advanced")
    await anna.press("Steps")
    await anna.press("1,500")
    screen = await anna.see("Steps: 1,500 (usual: 1,000)")
    assert screen["message_id"] == card["message_id"]
    await anna.press("As recommended")
    screen = await anna.see("Steps: 1,000")
    assert anna.buttons(screen) == ["Steps", "Back"]
    await anna.press("Back")
    assert "Settings:" not in (await anna.see("Trigger word:"))["text"]


@pytest.mark.parametrize(
    ("words", "why"), [("many", "Steps are a whole number from 1 to 10,000."), ("0", "Steps are a whole number")]
)
async def test_a_wrong_answer_leaves_the_question(stage: Stage, anna: Person, words: str, why: str) -> None:
    """The sentence of the error, and the next words answer the same question."""
    await answer_all(stage, anna)
    await anna.press("Advanced")
    await anna.press("Steps")
    await anna.say(words)
    assert "Tap one or write a number." in (await anna.see(why))["text"]
    await anna.say("900")
    await anna.see("Steps: 900")


async def test_above_the_free_limit_the_refusal_says_how_far_it_goes(stages: Stages) -> None:
    """With the usual limit of two dollars; nothing above it stands on a button."""
    stage = await stages()
    anna = await stage.person()
    await answer_all(stage, anna)
    await anna.press("Advanced")
    await anna.press("Steps")
    question = await anna.see("Up to 1,000 are within this bot’s price limit.")
    assert anna.buttons(question) == ["500", "750", "✓ 1,000", "Back"]
    await anna.say("5000")
    refused = await anna.see("cost more than this bot allows for a training (2.00 USD)")
    assert "Up to 1,000 are within." in refused["text"]
    await anna.press("750")
    await anna.see("Steps: 750")


async def test_another_quality_or_trainer_says_what_it_takes_back(stage: Stage, anna: Person) -> None:
    """Nothing that was set goes without a word."""
    await answer_all(stage, anna)
    await anna.press("Advanced")
    await anna.press("Steps")
    await anna.press("1,500")
    await anna.see("Steps: 1,500")
    await anna.press("Back")
    assert await anna.press("Make it quick") == "Taken back: 1,500 steps. To set it again: Advanced."
    assert "Settings:" not in (await anna.see("FLUX, quick"))["text"]
    assert await anna.press("Make it standard") is None
    await anna.press("Advanced")
    await anna.press("Steps")
    await anna.press("2,000")
    await anna.see("Steps: 2,000")
    await anna.press("Back")
    await anna.press("Trainer")
    assert "Left behind with FLUX: 2,000 steps." in (await anna.press("Z-Image Turbo") or "")


async def test_what_was_trained_with_is_offered_again(stage: Stage, anna: Person) -> None:
    """Remembered for the person and the trainer, from the order on."""
    await answer_all(stage, anna)
    await anna.press("Advanced")
    await anna.press("Steps")
    await anna.press("1,500")
    await anna.see("Steps: 1,500")
    await anna.press("Back")
    await anna.press("Train")
    await anna.see("is ready.")
    await answer_all(stage, anna, "Bella", shade=10)
    await anna.press("Trainer")
    list_of_all = await anna.see("Which trainer?")
    assert "quick $1.00, 5 min · standard $3.00" in list_of_all["text"]
    await anna.press("✓ FLUX")
    assert "Settings: 1,500 steps" in (await anna.see("Trigger word:"))["text"]


async def test_every_setting_of_the_trainer_with_the_most_settings(stages: Stages) -> None:
    """Small numbers with a comma, choices on buttons alone, and several of them in one line of the card."""
    stage = await stages(max_free_training_usd=DEAR, training_provider="fal,replicate")
    olga = await stage.person("Olga", "ru")
    await answer_all(stage, olga, card="Слово-триггер:")
    await olga.press("Способ обучения")
    await olga.press("FLUX на Replicate")
    await olga.press("Параметры")
    screen = await olga.see("Параметры: FLUX на Replicate, обычно")
    assert olga.buttons(screen) == [
        "Шаги", "Скорость обучения", "Ранг", "Размер батча", "Разрешение", "Назад"
    ]  # fmt: skip
    await olga.press("Скорость обучения")
    await olga.see("От 0,000001 до 0,01.")
    await olga.say("0,0002")
    await olga.see("Скорость обучения: 0,0002 (обычно 0,0004)")
    await olga.press("Разрешение")
    await olga.see("Обычно 512, 768, 1024.")
    await olga.say("огромное")
    await olga.see("Такого варианта нет. Есть такие: 512 · 768 · 1024 · 512, 768 · 512, 768, 1024")
    await olga.press("512, 768")
    await olga.see("Разрешение: 512, 768 (обычно 512, 768, 1024)")
    await olga.press("Ранг")
    await olga.press("32")
    await olga.see("Ранг: 32 (обычно 16)")
    await olga.press("Назад")
    card = await olga.see("Параметры: скорость обучения 0,0002 · ранг 32 · разрешение 512, 768")
    assert "FLUX на Replicate, обычно" in card["text"]


async def test_the_list_of_all_trainers_fits_a_message(stage: Stage, anna: Person) -> None:
    """Eight trainers under the names of their providers, the chosen one ticked, two buttons in a row."""
    await answer_all(stage, anna)
    await anna.press("Trainer")
    screen = await anna.see("Which trainer?")
    assert len(screen["text"]) < 4096
    assert screen["text"].index("At fal.ai:") < screen["text"].index("At Replicate:")
    assert len(anna.buttons(screen)) == 9
    assert max(len(row) for row in screen["buttons"]) == 2


async def test_old_and_forged_taps_on_settings_change_nothing(stage: Stage, anna: Person) -> None:
    """A setting that the trainer does not have, a value out of bounds, a draft that is gone."""
    card = await answer_all(stage, anna)
    view = await stage.services.drafts.current(anna.id)
    assert view is not None
    draft = view.draft_id.hex
    for data, why in {
        f"set:{draft}:rank:": "earlier step",
        f"set:{draft}:rank:32": "earlier step",
        f"set:{draft}:colour:red": "earlier step",
        f"set:{draft}:steps:999999": "from 1 to 10000",
    }.items():
        assert why in (await tap(anna, card, data) or ""), data
    await stage.services.drafts.discard(anna.id, view.draft_id)
    assert "not here any more" in (await tap(anna, card, f"set:{draft}:steps:500") or "")
    assert "not here any more" in (await tap(anna, card, f"create:{draft}:settings:") or "")


async def test_a_button_of_an_old_list_chooses_the_trainer_that_it_names(stage: Stage, anna: Person) -> None:
    """Not whatever stands in its place by then; one that is not on offer any more is an earlier step."""
    card = await answer_all(stage, anna)
    await anna.press("Trainer")
    await anna.see("Which trainer?")
    view = await stage.services.drafts.current(anna.id)
    assert view is not None
    # Places in the list are no names, and neither are trainers that are not in it.
    for value in ("1", trainer_mark("sd-trainer"), ""):
        assert "earlier step" in (await tap(anna, card, f"create:{view.draft_id.hex}:trainer:{value}") or ""), value
    await tap(anna, card, f"create:{view.draft_id.hex}:trainer:{trainer_mark('qwen-image-2512-trainer')}")
    await anna.see("Training: Qwen-Image")
