"""From words to a card, and from the card to an order."""

import pytest

from db.models import User
from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.outside import media_of, paid_calls, tap
from tests.bot.conversations.person import Person
from tests.bot.conversations.ready import failed_model, person_with_model, ready_model
from tests.support.rows import make_draft


async def test_free_text_becomes_a_card_and_the_card_becomes_pictures(stage: Stage) -> None:
    """One album with real bytes, one control message, and the card itself tells the progress and the end."""
    ann = await person_with_model(stage)
    await ann.say("on a beach at sunset")
    card = await ann.see("on a beach at sunset")
    assert ann.buttons(card) == ["Draw", "Shape 1:1", "Settings", "✓ 1", "2", "3", "4", "Cancel"]
    await ann.press("2")
    await ann.see("2 pictures")
    assert await ann.press("Draw") == "Drawing…"
    album = await ann.see_pictures(2)
    await ann.see("Here are your 2 pictures.")
    assert (await ann.see("Done: 2 pictures."))["message_id"] == card["message_id"]
    assert album[0]["media_group_id"] == album[1]["media_group_id"] is not None
    pictures = [await media_of(ann, message) for message in album]
    assert pictures[0] != pictures[1]
    assert all(len(picture) > 10_000 for picture in pictures)
    assert "on a beach at sunset” · Anna · seed" in album[0]["text"]


async def test_the_trigger_word_is_put_into_what_is_sent(stage: Stage) -> None:
    """The person never has to type it."""
    ann = await person_with_model(stage, trigger_word="ANNA_A3F2", trigger_key="anna_a3f2")
    await ann.say("/generate reading in a library")
    await ann.see("reading in a library")
    await ann.press("Draw")
    await ann.see_pictures(1)
    (order,) = await paid_calls(stage)
    assert order["prompt"] == "ANNA_A3F2 woman, reading in a library"


async def test_the_command_asks_for_words_and_offers_ideas_that_draw_at_once(stage: Stage) -> None:
    """What was chosen before the words counts."""
    ann = await person_with_model(stage)
    await ann.say("/generate")
    card = await ann.see("What shall Anna look like")
    assert "Draw" not in ann.buttons(card)
    await ann.press("3")
    await ann.see("3 pictures at a time")
    await ann.press("Show me ideas")
    await ann.see("Tap one")
    await ann.press("On the Moon")
    await ann.see_pictures(3)
    (order,) = await paid_calls(stage)
    assert "astronaut on the Moon" in order["prompt"]


async def test_a_shape_and_words_written_anew_keep_what_was_chosen(stage: Stage) -> None:
    """Correcting the words does not lose the choices; the next order remembers them."""
    ann = await person_with_model(stage)
    await ann.say("a red kite")
    await ann.see("a red kite")
    await ann.press("Shape 1:1")
    await ann.see("Which shape?")
    await ann.press("16:9 wide")
    await ann.see("Shape 16:9")
    await ann.say("a blue kite")
    await ann.see("a blue kite”\n\nShape 16:9")
    await ann.press("Draw")
    picture = (await ann.see_pictures(1))[0]["media"][0]
    assert (picture["w"], picture["h"]) == (1024, 576)
    await ann.say("a green kite")
    await ann.see("Shape 16:9")


async def test_a_card_of_earlier_words_still_draws_what_it_shows(stage: Stage) -> None:
    """Two cards are two orders."""
    ann = await person_with_model(stage)
    await ann.say("a red kite")
    first = await ann.see("a red kite")
    await ann.say("a blue kite")
    await ann.see("a blue kite")
    await ann.press("Draw", message=first)
    assert "a red kite" in (await ann.see_pictures(1))[0]["text"]


async def test_another_model_is_chosen_on_the_card(stage: Stage) -> None:
    """The button appears with the second model."""
    ann = await person_with_model(stage)
    async with stage.services.db.read() as session:
        user = await session.get_one(User, ann.id)
    await ready_model(stage.services.db, stage.services.storage, user, "Vase")
    await ann.say("on a table")
    await ann.see("Vase: “on a table”")
    await ann.press("Model: Vase")
    await ann.see("Which model shall draw?")
    await ann.press("Anna")
    await ann.see("Anna: “on a table”")
    await ann.press("Draw")
    assert "Anna" in (await ann.see_pictures(1))[0]["text"]


async def test_a_second_tap_on_draw_orders_once(stage: Stage) -> None:
    """The first tap's order is found again."""
    ann = await person_with_model(stage)
    await ann.say("a red kite")
    card = await ann.see("a red kite")
    assert await ann.press("Draw", message=card) == "Drawing…"
    assert await ann.press("Draw", message=card) == "Drawing…"
    await ann.see("Done: 1 picture.")
    assert len(await paid_calls(stage)) == 1


async def test_cancelled_cards_and_their_old_buttons_do_nothing(stage: Stage) -> None:
    """The tap is answered with what is true."""
    ann = await person_with_model(stage)
    await ann.say("a red kite")
    card = await ann.see("a red kite")
    await ann.press("Cancel")
    await ann.see("Nothing was drawn.")
    for stale in ("Draw", "Shape 1:1", "2"):
        assert "earlier step" in (await ann.press(stale, message=card) or "")
    assert await paid_calls(stage) == []


