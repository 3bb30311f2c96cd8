"""Bringing a process's rules and prices up to what admins have chosen."""

import asyncio
from dataclasses import dataclass

from db.database import Database
from db.repositories.choices import choices
from services.billing.budget import BudgetRules
from services.billing.prices import PriceBook
from services.generation.rules import GenerationRules
from services.operating.chosen import BUDGET, GENERATION, TRAINING, Stored, chosen_fields, chosen_prices
from services.training.rules import TrainingRules


@dataclass(frozen=True)
class ChangeableRules:
    """The objects that everybody in this process reads."""

    budget: BudgetRules
    training: TrainingRules
    generation: GenerationRules
    prices: PriceBook


class ChoiceReading:
    """The only writer of the rules. Every process has its own copy and reads for itself, every few seconds; what must
    not be seconds old is asked of the rows inside the order's transaction."""

    def __init__(self, db: Database, rules: ChangeableRules) -> None:
        self._db = db
        self._rules = rules
        self._one_at_a_time = asyncio.Lock()

    async def read(self) -> int:
        """Takes over what is chosen now. Returns 0, as ticks that leave nothing do."""
        # Else a slow reading would put what is old back in place of what a later one has found.
        async with self._one_at_a_time, self._db.read() as session:
            self._take_over(await choices(session))
        return 0

    def _take_over(self, rows: Stored) -> None:
        self._rules.budget.take_over(chosen_fields(rows, BUDGET))
        self._rules.training.take_over(chosen_fields(rows, TRAINING))
        self._rules.generation.take_over(chosen_fields(rows, GENERATION))
        self._rules.prices.choose(chosen_prices(rows))
