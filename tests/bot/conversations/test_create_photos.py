"""Photos of a new model: albums, photos before anything else, and files that are none."""

import asyncio

import pytest

from tests.bot.conversations.conftest import QuickClock, Stage, Stages
from tests.bot.conversations.person import Person
from tests.bot.conversations.pictures import gif, heic, picture
from tests.bot.conversations.steps import agree, answer_all, to_photos


async def test_an_album_is_answered_once_even_when_done_overtakes_it(stages: Stages, clock: QuickClock) -> None:
    """Ten photos, one of them before the tap and nine after it: one message, edited until it has ten photos."""
    clock.rate = 1.0
    stage = await stages(webhook=True)
    anna = await stage.person()
    await to_photos(anna)
    await stage.control("telegram/settings", {"overtake": True})
    await anna.send_photos(*range(1, 11))
    since = anna.since
    said = await anna.press("Done")
    assert "still on their way" in (said or "")
    anna.since = since
    await anna.see("Trigger word:")
    await asyncio.sleep(3)
    assert len(anna.posted()) == 1, f"one answer: {anna.texts()}"
    assert "10 photos" in anna.texts()[-1]
    view = await stage.services.drafts.current(anna.id)
    assert view is not None
    assert (view.photos, view.is_ready) == (10, True)


async def test_updates_that_come_twice_add_nothing(stages: Stages) -> None:
    """Telegram repeats what it is not sure about."""
    stage = await stages(webhook=True)
    anna = await stage.person()
    await to_photos(anna)
    await stage.control("telegram/settings", {"duplicate_updates": True})
    await anna.send_photos(1, 2, 3, 4, 5)
    await anna.see_rested("5 photos")
    assert len(anna.posted()) == 1


async def test_the_answer_comes_below_the_photos(anna: Person) -> None:
    """The counter is where the person looks, and the older one is no longer the card."""
    await to_photos(anna)
    asked = await anna.see("Now the photos")
    await anna.send_photos(1, 2)
    first = await anna.see_rested("2 photos")
    assert first["message_id"] > asked["message_id"]
    await anna.send_photos(3, 4)
    second = await anna.see("4 photos")
    assert second["message_id"] > first["message_id"]
    assert "earlier step" in (await anna.press("Remove a photo", message=first) or "")


async def test_photos_before_anything_else_begin_a_model(anna: Person, stage: Stage) -> None:
    """Nothing is stored before the consent; afterwards the photos are fetched, and one card tells."""
    await anna.send_photos(1, 2, 3, 4, 5)
    await anna.see("Your 5 photos wait")
    assert len(anna.texts()) == 1, "one card for the album"
    assert await stage.calls("getFile") == [], "nothing may be fetched before the consent"
    await anna.press("Agree: until trained")
    await anna.see("What shall the model of these 5 photos show?")
    await anna.press("A person")
    await anna.see("5 photos are here.")
    await anna.press("Man")
    await anna.press("My portrait")
    await anna.see("5 photos")
    await anna.press("Done")
    await anna.see("Trigger word: MY_PORTRAIT_")


async def test_not_now_keeps_nothing(anna: Person, stage: Stage) -> None:
    """Also not the references to the photos."""
    await anna.send_photos(1)
    await anna.see("Your photo waits")
    await anna.press("Not now")
    await anna.see("I kept nothing")
    assert await stage.services.drafts.current(anna.id) is None


async def test_photos_that_cannot_be_taken_are_told_in_one_message_with_their_numbers(anna: Person) -> None:
    """Half a HEIC, a GIF, a text file, a tiny picture and a broken one among good ones."""
    await to_photos(anna)
    names = ("a.jpg", "b.heic", "c.gif", "d.txt", "e.png", "f.jpg", "g.png")
    await anna.send_photos(
        picture(1), heic(), gif(), b"no picture", picture(2, (200, 200), "PNG"), b"\xff\xd8\xff broken",
        picture(3, kind="PNG"), kind="document", names=names,
    )  # fmt: skip
    card = await anna.see_rested("Not taken:")
    assert len(anna.posted()) == 1
    for line in (
        "Photos 2, 6: This picture is damaged",
        "Photo 3: Moving pictures",
        "Photo 4: This is not a picture",
        "Photo 5: This photo is too small: 200 × 200",
        "2 photos",
    ):
        assert line in card["text"], card["text"]
    await anna.send_photos(picture(4), kind="document")
    again = await anna.see("3 photos")
    assert "Not taken" not in again["text"], "told once"