async def test_a_button_of_another_persons_card_does_nothing(stage: Stage) -> None:
    """Ids in buttons are no keys."""
    ann, bob = await person_with_model(stage), await person_with_model(stage, "Bob")
    await ann.say("a red kite")
    anns = await ann.see("a red kite")
    await bob.say("a car")
    bobs = await bob.see("a car")
    assert "earlier step" in (await tap(bob, bobs, anns["buttons"][0][0]["data"]) or "")
    assert await paid_calls(stage) == []


async def test_without_models_people_are_told_what_is_missing(anna: Person) -> None:
    """Free text and command alike."""
    for words in ("a red kite", "/generate"):
        await anna.say(words)
        message = await anna.see("There is no model to draw with yet.")
        assert anna.buttons(message) == ["Create a model", "How it works"]


async def test_with_only_failed_models_people_are_led_to_them(stage: Stage, anna: Person) -> None:
    """Nothing is trained behind their back."""
    await anna.say("/start")
    await anna.see("")
    await failed_model(stage, anna)
    await anna.say("a red kite")
    assert "My models" in anna.buttons(await anna.see("None of your models is ready."))


@pytest.mark.parametrize("length", [1501, 4000])
async def test_a_prompt_over_the_limit_is_refused_and_the_step_stays_open(stage: Stage, length: int) -> None:
    """The next words are still taken as the prompt."""
    ann = await person_with_model(stage)
    await ann.say("/generate")
    await ann.say("x" * length)
    await ann.see("Up to 1,500 characters are fine.")
    await ann.say("a red kite")
    await ann.see("Anna: “a red kite”")


async def test_markup_in_words_is_shown_as_it_was_written(stage: Stage) -> None:
    """Angle brackets break nothing."""
    ann = await person_with_model(stage, "<b>Ann")
    await ann.say("a sign that says <i>open</i> & 24h")
    await ann.see("24h")
    await ann.press("Draw")
    (picture,) = await ann.see_pictures(1)
    assert "“a sign that says <i>open</i> & 24h” · <b>Ann" in picture["text"]


async def test_drawing_can_be_stopped(stages: Stages) -> None:
    """The card says that it does not count, and offers another try."""
    stage = await stages(speed=1.0)
    ann = await person_with_model(stage)
    await ann.say("a red kite")
    await ann.see("a red kite")
    await ann.press("Draw")
    await ann.press("Cancel", message=await ann.see("\n\nDrawing…"))
    card = await ann.see("Cancelled. It does not count.")
    assert ann.buttons(card) == ["Try again"]


async def test_the_whole_way_in_russian(stage: Stage) -> None:
    """Texts and buttons."""
    ann = await person_with_model(stage, "Анна", language="ru")
    await ann.say("на пляже")
    await ann.see("Анна: «на пляже»")
    await ann.press("2")
    await ann.see("2 картинки")
    await ann.press("Нарисовать")
    await ann.see("Вот они, 2 картинки.")


async def test_one_model_draws_while_another_trains(stages: Stages) -> None:
    """Nobody waits for a training."""
    stage = await stages(speed=40.0)
    ann = await person_with_model(stage)
    await failed_model(stage, ann, "Bella")
    await ann.say("/models")
    await ann.see("Your 2 models")
    await ann.press("Bella · did not work")
    await ann.see("Bella (person)")
    await ann.press("Try again")
    await ann.see("Bella (person), in the queue")
    await ann.say("a red kite")
    await ann.see("Anna: “a red kite”")
    await ann.press("Draw")
    await ann.see_pictures(1)
    await ann.say("/models")
    bella = [label for label in ann.buttons(await ann.see("Your 2 models")) if "Bella" in label]
    assert bella in (["Bella · training"], ["Bella · in the queue"])


async def test_a_ready_prompt_draws_at_once_with_the_settings_of_the_last_order(stage: Stage) -> None:
    """One tap under the proofs; a number that there is none of is an old button."""
    ann = await person_with_model(stage)
    await ann.say("a red kite")
    card = await ann.see("a red kite")
    await ann.press("2")
    await ann.see("2 pictures")
    await ann.press("Draw")
    await ann.see_pictures(2)
    lora = (await stage.services.loras.ready(ann.id))[0]
    assert await tap(ann, card, f"ready:{lora.id.hex}:3") == "Drawing…"
    await ann.see_pictures(2)
    assert "hiking on a mountain ridge" in (await paid_calls(stage))[1]["prompt"]
    assert "earlier step" in (await tap(ann, card, f"ready:{lora.id.hex}:9") or "")


async def test_while_the_only_model_trains_people_see_how_far_it_is(stages: Stages) -> None:
    """Words are not lost on them: they learn when they can be drawn."""
    stage = await stages(speed=20.0)
    ann = await stage.person()
    await ann.say("/start")
    await ann.see("")
    lora = await failed_model(stage, ann)
    await stage.services.trainings.retry(ann.id, lora.id, "again")
    await ann.say("a red kite")
    told = await ann.see("Bella is still training (")
    assert ann.buttons(told) == ["Show progress"]
    await ann.press("Show progress")
    await ann.see("Bella")


async def test_a_create_draft_is_not_taken_for_a_picture_order(stage: Stage) -> None:
    """A button with the id of another kind of draft is an old button."""
    ann = await person_with_model(stage)
    async with stage.services.db.read() as session:
        user = await session.get_one(User, ann.id)
    draft = await make_draft(stage.services.db, user)
    await ann.say("a red kite")
    card = await ann.see("a red kite")
    assert "earlier step" in (await tap(ann, card, f"gen:draw:{draft.id.hex}") or "")
