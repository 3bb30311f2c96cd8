"""No training is ordered while an admin has paused them, whatever a process has read before; trainers that are off."""

from dataclasses import replace

import pytest

from db.enums import LoraStatus
from db.repositories.choices import drop_choice, put_choice
from services.errors import BusyError, ConflictError, ForbiddenError
from services.operating.chosen import PAUSE, stored
from services.training.moving import move_training
from services.training.trainer_rows import FLUX_FAST, FLUX_TURBO, REPLICATE_FLUX
from tests.services.training.story import RULES, Story
from tests.support.clock import FakeClock


async def pause(story: Story, reason: str) -> None:
    async with story.db.write() as session:
        await put_choice(session, PAUSE, stored(reason), 7, story.clock.now())


@pytest.mark.parametrize(("reason", "code"), [("", "trainings-paused"), ("moving", "trainings-paused-why")])
async def test_nothing_is_ordered(story: Story, reason: str, code: str) -> None:
    """From a draft; it stays, and orders when the pause is over. A tap of before the pause finds its order."""
    user = await story.person()
    first = await story.complete_draft(user, "Bella")
    ordered = await story.orders.confirm(user.id, first.draft_id, "before")
    view = await story.complete_draft(user)
    await pause(story, reason)
    with pytest.raises(BusyError, match=code) as refused:
        await story.orders.confirm(user.id, view.draft_id, "key")
    assert refused.value.params == ({"reason": reason} if reason else {})
    assert (await story.orders.confirm(user.id, first.draft_id, "before")).id == ordered.id
    async with story.db.write() as session:
        await drop_choice(session, PAUSE)
    assert await story.orders.confirm(user.id, view.draft_id, "key")


async def test_neither_again_nor_for_free(story: Story) -> None:
    """Retries are trainings too."""
    user = await story.person()
    lora, version = await story.rows_of(await story.ordered(user))
    await pause(story, "")
    await story.change(lora, {"status": LoraStatus.FAILED})
    await story.change(version, {"status": LoraStatus.COMPLETED})
    for order in (story.orders.retry(user.id, lora.id, "again"), story.orders.free_retry(user.id, version.id)):
        with pytest.raises(BusyError, match="trainings-paused"):
            await order


async def test_a_trainer_that_is_off_takes_no_order(story: Story) -> None:
    """Neither offered nor chosen nor kept from before; another one can be chosen instead."""
    rules = replace(RULES)
    told = Story(story.db, story.clock, rules)
    user = await told.person()
    view = await told.complete_draft(user, trainer=FLUX_FAST.key)
    rules.take_over({"trainers_off": frozenset({FLUX_FAST.key})})
    with pytest.raises(ConflictError, match="trainer-off"):
        await told.orders.confirm(user.id, view.draft_id, "key")
    seen = await told.drafts.view(view.draft_id)
    assert FLUX_FAST.key not in {choice.key for choice in seen.choices}
    await told.drafts.choose_trainer(user.id, view.draft_id, FLUX_TURBO.key)
    assert await told.orders.confirm(user.id, view.draft_id, "key")
    rules.take_over({})
    assert (await told.complete_draft(user, "Bella")).chosen.trainer == FLUX_FAST.key


async def test_an_order_does_not_move_to_a_trainer_that_is_off(story: Story) -> None:
    """What is ordered goes on where it is; elsewhere it would be a new order."""
    rules = replace(RULES, providers=("fal", "replicate"))
    told = Story(story.db, story.clock, rules)
    user = await told.person(agreed=("fal", "replicate"))
    job = await told.ordered(user)
    rules.take_over({"trainers_off": frozenset({REPLICATE_FLUX.key})})
    async with story.db.write() as session:
        assert await move_training(session, story.clock, told.trainers, rules, job, ()) is None
    rules.take_over({})
    async with story.db.write() as session:
        assert await move_training(session, story.clock, told.trainers, rules, job, ()) is not None


async def test_whoever_is_banned_orders_nothing(story: Story, clock: FakeClock) -> None:
    """The door may have been passed a moment before the ban; the lock of the order looks again."""
    user = await story.person()
    view = await story.complete_draft(user)
    await story.change(user, {"banned_at": clock.now()})
    with pytest.raises(ForbiddenError, match="banned"):
        await story.orders.confirm(user.id, view.draft_id, "key")
