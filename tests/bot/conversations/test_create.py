"""Making a model, from the first word to the proofs."""

from bot.context import Services
from db.enums import LoraType, Retention, Verdict
from db.models import Dataset, LoraVersion
from db.repositories.loras import loras_of, versions_of
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.person import Person
from tests.bot.conversations.steps import agree, answer_all, train


async def version_of(services: Services, person: Person) -> LoraVersion:
    """The newest version of the person's newest model."""
    async with services.db.read() as session:
        lora = (await loras_of(session, person.id))[0]
        return (await versions_of(session, lora.id))[0]


async def test_a_model_is_made_from_the_first_word_to_good_proofs(anna: Person, stage: Stage) -> None:
    """Every step asks one thing, the card shows the progress, and three pictures come with the model."""
    await anna.say("/create")
    consent = await anna.see("Before your first photo")
    assert "fal.ai" in consent["text"]
    await anna.press("Agree: 30 days")
    await anna.see("What shall the model show?")
    await anna.press("A person")
    await anna.see("Who is it?")
    await anna.press("Woman")
    await anna.see("What shall the model be called?")
    await anna.press("Anna")
    await anna.see("Now the photos")
    await anna.send_photos(*range(1, 6))
    await anna.see("5 photos")
    await anna.press("Done")
    card = await anna.see("Trigger word: ANNA_")
    assert "A person (Woman)" in card["text"]
    assert "5 of 5 trainings left" in card["text"]
    await anna.press("Train")
    begun = await anna.see("Training has begun")
    assert begun["message_id"] == card["message_id"], "the card itself becomes the answer"
    await anna.see("Anna is ready.")
    assert len(await anna.see_pictures(3)) == 3
    await anna.see("Is this the person?")
    await anna.press("Good")
    await anna.see("Good to hear!")
    version = await version_of(stage.services, anna)
    assert version.verdict is Verdict.GOOD
    assert version.validation_passed
    async with stage.services.db.read() as session:
        dataset = await session.get_one(Dataset, version.dataset_id)
    assert dataset.retention is Retention.DAYS_30


async def test_a_second_tap_on_train_orders_one_training(anna: Person, stage: Stage) -> None:
    """Both taps are answered, one job is there."""
    card = await answer_all(stage, anna)
    await anna.press("Train", message=card)
    await anna.press("Train", message=card)
    async with stage.services.db.read() as session:
        models = await loras_of(session, anna.id)
        assert len(models) == 1
        assert len(await versions_of(session, models[0].id)) == 1


async def test_not_me_is_answered_with_one_free_training(anna: Person, stage: Stage) -> None:
    """The free one is no second order against the quota, and its own "not me" gets advice."""
    await train(stage, anna)
    await anna.see("Is this the person?")
    await anna.press("Not me")
    await anna.see("once more for free")
    await anna.press("Train once more, free")
    await anna.see("Training has begun again")
    await anna.see("Is this the person?")
    await anna.press("Not me")
    advice = await anna.see("What helps most are better photos")
    assert anna.buttons(advice) == []
    version = await version_of(stage.services, anna)
    assert (version.no, version.free_retry_of is not None) == (2, True)


async def test_advice_after_bad_proofs_is_about_what_the_model_shows(anna: Person, stage: Stage) -> None:
    """A style has no close-ups and no "one person"."""
    await answer_all(stage, anna, kind=LoraType.STYLE)
    await anna.press("Train")
    await anna.see("in the style Anna")
    await anna.press("Not like it")
    offer = await anna.see("once more for free")
    await anna.press("No, thanks")
    advice = await anna.see("What helps most")
    for message in (offer, advice):
        assert "in one style" in message["text"]
        assert "one person" not in message["text"]


async def test_saved_proofs_stay(anna: Person, stage: Stage) -> None:
    """Save takes the end away from all three."""
    await train(stage, anna)
    await anna.see("Is this the person?")
    assert await anna.press("Save these") == "Saved: they stay until you delete the model."
    version = await version_of(stage.services, anna)
    kept = await stage.services.gallery.proofs(anna.id, version.id)
    assert [image.erase_at for _, image in kept] == [None] * 3


async def test_a_style_needs_no_class(anna: Person) -> None:
    """One question less."""
    await agree(anna)
    await anna.press("A style")
    await anna.see("What shall the model be called?")


async def test_another_class_is_typed(anna: Person) -> None:
    """Words that no model knows are refused with what would do."""
    await agree(anna)
    await anna.press("A thing")
    await anna.see("What is it?")
    await anna.press("Something else")
    await anna.see("one or two English words")
    await anna.say("ваза")
    await anna.see("One or two plain words")
    await anna.say("Tea pot")
    await anna.see("What shall the model be called?")


async def test_writing_what_a_button_says_counts_as_pressing_it(stage: Stage) -> None:
    """In the person's language and in any case; the class word stays an English one."""
    vera = await stage.person("Вера", "ru")
    await vera.say("/create")
    await vera.press("Да, хранить 30 дней")
    await vera.see("Кого или что покажет модель?")
    await vera.say("человек")
    await vera.see("Кто это?")
    await vera.say("другое")
    await vera.see("английскими словами")
    await vera.say("женщина")
    await vera.see("Как назовём модель?")
    view = await stage.services.drafts.current(vera.id)
    assert view is not None
    assert (view.fields.type, view.fields.class_word) == (LoraType.CHARACTER, "woman")
    await vera.say("Вера")
    await vera.see("Теперь фото")
    await vera.say("готово")
    await vera.see("Фото пока нет")


async def test_a_refused_class_word_shows_the_question_again(anna: Person) -> None:
    """With its buttons, so that nobody has to look for them."""
    await agree(anna)
    await anna.press("A person")
    await anna.see("Who is it?")
    await anna.say("моя бабушка")
    refused = await anna.see("One or two plain words")
    assert "Who is it?" in refused["text"]
    assert "Woman" in anna.buttons(refused)


