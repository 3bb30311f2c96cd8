"""A training that its provider did not take: who may take over, and what becomes of what was set."""

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from db.enums import JobState, Quality
from db.models import Job, User
from db.repositories.choices import put_choice
from services.billing.budget import BudgetRules
from services.jobs.kinds import Move
from services.operating.chosen import Limit, stored
from services.ports import Storage
from services.privacy.consent import Consents
from services.providers.base import RefusalReason, Refused
from services.training.moving import move_training, to_repeat
from services.training.rules import TrainingRules
from services.training.trainer_rows import FLUX_FAST, REPLICATE_FLUX, Z_IMAGE_TURBO
from tests.services.training.story import RULES, Story
from tests.services.training.workshop import Workshop
from tests.support.rows import make_consent

BOTH = replace(RULES, providers=("fal", "replicate"))


@pytest.fixture
def two(story: Story) -> Story:
    """The facades with two providers."""
    return Story(story.db, story.clock, BOTH)


async def somebody(story: Story) -> User:
    """A person who has agreed to both providers."""
    user = await story.person()
    await make_consent(story.db, user, provider="replicate")
    return user


async def moved(story: Story, job: Job, without: Collection[str] = (), rules: TrainingRules = BOTH) -> Move | None:
    async with story.db.write(joins_update=False) as session:
        fresh = await session.get_one(Job, job.id)
        return await move_training(session, story.clock, story.trainers, rules, fresh, without)


async def test_another_provider_takes_over_with_its_own_trainer(two: Story) -> None:
    """The version says what it is trained with now; steps and price are the other trainer's."""
    job = await two.ordered(await somebody(two))
    assert await moved(two, job) == Move("replicate", REPLICATE_FLUX.endpoint, Decimal("1.7538"))
    _, version = await two.rows_of(job)
    assert (version.trainer, version.base_model, version.quality) == (REPLICATE_FLUX.key, "flux-1", Quality.STANDARD)
    assert version.params["rank"] == 16
    async with two.db.read() as session:
        assert (await session.get_one(Job, job.id)).total_steps == 1000


async def test_what_was_set_goes_along_as_far_as_the_other_has_it(two: Story) -> None:
    """By meaning, brought into its bounds; what nobody set is the other trainer's own."""
    user = await somebody(two)
    view = await two.complete_draft(user, trainer=REPLICATE_FLUX.key)
    await two.drafts.set_setting(user.id, view.draft_id, "steps", "700")
    await two.drafts.set_setting(user.id, view.draft_id, "rank", "32")
    job = await two.orders.confirm(user.id, view.draft_id, "key")
    assert await moved(two, job) == Move("fal", FLUX_FAST.endpoint, Decimal("1.4"))
    _, version = await two.rows_of(job)
    assert (version.trainer, version.params) == (FLUX_FAST.key, {"steps": 700})


async def test_photos_go_to_nobody_whom_the_person_has_not_agreed_to(two: Story) -> None:
    """The consent card names who gets them; a consent that was withdrawn names nobody."""
    job = await two.ordered(await two.person())
    assert await moved(two, job) is None
    _, version = await two.rows_of(job)
    assert (version.trainer, version.params) == (FLUX_FAST.key, {"steps": 1000}), "nothing has changed"
    user = await somebody(two)
    other = await two.ordered(user)
    await Consents(two.db, two.clock, "1").withdraw(user.id)
    assert await moved(two, other) is None


@pytest.mark.parametrize(
    ("changes", "without"),
    [
        ({}, ("replicate",)),
        ({"providers": ("fal",)}, ()),
        ({"budget": replace(RULES.budget, max_training_usd=Decimal("1.7"))}, ()),
    ],
)
async def test_who_cannot_or_may_not_does_not_take_over(
    two: Story, changes: dict[str, Any], without: Collection[str]
) -> None:
    """One that has refused, has no key, or is above the price limit."""
    job = await two.ordered(await somebody(two))
    assert await moved(two, job, without, replace(BOTH, **changes)) is None


async def test_a_price_limit_that_an_admin_has_just_set_holds(two: Story) -> None:
    """This process's copy of the limits is seconds old."""
    job = await two.ordered(await somebody(two))
    async with two.db.write() as session:
        await put_choice(session, Limit.MAX_TRAINING, stored(Decimal("1.7")), 1, two.clock.now())
    assert await moved(two, job) is None


async def test_a_base_model_of_one_provider_stays(two: Story) -> None:
    """Another base model would be another model."""
    job = await two.ordered(await somebody(two), trainer=Z_IMAGE_TURBO.key)
    assert await moved(two, job) is None


async def test_the_budget_counts_only_what_it_costs_more(two: Story) -> None:
    """The order's own money is reserved already."""
    job = await two.ordered(await somebody(two), trainer=REPLICATE_FLUX.key)
    short, enough = (replace(BOTH, budget=BudgetRules(Decimal(limit))) for limit in ("1.99", "2"))
    assert await moved(two, job, rules=short) is None
    assert await moved(two, job, rules=enough) is not None


async def test_the_engine_trains_at_the_provider_that_took_over(two: Story, storage: Storage) -> None:
    """Refused for want of money at one, trained, kept and drawn at the other; the weights come out of its archive."""
    workshop = Workshop(two, storage)
    job = await two.ordered(await somebody(two))
    await workshop.store_photos(job)
    workshop.provider.refuses(Refused(RefusalReason.NO_CREDIT))
    await workshop.run()
    done = await workshop.fresh(job)
    assert (done.state, done.error_code, done.provider) == (JobState.SUCCEEDED, None, "replicate")
    [training, *proofs] = workshop.replicate.calls
    assert (training.endpoint, training.target) == (
        REPLICATE_FLUX.endpoint,
        "ann/" + workshop.replicate.destinations[0],
    )
    assert {proof.endpoint for proof in proofs} == {"trained-version"}


async def test_an_order_that_comes_back_is_the_one_that_was_made(two: Story) -> None:
    """To another provider and back: the same trainer, the same values, the same price."""
    user = await somebody(two)
    view = await two.complete_draft(user, trainer=REPLICATE_FLUX.key)
    await two.drafts.set_setting(user.id, view.draft_id, "rank", "32")
    job = await two.orders.confirm(user.id, view.draft_id, "key")
    _, before = await two.rows_of(job)
    await moved(two, job)
    await two.change(job, {"provider": "fal"})
    assert await moved(two, job, ["fal"]) == Move("replicate", REPLICATE_FLUX.endpoint, job.estimated_cost)
    _, version = await two.rows_of(job)
    assert (version.trainer, version.params) == (REPLICATE_FLUX.key, before.params)
    assert version.params["rank"] == 32


async def test_a_moved_training_is_tried_again_as_it_was_ordered(two: Story) -> None:
    """Where that provider has a key; else as it was made."""
    job = await two.ordered(await somebody(two))
    await moved(two, job)
    _, version = await two.rows_of(job)
    assert version.trainer == REPLICATE_FLUX.key
    assert to_repeat(two.trainers, BOTH, version)[0] is FLUX_FAST
    assert to_repeat(two.trainers, replace(BOTH, providers=("replicate",)), version)[0] is REPLICATE_FLUX
