"""The trainers as the operator offers them."""

from dataclasses import replace
from decimal import Decimal

from db.database import Database
from db.enums import Quality
from services.billing.budget import BudgetRules
from services.training.offer_table import offer_table
from services.training.trainer_settings import SettingKey
from tests.services.training.story import RULES, Story


async def test_what_is_switched_off_without_a_key_or_too_dear_is_not_there(story: Story) -> None:
    """Whoever chooses from the table can order what they chose."""
    limit = Decimal("2.5")
    budget = BudgetRules(monthly_usd=None, max_training_usd=limit)
    off = "turbo-flux-trainer"
    rules = replace(RULES, budget=budget, trainers_off=frozenset({off}))
    async with story.db.read() as session:
        everything = await offer_table(session, story.trainers, RULES)
        found = await offer_table(session, story.trainers, rules)
    assert off in {one.trainer.key for one in everything}
    assert off not in {one.trainer.key for one in found}
    assert 0 < len(found) < len(everything) - 1, "some are too dear"
    assert {one.trainer.provider for one in found} == {"fal"}
    assert all(offer.usd <= limit for one in found for offer in one.qualities)


async def test_prices_times_and_settings_are_those_of_the_row(story: Story, db: Database) -> None:
    """FLUX: $2 per 1000 steps, ten minutes; quick is half of both."""
    async with db.read() as session:
        flux = (await offer_table(session, story.trainers, RULES))[0]
    assert flux.trainer.key == "flux-lora-fast-training"
    assert [(one.quality, one.usd, one.minutes, dict(one.values)) for one in flux.qualities] == [
        (Quality.QUICK, Decimal("1.0000"), 5, {"steps": 500}),
        (Quality.STANDARD, Decimal("2.0000"), 10, {"steps": 1000}),
    ]
    steps = flux.settings[0]
    assert (steps.key, steps.least, steps.most, steps.default) == (SettingKey.STEPS, 1, 10_000, 1000)
    assert steps.affordable == 2500, "$5 is the limit"
