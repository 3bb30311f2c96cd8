"""Where a training goes that its provider did not take."""

from collections.abc import Collection
from typing import Any

from db.models import Job, Lora, LoraVersion
from db.repositories.privacy import consented_providers
from db.repositories.trainings import version_for_change
from db.sessions import WriteSession
from services.billing.budget import standing_budget
from services.billing.moves import is_affordable
from services.jobs.kinds import Move
from services.photos.judged_as import judged_as
from services.photos.trained import count_trained
from services.ports import Clock
from services.training.draft_offers import least_photos
from services.training.rules import TrainingRules
from services.training.trainer_settings import SettingKey
from services.training.trainers import Trainer, TrainerTable, values_for, wishes_in


async def move_training(
    session: WriteSession,
    clock: Clock,
    trainers: TrainerTable,
    rules: TrainingRules,
    job: Job,
    without: Collection[str],
) -> Move | None:
    """Another trainer for the version of this job, already written into it: what the person had set goes along, as far
    as the other has it; an order that comes back to its provider is the one that was made. None without a trainer that
    the person's photos may go to, and that photos and limits allow."""
    version = await version_for_change(session, job.subject_id)
    ordered, wanted = ordered_in(trainers, version)
    # Photos go to nobody whom the person has not agreed to.
    agreed = await consented_providers(session, job.user_id)
    allowed = [name for name in rules.providers if name in agreed and name not in {*without, job.provider}]
    lora = await session.get_one(Lora, version.lora_id)
    photos = await count_trained(session, version.dataset_id, judged_as(lora.type, lora.class_word), rules.coach)
    wishes = wishes_in(ordered, version.quality, wanted)
    itself = [ordered] if ordered.provider in allowed else []
    most = (await standing_budget(session, rules.budget)).max_training_usd
    others = [row for row in trainers.instead_of(ordered, allowed) if row.key not in rules.trainers_off]
    for other in [*itself, *others]:
        values = wanted if other is ordered else values_for(other, version.quality, wishes)
        cost = trainers.cost(other, values)
        if photos < least_photos(other, rules) or (most is not None and cost > most):
            continue
        if await is_affordable(session, clock, rules.budget, job, cost):
            version.ordered = {"trainer": ordered.key, "values": wanted}
            _write(version, other, values)
            job.total_steps = int(values[SettingKey.STEPS])
            await session.flush()
            return Move(other.provider, other.endpoint, cost)
    return None


def ordered_in(trainers: TrainerTable, version: LoraVersion) -> tuple[Trainer, dict[str, Any]]:
    """The trainer and values that were ordered, however often the order has moved since."""
    if version.ordered is None:
        return trainers.get(version.trainer), dict(version.params)
    return trainers.get(version.ordered["trainer"]), dict(version.ordered["values"])


def to_repeat(trainers: TrainerTable, rules: TrainingRules, version: LoraVersion) -> tuple[Trainer, dict[str, Any]]:
    """How a training is made once more: as it was ordered, or as it was made where that provider has no key now."""
    trainer, values = ordered_in(trainers, version)
    if trainer.provider in rules.providers:
        return trainer, values
    return trainers.get(version.trainer), dict(version.params)


def _write(version: LoraVersion, trainer: Trainer, values: dict[str, Any]) -> None:
    version.trainer = trainer.key
    version.base_model = trainer.base_model
    version.params = values
