"""What stands for generations: the settings, and what admins have chosen instead."""

from dataclasses import dataclass

from services.billing.budget import BudgetRules
from services.billing.past_use import PastUse
from services.choosable import Choosable


@dataclass(eq=False)
class GenerationRules(Choosable):
    """`pictures_per_day`: per person and UTC day. `price`: whole credits of one picture; 0 is free. `providers`:
    names of the providers that have a key, the preferred first. `past`: what people had used who had everything
    deleted, None where nothing is remembered."""

    budget: BudgetRules
    pictures_per_day: int = 50
    price: int = 0
    providers: tuple[str, ...] = ("fal",)
    past: PastUse | None = None
