"""Several people in one go, as people live it: albums with names, questions, one tap."""

from sqlalchemy import func, select

from db.enums import Retention
from db.models import Dataset, DraftPerson, Job, Lora
from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.person import Message, Person


async def begin(stage: Stage, person: Person) -> Message:
    """To the card that asks for albums, the consent given."""
    await person.say("/start")
    await person.see("")
    await stage.services.consents.give(person.id, stage.services.rules.training.providers, Retention.DAYS_30)
    await person.say("/several")
    return await person.see("Send one album per person")


async def models(stage: Stage, person: Person) -> dict[str, tuple[str, int]]:
    """Class word and number of jobs by the name of each model."""
    async with stage.services.db.read() as session:
        loras = (await session.scalars(select(Lora).where(Lora.user_id == person.id))).all()
        jobs = await session.scalar(select(func.count()).select_from(Job).where(Job.user_id == person.id))
    return {lora.name: (lora.class_word, jobs or 0) for lora in loras}


async def test_two_albums_become_two_models(anna: Person, stage: Stage) -> None:
    """From the question for the type: a name with its class, a name without one, one tap, a card for each model."""
    await anna.say("/create")
    await anna.press("Agree: 30 days")
    await anna.see("What shall the model show?")
    await anna.press("Several people")
    await anna.see("Send one album per person")
    await anna.send_photos(1, 2, 3, 4, 5, caption="Eva, woman")
    await anna.see("1 person")
    await anna.send_photos(6, 7, 8, 9, caption="Bob")
    card = await anna.see("2 people")
    assert "1. Eva (Woman): 5 photos" in card["text"]
    assert "2. Bob: 4 photos" in card["text"]
    await anna.press("Done")
    await anna.see("Who is Bob?")
    await anna.press("Man")
    card = await anna.see("I will train 2 models:")
    assert "5 of 5 trainings left" in card["text"]
    await anna.press("Trainer")
    await anna.press("FLUX turbo")
    await anna.see("Training: FLUX turbo")
    await anna.press("Train 2 models")
    await anna.see("2 trainings have begun")
    assert await models(stage, anna) == {"Eva": ("woman", 2), "Bob": ("man", 2)}
    await anna.see("Eva")
    await anna.see("Bob")
    assert await stage.services.drafts.current(anna.id) is None


async def test_a_double_tap_orders_nobody_twice(anna: Person, stage: Stage) -> None:
    """The second tap is told what the first one did."""
    await begin(stage, anna)
    await anna.send_photos(1, 2, 3, 4, caption="Eva, woman")
    await anna.see("1 person")
    await anna.press("Done")
    card = await anna.see("I will train 1 model:")
    await anna.press("Train 1 model", message=card)
    await anna.press("Train 1 model", message=card)
    assert await models(stage, anna) == {"Eva": ("woman", 1)}


async def test_a_group_under_the_minimum_is_left_out_and_kept(anna: Person, stage: Stage) -> None:
    """It is said before and after; the photos wait in the draft, where more can be added."""
    await begin(stage, anna)
    await anna.send_photos(1, 2, 3, 4, caption="Eva, woman")
    await anna.send_photos(5, 6, caption="Bob, man")
    card = await anna.see("2 people")
    assert "2 more photos are needed" in card["text"]
    await anna.press("Done")
    card = await anna.see("Not this time:")
    assert "Bob (Man): 2 usable photos, at least 4 are needed" in card["text"]
    await anna.press("Train 1 model")
    said = await anna.see("The training has begun")
    assert "Left out so far: Bob" in said["text"]
    assert await models(stage, anna) == {"Eva": ("woman", 1)}
    await anna.say("/create")
    await anna.see("1 person")
    await anna.send_photos(7, 8, caption="bob")
    await anna.see("4 photos")
    await anna.press("Done")
    await anna.press("Train 1 model")
    await anna.see("The training has begun")
    assert (await models(stage, anna)).keys() == {"Eva", "Bob"}


async def test_an_album_without_a_name_is_asked_for(anna: Person, stage: Stage) -> None:
    """The words that follow are the name; somebody who is there already is chosen by a button, and their photos come
    together."""
    await begin(stage, anna)
    await anna.send_photos(1, 2, 3)
    await anna.see("Who is it?")
    await anna.say("Eva, woman")
    await anna.see("1. Eva (Woman): 3 photos")
    await anna.send_photos(4, 5)
    await anna.see("Number 2 has 2 photos and no name")
    await anna.press("Eva")
    card = await anna.see("1 person")
    assert "1. Eva (Woman): 5 photos" in card["text"]


