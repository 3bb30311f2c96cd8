"""What stands for trainings: the settings, and what admins have chosen instead."""

from dataclasses import dataclass, field
from datetime import timedelta

from services.billing.budget import BudgetRules
from services.billing.past_use import PastUse
from services.choosable import Choosable
from services.photos.coach_limits import CoachLimits
from services.photos.limits import PhotoLimits


@dataclass(eq=False)
class TrainingRules(Choosable):
    """Limits of the create conversation and of training orders.

    `providers`: names of the providers that have a key, the preferred first. `default_trainer`: key of the trainer a
    new draft starts with. `trainings_per_month`: per person and UTC month. `tries_per_day`: orders per person and UTC
    day, however they end. `price`: whole credits of one training; 0 is free. `paused`: why nothing new is trained, in
    an admin's words and perhaps none, None while trainings go on. `trainers_off`: keys of trainers that take no new
    orders. `coach`: from when on a photo is good, usable or not trained with.
    `past`: what people had used who had everything deleted, None where nothing is remembered.
    """

    budget: BudgetRules
    providers: tuple[str, ...] = ("fal",)
    default_trainer: str = "flux-lora-fast-training"
    trainings_per_month: int = 5
    tries_per_day: int = 10
    photos: PhotoLimits = field(default_factory=PhotoLimits)
    coach: CoachLimits = field(default_factory=CoachLimits)
    price: int = 0
    settle_after: timedelta = timedelta(seconds=1.5)
    paused: str | None = None
    trainers_off: frozenset[str] = frozenset()
    past: PastUse | None = None
