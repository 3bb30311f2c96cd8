"""The buttons under delivered pictures."""

from db.enums import ImageState, LoraType, Verdict
from db.models import Image
from db.repositories.generations import images_of
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.outside import media_of, paid_calls
from tests.bot.conversations.person import Message, Person
from tests.bot.conversations.ready import person_with_model


async def drawn(stage: Stage, count: int = 1, prompt: str = "a red kite", language: str = "en") -> Person:
    """A person who has just received pictures."""
    ann = await person_with_model(stage, language=language)
    await ann.say(prompt)
    await ann.see(prompt)
    if count > 1:
        await ann.press(str(count))
        await ann.see(f"{count} pictures")
    await ann.press("Draw")
    await ann.see_pictures(count)
    await ann.see("Here")
    return ann


async def stored(stage: Stage, person: Person) -> list[Image]:
    """The rows of the newest order's pictures."""
    newest = (await stage.services.gallery.history(person.id, limit=1))[0]
    assert newest.generation is not None
    async with stage.services.db.read() as session:
        return await images_of(session, [newest.generation.id])


async def only_picture(person: Person) -> Message:
    """The one picture that came since the last action."""
    (picture,) = await person.see_pictures(1)
    return picture


async def test_one_picture_has_buttons_without_numbers(stage: Stage) -> None:
    """One control message: for all, then for the picture."""
    ann = await drawn(stage)
    control = await ann.see("Here it is.")
    assert [[b["text"] for b in row] for row in control["buttons"]] == [
        ["Again", "Same seed, other words"],
        ["More like this", "As file", "Not me"],
        ["Report"],
    ]


async def test_again_draws_the_same_words_with_another_seed(stage: Stage) -> None:
    """Everything else stays."""
    ann = await drawn(stage)
    assert await ann.press("Again") == "Drawing…"
    await only_picture(ann)
    first, second = await paid_calls(stage)
    assert first["seed"] != second["seed"]
    ours = {"prompt", "num_images", "image_size", "guidance_scale", "num_inference_steps"}
    assert {key: first[key] for key in ours} == {key: second[key] for key in ours}


async def test_the_same_seed_takes_other_words(stage: Stage) -> None:
    """The question tells seed and old words; the next text is the new prompt."""
    ann = await drawn(stage)
    await ann.press("Same seed, other words")
    await ann.see("Last time: a red kite")
    await ann.say("a blue kite")
    assert "a blue kite" in (await only_picture(ann))["text"]
    first, second = await paid_calls(stage)
    assert first["seed"] == second["seed"]
    assert second["prompt"] == first["prompt"].replace("red", "blue")


async def test_words_that_cannot_be_drawn_leave_the_question_open(stage: Stage) -> None:
    """Nothing is lost by a prompt that is too long."""
    ann = await drawn(stage)
    await ann.press("Same seed, other words")
    await ann.see("Write the new words.")
    await ann.say("x" * 1501)
    await ann.see("Up to 1,500 characters")
    await ann.say("a blue kite")
    await only_picture(ann)
    first, second = await paid_calls(stage)
    assert first["seed"] == second["seed"]


async def test_the_question_can_be_left(stage: Stage) -> None:
    """The next text is an ordinary wish again."""
    ann = await drawn(stage)
    await ann.press("Same seed, other words")
    await ann.see("Write the new words.")
    await ann.press("Cancel")
    await ann.see("stays as it was")
    await ann.say("a blue kite")
    assert "Draw" in ann.buttons(await ann.see("Anna: “a blue kite”"))


async def test_more_like_this_starts_from_the_picture(stage: Stage) -> None:
    """The image-to-image endpoint gets the very picture."""
    ann = await drawn(stage, count=2)
    stage.sandbox.clock.set_speed(20)  # the source is gone from the provider after two hours of its clock
    await ann.press("2: More like this")
    await ann.see_pictures(2)
    source = (await paid_calls(stage))[1]["image_url"]
    async with ann.http.get(source) as answer:
        sent = await answer.read()
    key = (await _pictures_of_first_order(stage, ann))[1].storage_key
    assert key is not None
    assert sent == await stage.services.storage.get(key)


async def test_as_file_sends_the_original_bytes(stage: Stage) -> None:
    """Telegram compresses photos, not files."""
    ann = await drawn(stage, count=2)
    await ann.press("2: As file")
    document = await only_picture(ann)
    assert document["media"][0]["kind"] == "document"
    key = (await stored(stage, ann))[1].storage_key
    assert key is not None
    assert await media_of(ann, document) == await stage.services.storage.get(key)


async def test_not_me_is_noted_and_answered_with_advice(stage: Stage) -> None:
    """Only the picture that was meant."""
    ann = await drawn(stage, count=2)
    assert "close-up portrait" in (await ann.press("1: Not me") or "")
    assert [image.verdict for image in await stored(stage, ann)] == [Verdict.NOT_ME, None]


async def test_a_thing_is_no_me(stage: Stage) -> None:
    """Words for a thing or a style."""
    vase = await person_with_model(stage, "Vase", type=LoraType.PRODUCT, class_word="vase")
    await vase.say("on a table")
    await vase.see("on a table")
    await vase.press("Draw")
    await vase.see("Here it is.")
    assert "Simpler words often help." in (await vase.press("Not like it") or "")


async def test_pictures_that_were_held_back_are_told_and_not_counted(stage: Stage) -> None:
    """Three of four come, and the quota knows it."""
    await stage.control("faults", {"point": "fal.job", "fault": "blocked", "times": 1, "options": {"picture": 1}})
    ann = await person_with_model(stage)
    await ann.say("a red kite")
    await ann.see("a red kite")
    await ann.press("4")
    await ann.see("4 pictures")
    await ann.press("Draw")
    await ann.see_pictures(3)
    control = await ann.see("1 of 4 was held back by the safety filter and not counted.")
    assert [label for label in ann.buttons(control) if "file" in label] == ["1: As file", "2: As file", "3: As file"]
    await ann.say("a blue kite")
    await ann.see("blue kite")
    draft = await stage.services.generate_drafts.begin(ann.id)
    assert draft.quota.used == 3


async def test_when_all_are_held_back_the_person_is_told_why(stage: Stage) -> None:
    """A ping and the card, with another try."""
    ann = await person_with_model(stage)
    await ann.say("an unsafe kite")
    await ann.see("an unsafe kite")
    await ann.press("Draw")
    ping = await ann.see("Anna could not draw this time.")
    assert "safety filter" in ping["text"]
    assert ann.buttons(ping) == ["Try again", "Generate pictures"]


async def test_buttons_of_a_picture_that_is_gone_say_so(stage: Stage) -> None:
    """The tap is answered, nothing throws."""
    ann = await drawn(stage)
    async with stage.services.db.write(joins_update=False) as session:
        for image in await stored(stage, ann):
            (await session.get_one(Image, image.id)).state = ImageState.ERASED
    for button in ("More like this", "As file", "Not me"):
        assert "erased" in (await ann.press(button) or "")


async def _pictures_of_first_order(stage: Stage, person: Person) -> list[Image]:
    oldest = (await stage.services.gallery.history(person.id))[-1]
    assert oldest.generation is not None
    async with stage.services.db.read() as session:
        return await images_of(session, [oldest.generation.id])