async def test_the_same_picture_again_is_no_second_photo(anna: Person) -> None:
    """The bytes decide, not the name; also in an album that waits for the consent."""
    await anna.send_photos(picture(1), picture(1), kind="document", names=("a.jpg", "b.jpg"))
    waiting = await anna.see("Your photo waits")
    assert "Photo 2: This photo is in the set already, as number 1" in waiting["text"]
    await anna.press("Not now")
    await to_photos(anna)
    await anna.send_photos(picture(1), picture(1), kind="document", names=("a.jpg", "b.jpg"))
    card = await anna.see("number 1")
    assert "1 photo" in card["text"]


async def test_more_photos_than_a_set_can_hold_are_told_apart(anna: Person, stage: Stage) -> None:
    """Twenty are kept, the rest is named with the reason in one line."""
    await to_photos(anna)
    await anna.send_photos(*(picture(number) for number in range(22)))
    card = await anna.see("Photos 21, 22: The set is full")
    assert "20 photos" in card["text"]
    await anna.press("Remove a photo")
    await anna.press("20")
    freed = await anna.see("19 photos")
    assert "full" not in freed["text"], "there is room"


async def test_a_file_over_20_mb_is_refused_without_fetching(anna: Person, stage: Stage) -> None:
    """Telegram would not give it."""
    await to_photos(anna)
    await anna.send_photos(picture(1) + bytes(21 * 1024 * 1024), kind="document", names=("big.jpg",))
    await anna.see("Photo 1: This file is too big")
    assert await stage.calls("getFile") == []


async def test_too_few_photos_are_said_at_done(anna: Person) -> None:
    """That answers the wish to be done: later photos are counted, and the person says again when they are all."""
    await to_photos(anna)
    await anna.send_photos(1, 2)
    await anna.see("2 more are needed")
    await anna.press("Done")
    await anna.see("I need at least 4: please send 2 more")
    await anna.send_photos(3, 4)
    await anna.see("4 photos")
    await anna.press("Done")
    await anna.see("Trigger word:")


async def test_a_photo_removed_after_too_few_were_said_shows_the_counter(anna: Person) -> None:
    """Not the refusal again."""
    await to_photos(anna)
    await anna.send_photos(1, 2, 3)
    await anna.see("1 more is needed")
    await anna.press("Done")
    await anna.see("I need at least 4")
    await anna.press("Remove a photo")
    await anna.press("2")
    await anna.see("2 more are needed")


async def test_a_photo_can_be_removed(anna: Person) -> None:
    """By its number; the card shows the rest."""
    await to_photos(anna)
    await anna.send_photos(1, 2, 3)
    await anna.see("3 photos")
    await anna.press("Remove a photo")
    await anna.see("Which one?")
    assert await anna.press("2") == "Photo 2 is removed."
    await anna.see("2 photos")


async def test_photos_added_at_the_confirm_card_change_it(anna: Person, stage: Stage) -> None:
    """A late album needs no step back."""
    await answer_all(stage, anna)
    await anna.send_photos(5, 6)
    card = await anna.see_rested("6 photos")
    assert "Train" in anna.buttons(card)


async def test_a_lost_download_is_tried_again(anna: Person, stage: Stage) -> None:
    """Telegram's file server fails once, the photo comes all the same."""
    await to_photos(anna)
    await stage.control("faults", {"point": "telegram.getFile", "fault": "dropped", "times": 1})
    await anna.send_photos(1)
    await anna.see("1 photo")


async def test_a_file_that_is_no_photo_outside_a_draft_is_answered_at_once(anna: Person, stage: Stage) -> None:
    """It begins no model."""
    await anna.send_photos(b"just words", kind="document", names=("notes.txt",))
    await anna.see("This is not a picture")
    assert await stage.services.drafts.current(anna.id) is None


async def test_the_photo_guide_is_at_hand(anna: Person) -> None:
    """As a message of its own, so that the counter stays."""
    await agree(anna)
    await anna.press("A style")
    await anna.press("My style")
    await anna.press("What makes a good photo")
    await anna.see("Good photos make a good model")


@pytest.mark.parametrize(
    ("kind", "asked", "guide"),
    [("style", "this one style", "in one style"), ("thing", "The same thing", "the very same thing")],
)
async def test_photo_advice_is_about_what_the_model_shows(anna: Person, kind: str, asked: str, guide: str) -> None:
    """A style and a thing have no face, and are no person."""
    await agree(anna)
    await anna.press(f"A {kind}")
    if kind == "thing":
        await anna.press("Bag")
    await anna.say("Mine")
    question = await anna.see("Now the photos")
    await anna.press("What makes a good photo")
    tips = await anna.see("Good photos make a good model")
    assert asked in question["text"]
    assert guide in tips["text"]
    for words in ("face", "one person", "nobody else", "body"):
        assert words not in question["text"] + tips["text"]
