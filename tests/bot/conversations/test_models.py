"""The library of models."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import select

from db.enums import JobKind
from db.models import PrivacyRequest, User
from db.repositories.jobs import live_jobs_of
from tests.bot.conversations.conftest import QuickClock, Stage, Stages
from tests.bot.conversations.outside import tap
from tests.bot.conversations.person import PATIENCE, Person
from tests.bot.conversations.ready import failed_model, person_with_model, ready_model
from tests.bot.conversations.steps import train
from tests.support.clock import FakeClock
from tests.support.rows import make_dataset, make_job, make_lora, make_version


async def user_of(stage: Stage, person: Person) -> User:
    """The person's row."""
    async with stage.services.db.read() as session:
        return await session.get_one(User, person.id)


async def opened(stage: Stage, name: str = "Anna", language: str = "en") -> Person:
    """A person who looks at the card of the only model."""
    ann = await person_with_model(stage, name, language)
    await ann.say("/models")
    await ann.see("Your model:")
    await ann.press(f"{name} · ready")
    await ann.see(f"{name} (person), ready")
    return ann


async def test_the_empty_list_leads_to_creating(anna: Person) -> None:
    """There is always something to do next."""
    await anna.say("/models")
    assert anna.buttons(await anna.see("No models yet.")) == ["Create a model"]


async def test_a_models_card_says_what_there_is_to_know(stage: Stage) -> None:
    """Name, kind, state, trigger word to copy, trainer, photos."""
    ann = await opened(stage)
    card = await ann.see("Anna (person), ready")
    assert "Trigger word: ANNA_" in card["text"]
    assert "<code>ANNA_" in card["html"]
    assert "Photos: erased" in card["text"]
    assert ann.buttons(card) == ["Generate pictures", "Rename", "Delete", "All models"]


async def test_eight_models_stand_on_a_page(stage: Stage) -> None:
    """Nine models are two pages; the arrows turn them in the same message."""
    ann = await person_with_model(stage, "Model 1")
    user = await user_of(stage, ann)
    for number in range(2, 10):
        await ready_model(stage.services.db, stage.services.storage, user, f"Model {number}")
    await ann.say("/models")
    first = await ann.see("Your 9 models")
    assert ann.buttons(first)[:8] == [f"Model {number} · ready" for number in range(9, 1, -1)]
    await ann.press("›")
    second = await ann.see("Your 9 models")
    assert second["message_id"] == first["message_id"]
    assert ann.buttons(second) == ["Model 1 · ready", "‹", "Create a model"]


async def test_generate_leads_to_a_card_of_this_model(stage: Stage) -> None:
    """Also when another model was used last."""
    ann = await opened(stage)
    await ready_model(stage.services.db, stage.services.storage, await user_of(stage, ann), "Vase")
    await ann.press("Generate pictures")
    await ann.see("What shall Anna look like")
    await ann.say("a red kite")
    await ann.see("Anna: “a red kite”")


async def test_renaming_takes_typed_words_and_keeps_the_trigger_word(stage: Stage) -> None:
    """The weights know only the trigger word."""
    ann = await opened(stage)
    trigger = (await stage.services.loras.ready(ann.id))[0].trigger_word
    await ann.press("Rename")
    await ann.see("Write the new name for Anna.")
    await ann.say("  Anna   in summer ")
    await ann.see("Anna in summer (person), ready")
    assert (await stage.services.loras.ready(ann.id))[0].trigger_word == trigger


async def test_a_taken_name_is_answered_with_a_free_one_to_tap(stage: Stage) -> None:
    """Compared without regard to case."""
    ann = await opened(stage)
    await ready_model(stage.services.db, stage.services.storage, await user_of(stage, ann), "Vase")
    await ann.press("Rename")
    await ann.see("Write the new name")
    await ann.say("VASE")
    clash = await ann.see("You have a model called VASE already.")
    assert ann.buttons(clash) == ["VASE 2", "Cancel"]
    await ann.press("VASE 2")
    await ann.see("VASE 2 (person), ready")
    await ann.say("a red kite")
    await ann.see("“a red kite”")


async def test_names_that_cannot_be_leave_the_question_open(stage: Stage) -> None:
    """Too long, and nothing visible at all."""
    ann = await opened(stage)
    await ann.press("Rename")
    await ann.see("Write the new name")
    await ann.say("x" * 300)
    await ann.see("This name is too long. Up to 255 characters are fine.")
    await ann.say("\u200b\u2060")
    await ann.see("A model needs a name.")
    await ann.say("Bella")
    await ann.see("Bella (person), ready")


async def test_a_deleted_model_comes_back_with_undo(stage: Stage) -> None:
    """Within the day, under its name."""
    ann = await opened(stage)
    await ann.press("Delete")
    gone = await ann.see("Anna is deleted. You can undo it until")
    assert ann.buttons(gone) == ["Undo", "All models"]
    await ann.say("a red kite")
    await ann.see("There is no model to draw with yet.")
    await ann.press("Undo")
    await ann.see("Anna (person), ready")
    await ann.say("a red kite")
    await ann.see("Anna: “a red kite”")


