"""Choices as they lie in the table."""

from decimal import Decimal

from services.operating.chosen import (
    BUDGET,
    GENERATION,
    PAUSE,
    PRICE,
    TRAINER_OFF,
    TRAINING,
    Limit,
    chosen_fields,
    chosen_prices,
    digits,
    stored,
)

ROWS = {
    Limit.MONTHLY_BUDGET.value: stored(Decimal("1250.50")),
    Limit.PICTURES_PER_DAY.value: stored(7),
    f"{PRICE}fal-ai/flux-lora": stored(Decimal("0.0000012")),
    f"{TRAINER_OFF}flux": stored("flux"),
    PAUSE: stored("because"),
    "training.of_a_newer_release": stored(1),
}


def test_each_group_gets_its_own() -> None:
    """As the fields of its rules; names that this release does not know are left out."""
    assert chosen_fields(ROWS, BUDGET) == {"monthly_usd": Decimal("1250.50")}
    assert chosen_fields(ROWS, GENERATION) == {"pictures_per_day": 7}
    assert chosen_fields(ROWS, TRAINING) == {"paused": "because", "trainers_off": frozenset({"flux"})}
    assert chosen_fields({}, TRAINING) == {"paused": None, "trainers_off": frozenset()}


def test_prices_keep_all_their_digits() -> None:
    """Money is a string in the table: a float would lose them."""
    assert chosen_prices(ROWS) == {"fal-ai/flux-lora": Decimal("0.0000012")}
    assert ROWS[f"{PRICE}fal-ai/flux-lora"] == {"value": "0.0000012"}


def test_digits_have_no_exponent() -> None:
    """What is compared looks the same however it was made."""
    assert [digits(value) for value in (Decimal("1E+2"), Decimal("0.0024"), 5, None)] == ["100", "0.0024", "5", ""]