async def test_a_single_photo_joins_whom_its_caption_names(anna: Person, stage: Stage) -> None:
    """Also as a file, and in any case of the letters."""
    await begin(stage, anna)
    await anna.send_photos(1, 2, 3, caption="Eva")
    await anna.see("3 photos")
    await anna.send_photos(4, caption="EVA")
    await anna.see("4 photos")
    await anna.send_photos(5, kind="document", caption="Eva, woman")
    card = await anna.see("5 photos")
    assert "1. Eva (Woman): 5 photos" in card["text"]


async def test_the_quota_names_who_will_not_be_trained(stages: Stages) -> None:
    """Two people and one training left: the first is trained, the other waits."""
    stage = await stages(trainings_per_month=1)
    anna = await stage.person()
    await begin(stage, anna)
    await anna.send_photos(1, 2, 3, 4, caption="Eva, woman")
    await anna.send_photos(5, 6, 7, 8, caption="Bob, man")
    await anna.see("2 people")
    await anna.press("Done")
    card = await anna.see("I will train 1 model:")
    assert "Bob (Man): your trainings of this month are used up" in card["text"]
    await anna.press("Train 1 model")
    said = await anna.see("The training has begun")
    assert "Left out so far: Bob" in said["text"]
    assert await models(stage, anna) == {"Eva": ("woman", 1)}


async def test_a_name_that_is_taken_gets_a_number(anna: Person, stage: Stage) -> None:
    """The second Eva of the person is told to be Eva 2."""
    await begin(stage, anna)
    await anna.send_photos(1, 2, 3, 4, caption="Eva, woman")
    await anna.see("1 person")
    await anna.press("Done")
    await anna.press("Train 1 model")
    await anna.see("The training has begun")
    await anna.say("/several")
    await anna.see("Send one album per person")
    await anna.send_photos(5, 6, 7, 8, caption="Eva, woman")
    await anna.see("1 person")
    await anna.press("Done")
    card = await anna.see("I will train 1 model:")
    assert "it is called Eva 2" in card["text"]
    await anna.press("Train 1 model")
    await anna.see("The training has begun")
    assert (await models(stage, anna)).keys() == {"Eva", "Eva 2"}


async def test_photos_sent_before_are_the_first_persons(anna: Person, stage: Stage) -> None:
    """Whoever sends photos first and says afterwards that there are several loses nothing."""
    await anna.send_photos(1, 2, 3, 4)
    await anna.see("Your 4 photos wait")
    await anna.press("Agree: 30 days")
    await anna.see("What shall the model of these 4 photos show?")
    await anna.press("Several people")
    await anna.see("Number 1 has 4 photos and no name")
    await anna.say("Eva")
    await anna.see("1. Eva: 4 photos")


async def test_somebody_can_be_left_out_and_the_draft_thrown_away(anna: Person, stage: Stage) -> None:
    """All photos are then due for erasing."""
    await begin(stage, anna)
    await anna.send_photos(1, 2, caption="Eva")
    await anna.send_photos(3, 4, caption="Bob")
    await anna.see("2 people")
    await anna.press("Leave a person out")
    await anna.press("Bob")
    await anna.see("1 person")
    await anna.press("Discard")
    await anna.press("Yes, discard")
    await anna.see("The draft is gone")
    async with stage.services.db.read() as session:
        kept = await session.scalar(
            select(func.count())
            .select_from(Dataset)
            .where(Dataset.user_id == anna.id, Dataset.erase_photos_at.is_(None))
        )
        people = await session.scalar(select(func.count()).select_from(DraftPerson))
    assert (kept, people) == (0, 0)


async def test_what_cannot_be_taken_is_told_with_whose_it_is(anna: Person, stage: Stage) -> None:
    """The number is the one in that person's album."""
    await begin(stage, anna)
    await anna.send_photos(1, 2, kind="document", caption="Eva")
    await anna.see("1 person")
    await anna.send_photos(3, b"\xff\xd8\xff broken", kind="document", caption="Bob")
    card = await anna.see("Not taken:")
    assert "Bob. Photo 2:" in card["text"]


async def test_back_to_one_model_before_anything_is_sent(anna: Person, stage: Stage) -> None:
    """The question for the type comes again."""
    await begin(stage, anna)
    await anna.press("Just one model")
    await anna.see("What shall the model show?")
