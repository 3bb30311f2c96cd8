"""The person's own history."""

from db.enums import JobState
from db.models import User
from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.outside import tap
from tests.bot.conversations.person import Person
from tests.bot.conversations.ready import failed_model, person_with_model
from tests.support.rows import make_job


async def test_without_orders_the_history_says_so(anna: Person) -> None:
    """Nothing is not an error."""
    await anna.say("/jobs")
    await anna.see("Nothing here yet.")


async def test_orders_are_listed_with_their_state(stage: Stage) -> None:
    """Newest first, pictures counted."""
    ann = await person_with_model(stage)
    await ann.say("a red kite & a <blue> one over the sea at dawn")
    await ann.see("a red kite")
    await ann.press("2")
    await ann.see("2 pictures")
    await ann.press("Draw")
    await ann.see("Done: 2 pictures.")
    await ann.say("/jobs")
    history = await ann.see("Your last orders")
    assert "Anna, 2 pictures “a red kite & a <blue> one over the sea…”: done" in history["text"]
    assert ann.buttons(history) == []


async def test_an_order_that_runs_is_shown_anew(stages: Stages) -> None:
    """The card comes as a new message, and the progress goes on there."""
    stage = await stages(speed=20.0)
    ann = await stage.person()
    await ann.say("/start")
    await ann.see("")
    lora = await failed_model(stage, ann)
    await stage.services.trainings.retry(ann.id, lora.id, "again")
    await ann.see("Bella")
    await ann.say("/jobs")
    history = await ann.see("Bella, training:")
    (button,) = ann.buttons(history)
    await ann.press(button)
    card = await ann.see("Bella", below=history)
    assert "Cancel" in ann.buttons(card)


async def test_another_persons_order_is_not_shown(stage: Stage) -> None:
    """Ids in buttons are no keys."""
    ann, bob = await person_with_model(stage), await person_with_model(stage, "Bob")
    async with stage.services.db.read() as session:
        user = await session.get_one(User, ann.id)
    job = await make_job(stage.services.db, user, state=JobState.SUCCEEDED)
    await bob.say("/models")
    models = await bob.see("Your model:")
    assert "does not exist" in (await tap(bob, models, f"job:{job.id.hex}") or "")
