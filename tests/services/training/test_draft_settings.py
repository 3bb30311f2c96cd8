"""What may be set about a training: within bounds, shown with its price, trained with, and remembered by trainer."""

from dataclasses import replace
from decimal import Decimal

import pytest

from db.enums import JobState, LoraStatus, Quality
from db.models import User
from services.errors import InvalidInputError, LimitReachedError, NotFoundError
from services.training.draft_view import DraftView
from services.training.trainer_rows import FLUX_FAST, FLUX_TURBO, REPLICATE_FLUX, Z_IMAGE_TURBO
from tests.services.training.story import RULES, Story

BOTH = replace(RULES, providers=("fal", "replicate"))


def value_of(view: DraftView, key: str) -> object:
    return next(setting.value for setting in view.settings if setting.key == key)


async def at_replicate(story: Story, user: User) -> tuple[Story, DraftView]:
    """A complete draft for the trainer with the most settings."""
    wide = Story(story.db, story.clock, BOTH)
    return wide, await wide.complete_draft(user, trainer=REPLICATE_FLUX.key)


async def test_a_draft_shows_what_its_trainer_has_and_nothing_else(story: Story) -> None:
    """Each with its value, default and bounds."""
    user = await story.person()
    [steps] = (await story.drafts.open(user.id)).settings
    assert (steps.key, steps.value, steps.default, steps.least, steps.most) == ("steps", 1000, 1000, 1, 10_000)
    assert (steps.whole, steps.multiple, steps.choices, steps.is_own) == (True, 1, (), False)
    _, view = await at_replicate(story, user)
    assert [setting.key for setting in view.settings] == ["steps", "learning_rate", "rank", "batch_size", "resolution"]
    assert "512,768,1024" in view.settings[4].choices


async def test_price_and_minutes_follow_what_is_set(story: Story) -> None:
    """Before the button is tapped: on the card, and among the trainers to choose from."""
    user = await story.person()
    draft = await story.drafts.open(user.id)
    view = await story.drafts.set_setting(user.id, draft.draft_id, "steps", "2 000")
    assert (view.chosen.usd, view.chosen.minutes) == (Decimal(4), 20)
    assert view.settings[0].is_own
    offers = {offer.quality: offer.usd for offer in view.choices[0].offers}
    assert offers == {Quality.QUICK: Decimal(1), Quality.STANDARD: Decimal(4)}
    reset = await story.drafts.reset_settings(user.id, draft.draft_id)
    assert (reset.chosen.usd, reset.chosen.minutes) == (Decimal(2), 10)


async def test_a_value_out_of_bounds_changes_nothing(story: Story) -> None:
    """Nor does a setting that the trainer does not have, or somebody else's draft."""
    user, other = await story.person(), await story.person()
    draft = await story.drafts.open(user.id)
    for key, text, code in (("steps", "0", "setting-bad"), ("rank", "16", "button-old"), ("x", "1", "button-old")):
        with pytest.raises(InvalidInputError) as refused:
            await story.drafts.set_setting(user.id, draft.draft_id, key, text)
        assert refused.value.code == code
    with pytest.raises(NotFoundError):
        await story.drafts.set_setting(other.id, draft.draft_id, "steps", "100")
    with pytest.raises(NotFoundError):
        await story.drafts.reset_settings(other.id, draft.draft_id)
    assert value_of(await story.drafts.view(draft.draft_id), "steps") == 1000


async def test_the_price_limit_holds_for_what_is_set(story: Story) -> None:
    """Ten thousand steps for free would be somebody's money: neither set nor, by another way, ordered."""
    user = await story.person()
    draft = await story.complete_draft(user)
    with pytest.raises(LimitReachedError, match="training-too-expensive"):
        await story.drafts.set_setting(user.id, draft.draft_id, "steps", "2501")
    rich = Story(story.db, story.clock, replace(RULES, budget=replace(RULES.budget, max_training_usd=None)))
    await rich.drafts.set_setting(user.id, draft.draft_id, "steps", "10000")
    with pytest.raises(LimitReachedError, match="training-too-expensive"):
        await story.orders.confirm(user.id, draft.draft_id, "key")


