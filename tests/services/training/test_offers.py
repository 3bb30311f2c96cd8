"""What a draft offers to choose from, and what a choice changes."""

from dataclasses import replace
from decimal import Decimal

import pytest

from db.enums import Quality
from services.errors import LimitReachedError, NotFoundError
from services.loras.trigger_words import TriggerRule
from services.training.draft_fields import Need
from services.training.trainer_rows import FLUX_2, FLUX_FAST, ROWS, Z_IMAGE_TURBO
from services.training.trainers import Billing, TrainerTable
from tests.services.training.story import RULES, Story
from tests.support.rows import make_lora

TRAINERS = [row.key for row in ROWS if row.provider == "fal"]


async def test_the_offers_show_price_minutes_and_what_is_worth_choosing(story: Story) -> None:
    user = await story.person()
    view = await story.drafts.open(user.id)
    assert [choice.key for choice in view.choices] == TRAINERS
    flux = view.choices[0]
    assert [(offer.quality, offer.usd, offer.minutes) for offer in flux.offers] == [
        (Quality.QUICK, Decimal(1), 5),
        (Quality.STANDARD, Decimal(2), 10),
    ]
    assert (view.chosen.trainer, view.chosen.quality) == (FLUX_FAST.key, Quality.STANDARD)
    assert (view.quota.used, view.quota.left) == (0, 5)
    quick = await story.drafts.choose_quality(user.id, view.draft_id, Quality.QUICK)
    other = await story.drafts.choose_trainer(user.id, view.draft_id, Z_IMAGE_TURBO.key)
    assert (quick.chosen.usd, other.chosen.usd) == (Decimal(1), Decimal("0.85"))


async def test_what_is_too_dear_or_has_no_key_is_not_offered(story: Story) -> None:
    user = await story.person()
    dear = replace(FLUX_FAST, key="dear", billing=Billing(Decimal("0.0064")))
    dearest = replace(FLUX_FAST, key="dearest", billing=Billing(Decimal("0.0101")))
    elsewhere = replace(FLUX_FAST, key="elsewhere", provider="nobody")
    picky = Story(story.db, story.clock, RULES, TrainerTable([FLUX_FAST, dear, dearest, elsewhere]))
    view = await picky.drafts.open(user.id)
    assert [choice.key for choice in view.choices] == [FLUX_FAST.key, "dear"]
    assert [offer.quality for offer in view.choices[1].offers] == [Quality.QUICK]
    for key in ("elsewhere", "dearest"):
        with pytest.raises(NotFoundError):
            await picky.drafts.choose_trainer(user.id, view.draft_id, key)


async def test_choosing_a_trainer_takes_the_best_quality_that_the_limit_allows(story: Story) -> None:
    """What stands on the card can be ordered: FLUX.2 is over the limit in 1000 steps, and within it in 500."""
    user = await story.person()
    view = await story.drafts.open(user.id)
    chosen = await story.drafts.choose_trainer(user.id, view.draft_id, FLUX_2.key)
    assert (chosen.chosen.quality, chosen.chosen.usd) == (Quality.QUICK, Decimal("3.2"))
    back = await story.drafts.choose_trainer(user.id, view.draft_id, FLUX_FAST.key)
    assert back.chosen.quality is Quality.QUICK, "what was last on the card stays"


async def test_a_limit_that_sinks_refuses_the_order_and_does_not_change_it(story: Story) -> None:
    """A price that rises between the card and the tap must not make another training out of the one that was shown."""
    user = await story.person()
    view = await story.complete_draft(user)
    poor = replace(RULES, budget=replace(RULES.budget, max_training_usd=Decimal("1.99")))
    strict = Story(story.db, story.clock, poor)
    with pytest.raises(LimitReachedError, match="training-too-expensive"):
        await strict.orders.confirm(user.id, view.draft_id, "key")
    cheaper = await strict.drafts.choose_quality(user.id, view.draft_id, Quality.QUICK)
    assert cheaper.chosen.usd == Decimal(1)
    assert (await strict.orders.confirm(user.id, view.draft_id, "key")).estimated_cost == Decimal(1)


async def test_without_any_provider_the_draft_can_still_be_seen(story: Story) -> None:
    user = await story.person()
    bare = Story(story.db, story.clock, replace(RULES, providers=()))
    view = await bare.drafts.open(user.id)
    assert (view.choices, view.chosen.trainer) == ((), FLUX_FAST.key)


async def test_the_stricter_minimum_of_photos_wins(story: Story) -> None:
    user = await story.person()
    wants_ten = replace(Z_IMAGE_TURBO, min_photos=10)
    strict = Story(story.db, story.clock, RULES, TrainerTable([FLUX_FAST, wants_ten]))
    view = await strict.complete_draft(user)
    assert view.needs == ()
    chosen = await strict.drafts.choose_trainer(user.id, view.draft_id, wants_ten.key)
    assert (chosen.min_photos, chosen.needs, chosen.photos_missing) == (10, (Need.PHOTOS,), 6)


async def test_another_trigger_rule_makes_the_trigger_anew(story: Story) -> None:
    user = await story.person()
    wordy = replace(Z_IMAGE_TURBO, trigger_rule=TriggerRule.PHRASE)
    mixed = Story(story.db, story.clock, RULES, TrainerTable([FLUX_FAST, wordy]))
    view = await mixed.complete_draft(user, "Anna Petrova")
    chosen = await mixed.drafts.choose_trainer(user.id, view.draft_id, wordy.key)
    assert chosen.fields.trigger_word == "a woman called Anna Petrova"
    back = await mixed.drafts.choose_trainer(user.id, view.draft_id, FLUX_FAST.key)
    assert str(back.fields.trigger_word).startswith("ANNA_PETROVA_")


async def test_a_phrase_that_is_taken_gets_a_number_even_for_the_longest_name(story: Story) -> None:
    user = await story.person()
    wordy = replace(FLUX_FAST, trigger_rule=TriggerRule.PHRASE)
    mixed = Story(story.db, story.clock, RULES, TrainerTable([wordy]))
    draft = await mixed.complete_draft(user, "a" * 255)
    taken = str(draft.fields.trigger_word)
    await make_lora(story.db, user, trigger_word=taken, trigger_key=taken.casefold())
    again = await mixed.drafts.set_name(user.id, draft.draft_id, "a" * 255)
    assert str(again.fields.trigger_word).endswith(" 2")
