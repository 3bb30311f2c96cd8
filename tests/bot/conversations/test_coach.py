"""The photo coach in the chat: verdicts on one card, photos replaced, and photos used all the same."""

import io

from PIL import Image, ImageFilter, ImageOps

from db.enums import LoraType
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.person import ARRIVING, Message, Person, sample
from tests.bot.conversations.pictures import picture
from tests.bot.conversations.steps import agree, to_photos

FACELESS = "no face found"


async def test_an_album_is_answered_by_one_card_with_exact_verdicts(anna: Person) -> None:
    """It shows the first verdicts while photos are still coming, and ends with every fault and no other."""
    await to_photos(anna)
    await anna.send_photos(sample(1), sample(2), blurred(3), mirrored(2), picture(5), kind="document")
    card = await anna.see_rested("5 photos: 2 good, 3 not usable")
    assert len(anna.posted()) == 1
    assert ARRIVING in anna.posted()[0], "the first verdict does not wait for the last photo"
    assert faults_of(card) == [
        "No. 3 blurred: hold still and tap the face to focus",
        "No. 4 same shot as no. 2: a different one helps more",
        "No. 5 no face found: the face should be seen clearly; blurred: hold still and tap the face to focus",
    ]
    assert "The set: " in card["text"]
    assert "2 more are needed." in card["text"], "photos that are not trained with do not count"


async def test_the_next_photo_takes_the_place_of_a_bad_one(anna: Person, stage: Stage) -> None:
    """The number stays, the old photo and its file are gone."""
    await to_photos(anna)
    await anna.send_photos(sample(1), picture(1), sample(3))
    await anna.see_rested("3 photos: 2 good, 1 not usable")
    before = await positions(stage, anna)
    await anna.press("Replace no. 2")
    await anna.see("Send the photo that takes the place of no. 2")
    await anna.send_photos(sample(4))
    await anna.see_rested("3 photos, all good")
    after = await positions(stage, anna)
    assert [key for number, key in before.items() if number != 2] == [after[1], after[3]]
    assert after[2] != before[2]
    await anna.send_photos(sample(5))
    await anna.see_rested("4 photos, all good")


async def test_a_photo_that_is_kept_is_not_replaced(anna: Person) -> None:
    """Whoever thinks better of it sends another photo, and has one more."""
    await to_photos(anna)
    await anna.send_photos(sample(1), picture(1))
    await anna.see_rested("2 photos: 1 good, 1 not usable")
    await anna.press("Replace no. 2")
    await anna.press("Keep no. 2")
    await anna.see_rested("2 photos: 1 good, 1 not usable")
    await anna.send_photos(sample(2))
    await anna.see_rested("3 photos: 2 good, 1 not usable")


async def test_any_photo_can_be_replaced(anna: Person) -> None:
    """Good ones by their number."""
    await to_photos(anna)
    await anna.send_photos(sample(1), sample(2))
    await anna.see_rested("2 photos, all good")
    await anna.press("Replace a photo")
    await anna.see("Which one")
    await anna.press("1")
    await anna.see("the place of no. 1")
    await anna.send_photos(sample(1))
    card = await anna.see_rested("in the set already")
    assert "Keep no. 1" in anna.buttons(card), "what was sent replaced nothing"


async def test_photos_left_out_are_named_before_training(anna: Person, stage: Stage) -> None:
    """Three good ones are too few; one more by the person's own wish is enough, and the confirm card says so."""
    await to_photos(anna)
    await anna.send_photos(sample(1), sample(2), sample(3), picture(1), picture(2))
    await anna.see_rested("5 photos: 3 good, 2 not usable")
    await anna.press("Done")
    await anna.see("Only 3 of the 5 photos can be used. I need at least 4")
    assert await anna.press("Use no. 4 anyway") == "Photo 4 is trained with."
    card = await anna.see_rested("Trained with because you want it:")
    assert "Use no. 4 anyway" not in anna.buttons(card)
    await anna.press("Done")
    await anna.see("4 of 5 photos, without no. 5")
    view = await stage.services.drafts.current(anna.id)
    assert view is not None
    assert (view.photos, view.coached.trained, view.is_ready) == (5, 4, True)


async def test_a_style_needs_no_face(anna: Person, stage: Stage) -> None:
    """Nor does it hear of close-ups and profiles."""
    await agree(anna)
    await anna.press("A style")
    await anna.press("My style")
    await anna.send_photos(*(picture(number, (900, 900)) for number in range(4)))
    card = await anna.see_rested("4 photos")
    assert (await stage.services.drafts.current(anna.id)).fields.type is LoraType.STYLE  # type: ignore[union-attr]
    assert FACELESS not in card["text"]
    assert "Close-ups" not in card["text"]


def blurred(number: int) -> bytes:
    """A sample that is out of focus."""
    return _changed(number, lambda image: image.filter(ImageFilter.GaussianBlur(14)))


def mirrored(number: int) -> bytes:
    """A sample the other way round."""
    return _changed(number, ImageOps.mirror)


def faults_of(card: Message) -> list[str]:
    """The lines about single photos."""
    return [line for line in card["text"].splitlines() if line.startswith("No. ")]


async def positions(stage: Stage, person: Person) -> dict[int, str]:
    """The storage keys of the draft's photos by their numbers."""
    view = await stage.services.drafts.current(person.id)
    assert view is not None
    return {photo.position: photo.storage_key for photo in await stage.services.photos.list(view.dataset_id)}


def _changed(number: int, change: object) -> bytes:
    out = io.BytesIO()
    assert callable(change)
    change(Image.open(io.BytesIO(sample(number)))).save(out, "JPEG", quality=92)
    return out.getvalue()
