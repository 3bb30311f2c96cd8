"""What a draft can be trained with: the trainers on offer, their prices and times."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil
from typing import Any

from db.enums import Quality
from db.models import User
from db.sessions import ReadSession
from services.training.draft_fields import CreateFields
from services.training.rules import TrainingRules
from services.training.timing import usual_seconds
from services.training.trainers import Trainer, TrainerTable, values_for

REMEMBERED = "training"
"""Where a person's wishes lie in their preferences, by trainer."""


@dataclass(frozen=True)
class Offer:
    """One way to train: price in USD and the usual minutes, rounded up."""

    trainer: str
    quality: Quality
    usd: Decimal
    minutes: int


@dataclass(frozen=True)
class TrainerChoice:
    """A trainer that may be chosen. `best_use` is a text key; `offers` has one entry per quality worth showing."""

    key: str
    provider: str
    best_use: str
    min_photos: int
    offers: tuple[Offer, ...]


def chosen_trainer(fields: CreateFields, trainers: TrainerTable, rules: TrainingRules) -> Trainer:
    """The trainer of a draft: the person's choice, else the first on offer at the provider that the operator prefers,
    the default trainer before its neighbours."""
    if fields.trainer is not None:
        return trainers.get(fields.trainer)
    default = trainers.get(rules.default_trainer)
    offered = sorted(
        offered_trainers(trainers, rules), key=lambda row: (rules.providers.index(row.provider), row is not default)
    )
    return offered[0] if offered else default


def chosen_quality(fields: CreateFields, trainer: Trainer, trainers: TrainerTable) -> Quality:
    """The quality of a draft; standard where the trainer offers nothing else."""
    return fields.quality if fields.quality in trainers.qualities(trainer) else Quality.STANDARD


async def begun_with(
    session: ReadSession,
    user_id: int,
    fields: CreateFields,
    trainer: Trainer,
    trainers: TrainerTable,
    rules: TrainingRules,
) -> CreateFields:
    """The draft with this trainer as the person had set it last, and with the best quality that the price limit
    allows where it does not allow the draft's own."""
    within = [one for one in trainers.qualities(trainer) if is_within(trainers.usual_cost(trainer, one), rules)]
    quality = chosen_quality(fields, trainer, trainers)
    if within and quality not in within:
        quality = within[-1]
    wishes = await remembered_wishes(session, user_id, trainer)
    is_payable = is_within(trainers.cost(trainer, values_for(trainer, quality, wishes)), rules)
    return replace(fields, quality=quality, wishes=wishes if is_payable else {})


def offered_trainers(trainers: TrainerTable, rules: TrainingRules) -> list[Trainer]:
    """The trainers that are not switched off, whose provider has a key, and which are within the price limit at their
    cheapest."""
    return [
        row
        for row in trainers.all()
        if row.provider in rules.providers
        and row.key not in rules.trainers_off
        and is_within(min(trainers.usual_cost(row, quality) for quality in trainers.qualities(row)), rules)
    ]


def is_within(cost: Decimal, rules: TrainingRules) -> bool:
    """Whether one training may cost this much."""
    most = rules.budget.max_training_usd
    return most is None or cost <= most


def least_photos(trainer: Trainer, rules: TrainingRules) -> int:
    """The stricter minimum wins."""
    return max(rules.photos.min_count, trainer.min_photos)


async def remembered_wishes(session: ReadSession, user_id: int, trainer: Trainer) -> dict[str, Any]:
    """What the person set for this trainer last time."""
    user = await session.get(User, user_id)
    stored = user.preferences.get(REMEMBERED, {}).get(trainer.key, {}) if user else {}
    return dict(stored)


def without_course(trainer: Trainer, wishes: Mapping[str, Any]) -> dict[str, Any]:
    """The wishes that a change of quality leaves: quick has to be quick, whatever was set before."""
    of_courses = {key for course in trainer.courses.values() for key in course.values}
    return {key: value for key, value in wishes.items() if key not in of_courses}


async def view_choices(
    session: ReadSession, user_id: int, fields: CreateFields, trainers: TrainerTable, rules: TrainingRules
) -> tuple[TrainerChoice, ...]:
    """The trainers on offer, each at the price and time that it would have if it were chosen now."""
    chosen = chosen_trainer(fields, trainers, rules)
    choices = []
    for row in offered_trainers(trainers, rules):
        begun = fields if row is chosen else await begun_with(session, user_id, fields, row, trainers, rules)
        kept, wishes = chosen_quality(begun, row, trainers), begun.wishes
        offers = []
        for quality in trainers.qualities(row):
            values = values_for(row, quality, wishes if quality is kept else without_course(row, wishes))
            offers.append(await make_offer(session, row, quality, values, trainers))
        within = tuple(offer for offer in offers if is_within(offer.usd, rules))
        choices.append(TrainerChoice(row.key, row.provider, row.best_use, least_photos(row, rules), within))
    return tuple(choices)


async def make_offer(
    session: ReadSession, row: Trainer, quality: Quality, values: Mapping[str, Any], trainers: TrainerTable
) -> Offer:
    """Price and time of training with these values."""
    minutes = ceil(await usual_seconds(session, row, quality, values) / 60)
    return Offer(row.key, quality, trainers.cost(row, values), minutes)
