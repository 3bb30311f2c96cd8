"""Settings of pictures, in the chat: what is set is shown on the card, sent to the provider, and kept but the seed."""

from uuid import UUID

from sqlalchemy import select

from db.models import LoraVersion
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.outside import paid_calls, tap
from tests.bot.conversations.person import Person
from tests.bot.conversations.ready import person_with_model


async def at_settings(stage: Stage) -> Person:
    """Somebody with a model and a card, before the screen with its settings."""
    ann = await person_with_model(stage)
    await ann.say("a red kite")
    await ann.see("a red kite")
    await ann.press("Settings")
    await ann.see("Settings for pictures of Anna")
    return ann


async def test_what_is_set_is_drawn_with_and_kept_but_the_seed(stage: Stage) -> None:
    """Typed numbers and buttons, one line on the card, the same in the next card."""
    ann = await at_settings(stage)
    await ann.press("Model weight")
    await ann.press("0.8")
    await ann.see("Model weight: 0.8 (usual: 1)")
    await ann.press("Steps")
    question = await ann.see("From 1 to 50. Usual: 28.")
    assert ann.buttons(question) == ["14", "21", "✓ 28", "42", "Back"]
    await ann.say("40")
    await ann.see("Steps: 40 (usual: 28)")
    await ann.press("Seed")
    await ann.see("From 0 to 2147483647.")
    await ann.say("123")
    await ann.see("Seed: 123 (usual: left to chance)")
    await ann.press("File format")
    await ann.press("JPEG")
    await ann.see("File format: JPEG (usual: PNG)")
    await ann.press("Back")
    await ann.see("Settings: model weight 0.8 · 40 steps · seed 123 · JPEG")
    await ann.press("Draw")
    await ann.see_pictures(1)
    (order,) = await paid_calls(stage)
    assert order["loras"][0]["scale"] == 0.8
    assert (order["num_inference_steps"], order["seed"], order["output_format"]) == (40, 123, "jpeg")
    await ann.say("a blue kite")
    assert "Settings: model weight 0.8 · 40 steps · JPEG" in (await ann.see("a blue kite"))["text"]


async def test_as_usual_takes_everything_back(stage: Stage) -> None:
    """The button is only there while something differs, and so is the line of the card."""
    ann = await at_settings(stage)
    await ann.press("Guidance")
    question = await ann.see("From 0 to 35. Usual: 3.5.")
    assert ann.buttons(question) == ["2", "✓ 3.5", "5", "7", "Back"]
    await ann.press("5")
    screen = await ann.see("Guidance: 5 (usual: 3.5)")
    assert ann.buttons(screen) == [
        "Model weight", "Steps", "Guidance", "Seed", "File format", "As usual", "Back"
    ]  # fmt: skip
    await ann.press("As usual")
    screen = await ann.see("Guidance: 3.5")
    assert "As usual" not in ann.buttons(screen)
    await ann.press("Guidance")
    await ann.press("5")
    await ann.see("Guidance: 5 (usual: 3.5)")
    await ann.press("Guidance")
    await ann.press("3.5")
    await ann.see("Guidance: 3.5")
    await ann.press("Back")
    assert "Settings:" not in (await ann.see("a red kite"))["text"]


async def test_a_wrong_answer_leaves_the_question(stage: Stage) -> None:
    """The sentence of the error, and the next words answer the same question; they never become a prompt."""
    ann = await at_settings(stage)
    await ann.press("Steps")
    await ann.see("From 1 to 50.")
    await ann.say("400")
    await ann.see("Steps are a whole number from 1 to 50.")
    await ann.say("a green kite")
    await ann.see("Steps are a whole number from 1 to 50.")
    await ann.say("20")
    await ann.see("Steps: 20")
    await ann.say("a green kite")
    assert "Settings: 20 steps" in (await ann.see("a green kite"))["text"]


async def test_a_typed_answer_makes_the_message_before_it_an_old_one(stage: Stage) -> None:
    """It shows other settings than would be drawn."""
    ann = await at_settings(stage)
    card = ann.messages[max(ann.messages)]
    await ann.press("Steps")
    await ann.see("From 1 to 50.")
    await ann.say("20")
    await ann.see("Steps: 20")
    for button in ("14", "Back"):
        assert "earlier step" in (await ann.press(button, message=ann.messages[card["message_id"]]) or "")
    assert await paid_calls(stage) == []


async def test_settings_before_the_words_count(stage: Stage) -> None:
    """The first words after them are the prompt."""
    ann = await person_with_model(stage)
    await ann.say("/generate")
    await ann.see("What shall Anna look like")
    await ann.press("Settings")
    await ann.press("Steps")
    await ann.press("14")
    await ann.see("Steps: 14")
    await ann.press("Back")
    await ann.see("Settings: 14 steps")
    await ann.say("a red kite")
    await ann.see("a red kite")
    await ann.press("Draw")
    await ann.see_pictures(1)
    assert (await paid_calls(stage))[0]["num_inference_steps"] == 14


async def test_leaving_a_question_and_a_draft_that_is_gone(stage: Stage) -> None:
    """Words mean a picture again afterwards."""
    ann = await at_settings(stage)
    await ann.press("Steps")
    await ann.see("From 1 to 50.")
    await ann.say("/cancel")
    await ann.see("All right")
    await ann.press("Back")
    await ann.see("Steps: 28")
    await ann.press("Steps")
    question = await ann.see("From 1 to 50.")
    data = question["buttons"][0][0]["data"]
    draft_id = UUID(data.split(":")[1])
    await stage.services.generate_drafts.drop(ann.id, draft_id)
    await ann.say("20")
    await ann.see("earlier step")
    assert "earlier step" in (await tap(ann, question, data) or "")
    await ann.say("a green kite")
    await ann.see("Anna: “a green kite”")


async def test_forged_taps_on_settings_change_nothing(stage: Stage) -> None:
    """Values out of bounds and settings that do not exist."""
    ann = await at_settings(stage)
    screen = ann.messages[max(ann.messages)]
    data = screen["buttons"][0][0]["data"].split(":")[1]
    for value, why in {
        f"genset:{data}:steps:999": "from 1 to 50",
        f"genset:{data}:format:gif": "not one of the choices",
        f"genset:{data}:colour:red": "earlier step",
    }.items():
        assert why in (await tap(ann, screen, value) or ""), value


async def test_a_model_that_cannot_start_from_a_picture_offers_no_more_like_this(stage: Stage) -> None:
    """Nor settings that its endpoint does not have."""
    ann = await person_with_model(stage)
    async with stage.services.db.write(joins_update=False) as session:
        version = (await session.scalars(select(LoraVersion))).one()
        version.base_model = "flux-2"
    await ann.say("a red kite")
    await ann.see("a red kite")
    await ann.press("Settings")
    await ann.see("Settings for pictures of Anna")
    await ann.press("Steps")
    await ann.see("From 4 to 50.")
    await ann.press("Back")
    await ann.see("Steps: 28")
    await ann.press("Back")
    await ann.see("Shape 1:1")
    await ann.press("Draw")
    await ann.see_pictures(1)
    control = await ann.see("Here it is.")
    assert ann.buttons(control) == ["Again", "Same seed, other words", "As file", "Not me", "Report"]
