"""The table of trainers as the operator offers it to everybody: with usual prices and times, and what may be set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from db.enums import Quality
from db.sessions import ReadSession
from services.billing.budget import standing_budget
from services.training.draft_offers import is_within, least_photos, make_offer, offered_trainers
from services.training.rules import TrainingRules
from services.training.setting_views import TrainingSettingView, settings_of
from services.training.trainers import Trainer, TrainerTable, values_for


@dataclass(frozen=True)
class QualityOffer:
    """One column: the USD and minutes of a training that nobody has set anything for, and its values."""

    quality: Quality
    usd: Decimal
    minutes: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class TrainerOffer:
    """One row, with the qualities that are within the price limit. `settings` are those of the best of them."""

    trainer: Trainer
    min_photos: int
    qualities: Sequence[QualityOffer]
    settings: Sequence[TrainingSettingView]


async def offer_table(session: ReadSession, trainers: TrainerTable, rules: TrainingRules) -> Sequence[TrainerOffer]:
    """The rows on offer, in their order; see `offered_trainers`. The price limit is the one that stands now."""
    now = replace(rules, budget=await standing_budget(session, rules.budget))
    return [await _row(session, row, trainers, now) for row in offered_trainers(trainers, now)]


async def _row(session: ReadSession, row: Trainer, trainers: TrainerTable, rules: TrainingRules) -> TrainerOffer:
    found = []
    for quality in trainers.qualities(row):
        values = values_for(row, quality, {})
        offer = await make_offer(session, row, quality, values, trainers)
        if is_within(offer.usd, rules):
            found.append(QualityOffer(quality, offer.usd, offer.minutes, values))
    settings = settings_of(row, found[-1].quality, {}, trainers, rules)
    return TrainerOffer(row, least_photos(row, rules), found, settings)