async def test_the_confirm_card_changes_with_each_answer(anna: Person, stage: Stage) -> None:
    """Trigger word, note, trainer, quality and name lead back to the same card."""
    await answer_all(stage, anna)
    await anna.press("Trigger word")
    await anna.see("Write another one")
    await anna.say("zuzu_1")
    await anna.see("Trigger word: ZUZU_1")
    await anna.press("Note")
    await anna.see("A note for yourself")
    await anna.say("summer of 2026")
    await anna.see("Note: summer of 2026")
    await anna.press("Make it quick")
    await anna.see("quick, about 5 min")
    await anna.press("Trainer")
    trainers = await anna.see("Which trainer?")
    assert "standard $2.00" in trainers["text"]
    await anna.press("Z-Image Turbo")
    await anna.see("Training: Z-Image Turbo, quick")
    await anna.press("Name")
    asked = await anna.see("What shall the model be called?")
    assert "Take one" not in asked["text"], "there is nothing to take"
    await anna.say("Zoe")
    card = await anna.see("Zoe")
    assert "ZUZU_1" in card["text"], "a trigger word of one's own stays"


async def test_a_draft_waits_while_its_owner_is_away(anna: Person) -> None:
    """/cancel keeps it, /start and /create offer it, Start over gives it up."""
    await agree(anna)
    await anna.press("A person")
    await anna.see("Who is it?")
    await anna.say("/cancel")
    await anna.see("I keep your answers")
    await anna.say("/start")
    await anna.see("You began a new model")
    await anna.press("Go on")
    await anna.see("Let us go on")
    await anna.press("Start over")
    await anna.see("Throw this draft away?")
    await anna.press("Yes, discard")
    await anna.see("The draft is gone")
    await anna.say("/cancel")
    await anna.see("Nothing to cancel")


async def test_a_long_name_is_kept_whole_and_shown_short(anna: Person, stage: Stage) -> None:
    """60 characters with an ellipsis, on the cards of the draft, of the training and of the model."""
    card = await answer_all(stage, anna, name="Anna " * 40)
    shown = ("Anna " * 12)[:59] + "…"
    assert card["text"].startswith(f"{shown}\n")
    await anna.press("Train")
    await anna.see(f"{shown} is ready.")
    assert [lora.name for lora in await stage.services.loras.ready(anna.id)] == [("Anna " * 40).strip()]


async def test_cancel_promises_to_keep_only_what_there_is(anna: Person) -> None:
    """Nothing was answered and nothing sent; then one answer and no photo."""
    await agree(anna)
    await anna.say("/cancel")
    nothing = await anna.see("Whenever you like: /create")
    assert "keep" not in nothing["text"]
    await anna.say("/create")
    await anna.see("What shall the model show?")
    await anna.press("A person")
    await anna.see("Who is it?")
    await anna.say("/cancel")
    kept = await anna.see("I keep your answers")
    assert "photos" not in kept["text"]


async def test_a_button_of_an_old_message_says_so(anna: Person) -> None:
    """An old card changes nothing, a card of a draft that is gone says that it is."""
    await agree(anna)
    old = await anna.see("What shall the model show?")
    await anna.say("/create")
    await anna.see("What shall the model show?")
    assert "earlier step" in (await anna.press("A style", message=old) or "")
    await anna.press("A person")
    class_card = await anna.see("Who is it?")
    await anna.say("/cancel")
    await anna.see("I keep your answers")
    await anna.press("Discard")
    await anna.see("Throw this draft away?")
    await anna.press("Yes, discard")
    await anna.see("The draft is gone")
    assert "start again with /create" in (await anna.press("Woman", message=class_card) or "")


async def test_russian_speakers_are_led_in_russian(stage: Stage) -> None:
    """The language comes from Telegram."""
    vera = await stage.person("Вера", "ru")
    await vera.say("/create")
    await vera.see("Прежде чем взять первое фото")
    await vera.press("Да, хранить 30 дней")
    await vera.see("Кого или что покажет модель?")
    await vera.press("Человек")
    await vera.see("Кто это?")
    await vera.press("Женщина")
    await vera.press("Вера")
    await vera.see("Теперь фото")
    await vera.send_photos(1, 2, 3)
    await vera.see("Нужно ещё 1")


async def test_somebody_without_a_ready_model_is_not_asked_for_a_prompt(anna: Person, stage: Stage) -> None:
    """The welcome changes with what the person has."""
    await anna.say("/start")
    await anna.see("Hi, Anna!")
    await train(stage, anna)
    await anna.see("Is this the person?")
    await anna.say("/start")
    await anna.see("Write what you want to see with Anna")


async def test_a_withdrawn_consent_gives_the_draft_up(anna: Person, stage: Stage) -> None:
    """Its photos are to be erased, so whoever comes back begins anew and is asked again."""
    await answer_all(stage, anna)
    await stage.services.consents.withdraw(anna.id)
    assert "start again with /create" in (await anna.press("Train") or "")
    await anna.say("/create")
    await anna.see("Before your first photo")
    await anna.press("Agree: 30 days")
    await anna.send_photos(1)
    await anna.see("1 photo is here. What shall the model made of it show?")


async def test_a_look_at_lists_leaves_the_question_open(anna: Person) -> None:
    """/models and /jobs are answered, and words still answer the open question."""
    await agree(anna)
    await anna.press("A person")
    await anna.press("Woman")
    await anna.see("What shall the model be called?")
    await anna.say("/models")
    await anna.see("")
    await anna.say("/jobs")
    await anna.see("Nothing here yet.")
    await anna.say("Zoe")
    await anna.see("Now the photos")
