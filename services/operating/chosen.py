"""The names under which choices of admins are stored, and what their values mean. Pure.

A name is a group and a field: `budget.monthly_usd`, `training.pause`, `price.fal-ai/flux-lora`. A value is an object
with one member: `value`, where money is a string with all its digits.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Limit(StrEnum):
    """Numbers that an admin may change; the part behind the dot is the field of the rules."""

    MONTHLY_BUDGET = "budget.monthly_usd"
    BUDGET_ALERT = "budget.alert_usd"
    MAX_TRAINING = "budget.max_training_usd"
    TRAININGS_PER_MONTH = "training.trainings_per_month"
    PICTURES_PER_DAY = "generation.pictures_per_day"

    @property
    def is_money(self) -> bool:
        """Whether it is USD; the others are whole numbers."""
        return self.startswith(BUDGET)

    @property
    def field(self) -> str:
        """The field of the rules that it is."""
        return self.partition(".")[2]


BUDGET = "budget."
TRAINING = "training."
GENERATION = "generation."
PRICE = "price."
TRAINER_OFF = "trainer-off."
PAUSE = "training.paused"

Stored = Mapping[str, Mapping[str, Any]]
"""Choices as they lie in the table."""


def stored(value: Decimal | int | str) -> dict[str, Any]:
    """How a value is stored."""
    return {"value": f"{value:f}" if isinstance(value, Decimal) else value}


def digits(value: Decimal | int | None) -> str:
    """A value as it is compared and noted: all digits, no exponent; empty for none."""
    return f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value)


def chosen_fields(rows: Stored, group: str) -> dict[str, Any]:
    """What was chosen of the rules of one group, by field."""
    known = {limit.value: limit for limit in Limit}
    fields: dict[str, Any] = {}
    for name, row in rows.items():
        if name in known and name.startswith(group):
            limit = known[name]
            fields[limit.field] = Decimal(row["value"]) if limit.is_money else int(row["value"])
    if group == TRAINING:
        fields["paused"] = chosen_pause(rows)
        fields["trainers_off"] = frozenset(name.removeprefix(TRAINER_OFF) for name in rows if _is_off(name))
    return fields


def chosen_pause(rows: Stored) -> str | None:
    """Why no training is ordered at present, in an admin's words and perhaps none; None while trainings go on."""
    return str(rows[PAUSE]["value"]) if PAUSE in rows else None


def chosen_prices(rows: Stored) -> dict[str, Decimal]:
    """USD for one unit, by endpoint."""
    return {name.removeprefix(PRICE): Decimal(row["value"]) for name, row in rows.items() if name.startswith(PRICE)}


def _is_off(name: str) -> bool:
    return name.startswith(TRAINER_OFF)
