"""The photos and captions of a model on the phone: looked at, edited, added to, trained again."""

from db.models import Dataset
from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.person import Person
from tests.bot.conversations.shelves import dataset_of, opened_photos, person_with_photos


async def captions(stage: Stage, person: Person) -> list[str | None]:
    """The captions of the person's own, by number."""
    view = await stage.services.datasets.of_model(person.id, (await stage.services.loras.ready(person.id))[0].id)
    return [one.photo.caption for one in view.photos]


async def test_a_photo_is_shown_with_its_caption(stage: Stage) -> None:
    """The picture itself comes with number, verdict and the words that it is trained with."""
    ann = await person_with_photos(stage)
    shown = await opened_photos(ann)
    assert ": 4 photos" in shown["text"]
    assert shown["text"].count("photo of") == 4
    await ann.press("2")
    (picture,) = await ann.see_pictures()
    assert picture["text"].startswith("Photo 2 of 4")
    trigger = (await stage.services.loras.ready(ann.id))[0].trigger_word
    assert trigger in picture["text"]
    assert ann.buttons(picture) == ["Edit the caption", "Remove the photo", "Back to the photos"]


async def test_a_caption_is_written_and_taken_back(stage: Stage) -> None:
    """The list shows it as the person's own until the made one is wanted again."""
    ann = await person_with_photos(stage)
    await opened_photos(ann)
    await ann.press("2")
    await ann.press("Edit the caption")
    await ann.see("Write the caption of photo 2")
    await ann.say("at the sea, in a red dress")
    await ann.see("at the sea, in a red dress (yours)")
    assert await captions(stage, ann) == [None, "at the sea, in a red dress", None, None]
    await ann.press("2")
    await ann.see("Your caption:")
    await ann.press("Use the made caption")
    await ann.see("Photo 2 is trained with this from now on")
    assert await captions(stage, ann) == [None] * 4


async def test_words_of_looks_are_explained_before_they_are_kept(stage: Stage) -> None:
    """Nothing is kept until the person says so; then it is, whatever it says."""
    ann = await person_with_photos(stage)
    await opened_photos(ann)
    await ann.press("1")
    await ann.press("Edit the caption")
    await ann.see("Write the caption of photo 1")
    await ann.say("long <brown> hair, blue eyes")
    told = await ann.see("These words say how somebody looks")
    assert "blue eyes (eyes)" in told["text"]
    assert "does not learn" in told["text"]
    assert await captions(stage, ann) == [None] * 4
    await ann.press("Keep it like this")
    await ann.see("long <brown> hair, blue eyes (yours)")
    assert (await captions(stage, ann))[0] == "long <brown> hair, blue eyes"


async def test_better_words_can_be_written_at_once(stage: Stage) -> None:
    """The step stays open after the explanation, and after words that are none."""
    ann = await person_with_photos(stage)
    await opened_photos(ann)
    await ann.press("1")
    await ann.press("Edit the caption")
    await ann.see("Write the caption")
    await ann.say("...")
    await ann.see("A caption needs words.")
    await ann.say("a blonde woman")
    await ann.see("blonde (hair)")
    await ann.say("in the rain")
    await ann.see("in the rain (yours)")
    await ann.say("a red kite")
    await ann.see("Anna: “a red kite”")


async def test_a_photo_is_removed_after_a_second_question(stage: Stage) -> None:
    """The others move up; the old button finds nothing."""
    ann = await person_with_photos(stage)
    await opened_photos(ann)
    await ann.press("1")
    await ann.see_pictures()
    await ann.press("Remove the photo")
    question = await ann.see("Remove photo 1?")
    await ann.press("Yes, remove it")
    await ann.see("Photo 1 is removed.")
    assert len(await captions(stage, ann)) == 3
    assert "not in the set any more" in (await ann.press("Edit the caption") or "")
    assert "Photos of Anna: 3 photos" in ann.messages[question["message_id"]]["text"]


async def test_photos_that_are_sent_go_to_the_open_set(stage: Stage) -> None:
    """An album has one list below it; what is no photo is refused; afterwards photos begin a new model again."""
    ann = await person_with_photos(stage)
    await opened_photos(ann)
    await ann.press("Add photos")
    await ann.see("there is room for 16 more")
    await ann.say("what now?")
    await ann.see("there is room for 16 more")
    await ann.send_photos(5, 6, 7)
    listed = await ann.see("7 photos are in the set now")
    assert listed["message_id"] > max(one["message_id"] for one in ann.messages.values() if one["from"] != "bot")
    await ann.send_photos(b"GIF89a....", kind="document", names=("a.gif",))
    await ann.see("still photo")
    await ann.press("‹", message=listed)
    await ann.see("Photos of Anna: 7 photos")
    assert await stage.services.drafts.current(ann.id) is None
    await ann.say("/cancel")
    await ann.see("")
    await ann.send_photos(8)
    await ann.see("")
    assert len(await captions(stage, ann)) == 7


async def test_nothing_changes_while_a_training_reads_the_photos(stages: Stages) -> None:
    """Train again asks first, a second tap orders nothing more, and the list says why it is closed."""
    stage = await stages(speed=20.0)
    ann = await person_with_photos(stage)
    listed = await opened_photos(ann)
    await ann.press("1")
    await ann.see_pictures()
    await ann.press("Train again")
    asked = await ann.see("once more, with 4 photos")
    assert "$2.00" in asked["text"]
    await ann.press("Train again", message=asked)
    await ann.see("")
    jobs = [row.job for row in await stage.services.gallery.history(ann.id)]
    assert len(jobs) == 1
    assert "using these photos right now" in (await ann.press("Edit the caption") or "")
    await ann.say("/models")
    await ann.press("Anna · ready")
    await ann.press("Photos and captions")
    busy = await ann.see("A training is using these photos right now")
    assert "Add photos" not in ann.buttons(busy)
    assert "Train again" not in ann.buttons(busy)
    assert busy["message_id"] > listed["message_id"]


async def test_erased_photos_are_explained(stage: Stage) -> None:
    """By an old button; the model's card has none any more."""
    ann = await person_with_photos(stage)
    listed = await opened_photos(ann)
    dataset = await dataset_of(stage, ann)
    async with stage.services.db.write(joins_update=False) as session:
        (await session.get_one(Dataset, dataset.id)).erase_photos_at = stage.services.clock.now()
    assert "were erased" in (await ann.press("Add photos", message=listed) or "")
    assert "were erased" in (await ann.press("Train again", message=listed) or "")
    assert "were erased" in (await ann.press("New model from these photos", message=listed) or "")
    assert await stage.services.drafts.current(ann.id) is None
    await ann.say("/models")
    await ann.press("Anna · ready")
    await ann.see("Anna (person), ready")


async def test_the_photos_in_russian(stage: Stage) -> None:
    """List, photo and explanation."""
    ann = await person_with_photos(stage, language="ru")
    await ann.say("/models")
    await ann.press("Anna · готова")
    await ann.press("Фото и подписи")
    await ann.see("Фото модели Anna: 4")
    await ann.press("1")
    await ann.see("Фото 1 из 4")
    await ann.press("Изменить подпись")
    await ann.see("Напишите подпись к фото 1")
    await ann.say("рыжая девушка")
    await ann.see("рыжая (волосы)")
