"""Following, stopping and repeating a training."""

import asyncio
from datetime import timedelta

from db.enums import JobState
from db.repositories.jobs import live_jobs_of
from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.person import Person
from tests.bot.conversations.steps import train


async def slow_stage(stages: Stages) -> tuple[Stage, Person]:
    """Trainings of ten minutes take twenty seconds."""
    stage = await stages(speed=30.0)
    return stage, await stage.person()


async def test_the_card_shows_how_far_the_training_is(stages: Stages) -> None:
    """Stage, bar, percent, step and time left, edited in place."""
    stage, anna = await slow_stage(stages)
    await train(stage, anna)
    card = await anna.see("Step ")
    for part in ("Anna", "Training", "▱", "%", "of 1,000", "min left"):
        assert part in card["text"], card["text"]
    assert "Cancel" in anna.buttons(card)
    cards = [event for event in anna.new() if event["message_id"] == card["message_id"]]
    assert [event["type"] for event in cards].count("message") == 1, "later looks are edits"


async def test_status_posts_the_card_again(stages: Stages) -> None:
    """A new message, which is the one that changes from then on; the old one has no button that looks alive."""
    stage, anna = await slow_stage(stages)
    await train(stage, anna)
    first = await anna.see("Step ")
    await anna.say("/status")
    second = await anna.see("Step ", below=first)
    moved = await anna.see("This card has moved below.")
    assert moved["message_id"] == first["message_id"]
    await anna.settle()
    changed = await anna.see("Step ", below=first)
    assert changed["message_id"] == second["message_id"]
    assert anna.buttons(first) == [], "the old one looks dead"


async def test_status_without_anything_running_says_what_can_be_done(anna: Person) -> None:
    """No dead end."""
    await anna.say("/status")
    answer = await anna.see("Nothing is running")
    assert anna.buttons(answer) == ["Create a model"]


async def test_a_running_training_is_cancelled_after_a_question(stages: Stages) -> None:
    """The question says who pays; No changes nothing; a cancelled one can be started again."""
    stage, anna = await slow_stage(stages)
    await train(stage, anna)
    card = await anna.see("Step ")
    await anna.press("Cancel", message=card)
    await anna.see("The provider has taken it")
    await anna.press("No, go on")
    await anna.see("it goes on")
    await anna.press("Cancel", message=card)
    await anna.see("Cancel the training of “Anna”?")
    await anna.press("Yes, cancel")
    await anna.see("I asked the provider to stop")
    await anna.see("The training of Anna is cancelled")
    assert "finished already" in (await anna.press("Cancel", message=card) or "")
    async with stage.services.db.read() as session:
        assert await live_jobs_of(session, anna.id) == []
    assert "Training has begun" in (await anna.press("Start again") or "")
    async with stage.services.db.read() as session:
        assert [job.state is not JobState.CANCELLED for job in await live_jobs_of(session, anna.id)] == [True]


async def test_a_failed_training_says_why_and_can_be_tried_again(anna: Person, stage: Stage) -> None:
    """It does not count, and a second tap starts no second one."""
    await stage.control("faults", {"point": "fal.job", "fault": "fail", "times": 4, "options": {"error": "boom"}})
    await train(stage, anna)
    failed = await anna.see("Anna could not be trained", seconds=60)
    assert "does not count" in failed["text"]
    await stage.http.delete("/control/faults")
    for _ in range(2):
        assert "Training has begun" in (await anna.press("Try again", message=failed) or "")
        assert not any("Training has begun" in text for text in anna.texts()), "no message for each tap"
    async with stage.services.db.read() as session:
        assert len(await live_jobs_of(session, anna.id)) == 1
    await anna.see("Anna is ready.")


async def test_a_first_attempt_that_broke_is_told_on_the_card(stages: Stages) -> None:
    """The second one begins at zero; the card says why, and that there is no third."""
    stage, anna = await slow_stage(stages)
    await stage.control(
        "faults", {"point": "fal.job", "fault": "fail", "times": 1, "options": {"error": "internal_error"}}
    )
    await train(stage, anna)
    card = await anna.see("It broke at the provider. This is the second and last attempt.", seconds=60)
    assert "Cancel" in anna.buttons(card)


async def test_cancel_without_a_step_points_at_what_runs(stages: Stages) -> None:
    """The card comes again, because its button is what stops it."""
    stage, anna = await slow_stage(stages)
    await train(stage, anna)
    first = await anna.see("Step ")
    await anna.say("/cancel")
    await anna.see("its card has the Cancel button")
    card = await anna.see("Step ", below=first)
    assert "Cancel" in anna.buttons(card)


async def test_a_held_order_is_told_and_resumed(stages: Stages) -> None:
    """Without credit at the provider nothing is lost: person and admin are told, and it goes on by itself."""
    stage = await stages(admin_ids=(7,))
    admin = await stage.person("Boss", user_id=7)
    await admin.say("/start")
    await admin.see("Hi, Boss")
    anna = await stage.person()
    await stage.control("fal/settings", {"balance": "exhausted"})
    await train(stage, anna)
    await anna.see("Your order waits")
    await admin.see("does not take our jobs")
    await stage.control("fal/settings", {"balance": "ok"})
    await anna.see("Anna is ready.", seconds=60)


async def test_proofs_that_cannot_be_drawn_do_not_cost_the_model(anna: Person, stage: Stage) -> None:
    """The model is ready without proofs, and what can be drawn is offered at once."""
    await stage.control("fal/settings", {"balance": "ok"})
    await train(stage, anna)
    await anna.see("Training has begun")
    for _ in range(3):
        await stage.control("faults", {"point": "fal.job", "fault": "blocked", "times": 3})
    done = await anna.see("Anna is ready.", seconds=60)
    assert "did not work out" in done["text"], done["text"]
    assert "Write my own" in anna.buttons(done)


async def test_a_training_that_nobody_can_find_may_be_ordered_anew(anna: Person, stage: Stage) -> None:
    """The call never arrived, which nobody knows: the wait can be ended, and the new training is like any other."""
    await stage.control("faults", {"point": "fal.submit", "fault": "dropped"})
    await train(stage, anna)
    await lost_for_hours(stage, anna)
    told = await anna.see("I do not know yet whether it is being trained", seconds=60)
    assert anna.buttons(told) == ["Try again", "Cancel"]
    await anna.press("Cancel", message=told)
    await anna.see("Nothing is lost by that")
    await anna.press("No, go on")
    assert "Training has begun" in (await anna.press("Try again", message=told) or "")
    await anna.see("Anna is ready.", seconds=60)
    async with stage.services.db.read() as session:
        assert [job.state for job in await live_jobs_of(session, anna.id)] == [JobState.REVIEW]
    await anna.press("Cancel", message=told)
    await anna.press("Yes, cancel")
    await anna.see("Cancelled.")


async def lost_for_hours(stage: Stage, anna: Person) -> None:
    """Makes the lost call of her training three hours old."""
    for _ in range(600):
        async with stage.services.db.write(joins_update=False) as session:
            [job] = await live_jobs_of(session, anna.id)
            if job.state is JobState.UNCERTAIN:
                job.uncertain_since = stage.services.clock.now() - timedelta(hours=3)
                job.next_at = stage.services.clock.now()
                return
        await asyncio.sleep(0.1)
    raise AssertionError("the call was not lost")