async def test_undo_is_over_after_a_day(stage: Stage, clock: FakeClock) -> None:
    """The old button says so."""
    ann = await opened(stage)
    await ann.press("Delete")
    await ann.see("Anna is deleted.")
    clock.advance(days=1.01)
    assert "too late to undo" in (await ann.press("Undo") or "")


async def test_a_deleted_models_old_cards_do_nothing(stage: Stage) -> None:
    """The card of the model, and the card of an order with it."""
    ann = await opened(stage)
    model = await ann.see("Anna (person), ready")
    await ann.say("a red kite")
    order = await ann.see("a red kite")
    await ann.press("Delete", message=model)
    await ann.see("Anna is deleted.")
    for button, message in (("Draw", order), ("Rename", model)):
        assert "not here any more" in (await ann.press(button, message=message) or "")
    await ann.press("Generate pictures", message=model)
    await ann.see("There is no model to draw with yet.")


async def test_a_failed_model_is_trained_again_once(stages: Stages) -> None:
    """Two taps are one training, and its card shows the progress."""
    stage = await stages(speed=60.0)
    ann = await stage.person()
    await ann.say("/start")
    await ann.see("")
    await failed_model(stage, ann)
    await ann.say("/models")
    await ann.see("Your model:")
    await ann.press("Bella · did not work")
    failed = await ann.see("Bella (person), did not work")
    assert ann.buttons(failed) == ["Try again", "Photos and captions", "Rename", "Delete", "All models"]
    await ann.press("Try again", message=failed)
    card = await ann.see("Bella (person), in the queue")
    assert "Show progress" in ann.buttons(card)
    await ann.press("Try again", message=failed)
    rows = await stage.services.gallery.history(ann.id)
    assert [row.job.kind for row in rows] == [JobKind.TRAINING]


async def test_a_model_in_training_is_deleted_after_a_question(stages: Stages, clock: QuickClock) -> None:
    """No changes nothing; Yes stops the training, a second tap makes no second request, and the deletion can be
    undone."""
    stage = await stages(speed=30.0)
    anna = await stage.person()
    await train(stage, anna)
    await anna.see("Step ")
    await anna.say("/models")
    await anna.see("Your model:")
    await anna.press("Anna · training")
    await anna.press("Delete")
    question = await anna.see("Anna is being trained. Stop the training and delete it?")
    assert "The provider has taken it" in question["text"]
    assert anna.buttons(question) == ["No, go on", "Yes, stop and delete"]
    await anna.press("No, go on")
    model = await anna.see("Anna (person), training")
    await anna.press("Delete", message=model)
    await anna.see("Stop the training and delete it?")
    lora = (await stage.services.loras.list(anna.id))[0]
    await anna.press("Yes, stop and delete")
    await anna.see("I am stopping the training of Anna.")
    await tap(anna, model, f"model:stop-delete:{lora.id.hex}")

    async def is_deleted() -> bool:
        clock.advance(20)
        return not await stage.services.loras.list(anna.id)

    await until(is_deleted)
    gone = await anna.see("Anna is deleted. You can undo it until")
    assert anna.buttons(gone) == ["Undo", "All models"]
    async with stage.services.db.read() as session:
        assert await live_jobs_of(session, anna.id) == []
        assert len((await session.scalars(select(PrivacyRequest))).all()) == 1
    await anna.press("Undo", message=gone)
    await anna.see("Anna (person), cancelled")


async def test_the_question_before_a_training_has_begun_says_so_in_russian(stage: Stage) -> None:
    """Nothing is lost by stopping it."""
    ann = await person_with_model(stage, "Анна", "ru")
    user = await user_of(stage, ann)
    lora = await make_lora(stage.services.db, user, name="Белла", name_key="белла")
    version = await make_version(stage.services.db, lora, await make_dataset(stage.services.db, user, lora))
    await make_job(
        stage.services.db, user, subject_id=version.id, next_at=stage.services.clock.now().replace(year=2100)
    )
    await ann.say("/models")
    await tap(ann, await ann.see("У вас 2 модели:"), f"model:delete:{lora.id.hex}")
    question = await ann.see("Модель Белла обучается. Остановить обучение и удалить её?")
    assert "оно ничего не стоит" in question["text"]
    assert ann.buttons(question) == ["Нет, продолжать", "Да, остановить и удалить"]


async def test_another_persons_model_does_not_exist(stage: Stage) -> None:
    """Ids in buttons are no keys."""
    ann, bob = await opened(stage), await person_with_model(stage, "Bob")
    lora = (await stage.services.loras.ready(ann.id))[0]
    await bob.say("/models")
    models = await bob.see("Your model:")
    for action in ("open", "rename", "delete", "stop-delete", "undo", "retry"):
        assert "not here any more" in (await tap(bob, models, f"model:{action}:{lora.id.hex}") or "")
    assert [model.name for model in await stage.services.loras.ready(ann.id)] == ["Anna"]


async def test_the_library_in_russian(stage: Stage) -> None:
    """List, card and deletion."""
    ann = await person_with_model(stage, "Анна", "ru")
    await ann.say("/models")
    await ann.see("У вас 1 модель:")
    await ann.press("Анна · готова")
    await ann.see("Анна (человек), готова")
    await ann.press("Удалить")
    await ann.see("Вернуть её можно до")


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE * 2):
        while True:
            if await is_so():
                return
            await asyncio.sleep(0.1)
