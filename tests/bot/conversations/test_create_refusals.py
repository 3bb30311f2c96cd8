"""What bad input gets while a model is made: a clear sentence, and nothing is lost."""

from decimal import Decimal

from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.person import Person
from tests.bot.conversations.ready import person_with_model
from tests.bot.conversations.steps import agree, answer_all, train


async def to_name(person: Person) -> None:
    """To the question for the name."""
    await agree(person)
    await person.press("A person")
    await person.press("Woman")
    await person.see("What shall the model be called?")


async def test_a_name_of_300_characters_is_asked_for_again(anna: Person) -> None:
    """The same question stands afterwards."""
    await to_name(anna)
    await anna.say("a" * 300)
    await anna.see("This name is too long. Up to 255")
    await anna.say("Anna")
    await anna.see("Now the photos")


async def test_an_empty_name_is_asked_for_again(anna: Person) -> None:
    """Invisible characters are no name."""
    await to_name(anna)
    await anna.say("\u2060\u2060")
    await anna.see("A model needs a name")
    await anna.say("Anna")
    await anna.see("Now the photos")


async def test_a_name_that_is_taken_comes_with_a_free_one_on_a_button(anna: Person, stage: Stage) -> None:
    """However it is spelled; one tap takes the suggestion."""
    await train(stage, anna)
    await anna.see("Is this the person?")
    await anna.say("/create")
    await anna.press("A person")
    await anna.press("Woman")
    await anna.see("What shall the model be called?")
    await anna.say("ANNA")
    await anna.see("You have a model called ANNA already")
    await anna.press("ANNA 2")
    await anna.see("Now the photos")


async def test_a_trigger_word_against_the_rule_comes_with_one_that_follows_it(anna: Person, stage: Stage) -> None:
    """An ordinary word, and one with signs in it."""
    await answer_all(stage, anna)
    await anna.press("Trigger word")
    await anna.see("Write another one")
    await anna.say("dog")
    refused = await anna.see("one made-up word: 3 to 40 Latin letters")
    assert "not an everyday word" in refused["text"]
    await anna.say("моя собака!")
    refused = await anna.see("one made-up word")
    await anna.press(anna.buttons(refused)[0])
    await anna.see("Trigger word: MOYA_SOBAKA_")


async def test_a_trigger_word_of_another_model_is_refused(anna: Person, stage: Stage) -> None:
    """Both would fire together."""
    card = await answer_all(stage, anna)
    taken = card["text"].split("Trigger word: ")[1].split()[0]
    await anna.press("Train")
    await anna.see("Is this the person?")
    await anna.say("/create")
    await anna.press("A style")
    await anna.press("My style")
    await anna.see("Now the photos")
    await anna.send_photos(5, 6, 7, 8)
    await anna.see("4 photos")
    await anna.press("Done")
    await anna.press("Trigger word")
    await anna.see("Write another one")
    await anna.say(taken.lower())
    await anna.see("in another model")


async def test_a_note_of_600_characters_is_refused(anna: Person, stage: Stage) -> None:
    """And can be skipped."""
    await answer_all(stage, anna)
    await anna.press("Note")
    await anna.see("A note for yourself")
    await anna.say("x" * 600)
    await anna.see("too long. Up to 500")
    await anna.press("Skip")
    await anna.see("Trigger word:")


async def test_words_where_only_buttons_answer_show_the_step_again(anna: Person) -> None:
    """They are not taken for a prompt."""
    await agree(anna)
    await anna.say("a woman please")
    again = await anna.see("What shall the model show?")
    assert "/cancel" not in again["text"], "there is no model to draw with"


async def test_words_meant_for_a_picture_learn_the_way_out_of_a_draft(stage: Stage) -> None:
    """Whoever has a ready model is told how to draw with it, and it works."""
    ann = await person_with_model(stage)
    await agree(ann)
    await ann.say("a red kite")
    again = await ann.see("What shall the model show?")
    assert "To draw with Anna instead: /cancel" in again["text"]
    await ann.say("/cancel")
    await ann.see("Whenever you like")
    await ann.say("a red kite")
    await ann.see("Anna: “a red kite”")


async def test_a_used_up_quota_names_the_day_and_keeps_the_draft(stages: Stages) -> None:
    """The confirm card stays for next month."""
    stage = await stages(trainings_per_month=0)
    anna = await stage.person()
    await answer_all(stage, anna)
    assert "trainings of this month are used" in (await anna.press("Train") or "")
    assert await stage.services.drafts.current(anna.id) is not None


async def test_a_used_up_budget_says_until_when(stages: Stages) -> None:
    """Nothing is ordered."""
    stage = await stages(monthly_budget_usd=Decimal(1))
    anna = await stage.person()
    await answer_all(stage, anna)
    assert "budget for the month is used up" in (await anna.press("Train") or "")


async def test_without_a_provider_the_person_learns_it_before_sending_photos(stages: Stages) -> None:
    """Both by command and by photos."""
    stage = await stages(fal_key=None)
    anna = await stage.person()
    await anna.say("/create")
    await anna.see("not set up in this bot yet")
    await anna.send_photos(1, 2)
    await anna.see("not set up in this bot yet")


async def test_people_without_an_invite_are_told_how_to_get_in(stages: Stages) -> None:
    """Photos included; nothing is begun for them."""
    stage = await stages(access="invite")
    anna = await stage.person()
    await anna.send_photos(1)
    await anna.see("for invited people")
    assert await stage.services.drafts.current(anna.id) is None


async def test_a_forged_button_is_answered(anna: Person, stage: Stage) -> None:
    """Values that no button of ours carries do no harm."""
    await agree(anna)
    card = await anna.see("What shall the model show?")
    view = await stage.services.drafts.current(anna.id)
    assert view is not None
    for data in (f"create:{view.draft_id.hex}:type:robot", "create:nonsense", f"create:{view.draft_id.hex}:drop:99"):
        body = {"message_id": card["message_id"], "data": data, "forged": True}
        async with stage.http.post(f"/person/api/{anna.id}/press", json=body) as answer:
            assert (await answer.json())["answer"]["show_alert"], data