async def test_it_is_trained_with_what_was_set(story: Story) -> None:
    """The version keeps every value by its meaning; the job counts the steps."""
    user = await story.person(agreed=("fal", "replicate"))
    wide, view = await at_replicate(story, user)
    for key, text in (("steps", "800"), ("rank", "32"), ("learning_rate", "0,0002"), ("resolution", "512, 768")):
        view = await wide.drafts.set_setting(user.id, view.draft_id, key, text)
    job = await wide.orders.confirm(user.id, view.draft_id, "key")
    _, version = await wide.rows_of(job)
    assert version.params == {
        "steps": 800,
        "learning_rate": 0.0002,
        "rank": 32,
        "batch_size": 1,
        "resolution": "512,768",
    }
    assert (job.total_steps, job.estimated_cost) == (800, view.chosen.usd)


async def test_another_quality_is_not_held_back_by_what_was_set(story: Story) -> None:
    """Quick has to be quick; what has nothing to do with the quality stays."""
    user = await story.person()
    wide, view = await at_replicate(story, user)
    await wide.drafts.set_setting(user.id, view.draft_id, "steps", "1500")
    await wide.drafts.set_setting(user.id, view.draft_id, "resolution", "512")
    quick = await wide.drafts.choose_quality(user.id, view.draft_id, Quality.QUICK)
    assert [value_of(quick, key) for key in ("steps", "rank", "resolution")] == [500, 8, "512"]


async def test_settings_are_remembered_by_trainer(story: Story) -> None:
    """Another trainer drops them; ordered ones come back with their trainer, also in the next draft."""
    user = await story.person()
    draft = await story.complete_draft(user, "One")
    await story.drafts.set_setting(user.id, draft.draft_id, "steps", "1200")
    turbo = await story.drafts.choose_trainer(user.id, draft.draft_id, FLUX_TURBO.key)
    assert value_of(turbo, "steps") == 1000
    back = await story.drafts.choose_trainer(user.id, draft.draft_id, FLUX_FAST.key)
    assert value_of(back, "steps") == 1000, "nothing was ordered with it"
    await story.drafts.set_setting(user.id, draft.draft_id, "steps", "1200")
    await story.orders.confirm(user.id, draft.draft_id, "one")
    following = await story.complete_draft(user, "Two", trainer=Z_IMAGE_TURBO.key)
    assert value_of(following, "steps") == 2000
    again = await story.drafts.choose_trainer(user.id, following.draft_id, FLUX_FAST.key)
    assert value_of(again, "steps") == 1200
    await story.drafts.reset_settings(user.id, again.draft_id)
    await story.orders.confirm(user.id, again.draft_id, "two")
    assert value_of(await story.drafts.open(user.id), "steps") == 1000, "taken back is remembered too"


async def test_choosing_the_same_trainer_again_keeps_what_was_set(story: Story) -> None:
    """A second tap takes nothing away."""
    user = await story.person()
    draft = await story.drafts.open(user.id)
    await story.drafts.set_setting(user.id, draft.draft_id, "steps", "700")
    same = await story.drafts.choose_trainer(user.id, draft.draft_id, FLUX_FAST.key)
    assert value_of(same, "steps") == 700


async def test_remembered_settings_that_cost_too_much_are_not_taken(story: Story) -> None:
    """The operator's limit may have sunk since."""
    user = await story.person()
    draft = await story.complete_draft(user)
    await story.drafts.set_setting(user.id, draft.draft_id, "steps", "2000")
    await story.orders.confirm(user.id, draft.draft_id, "key")
    poor = Story(story.db, story.clock, replace(RULES, budget=replace(RULES.budget, max_training_usd=Decimal(2))))
    view = await poor.drafts.open(user.id)
    assert (view.chosen.usd, value_of(view, "steps")) == (Decimal(2), 1000)


async def test_a_retry_trains_with_the_same_settings(story: Story) -> None:
    """What failed is tried again as it was, not as a new draft would be."""
    user = await story.person()
    draft = await story.complete_draft(user)
    await story.drafts.set_setting(user.id, draft.draft_id, "steps", "1200")
    job = await story.orders.confirm(user.id, draft.draft_id, "key")
    lora, version = await story.rows_of(job)
    await story.change(job, {"state": JobState.FAILED, "finished_at": story.clock.now()})
    await story.change(lora, {"status": LoraStatus.FAILED, "name_key": None})
    await story.change(version, {"status": LoraStatus.FAILED})
    again = await story.orders.retry(user.id, lora.id, "again")
    _, second = await story.rows_of(again)
    assert (second.params, again.total_steps, again.estimated_cost) == ({"steps": 1200}, 1200, Decimal("2.4"))
