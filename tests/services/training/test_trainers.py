"""What the trainer table makes of qualities, wishes and prices."""

from dataclasses import replace
from decimal import Decimal

import pytest

from db.enums import Quality
from services.billing.prices import PriceBook
from services.errors import NotFoundError
from services.loras.trigger_words import TriggerRule
from services.training.trainer_rows import (
    FLUX_2,
    FLUX_FAST,
    FLUX_PORTRAIT,
    FLUX_TURBO,
    QWEN_IMAGE,
    REPLICATE_FLUX,
    ROWS,
    Z_IMAGE_TURBO,
)
from services.training.trainer_settings import SettingKey
from services.training.trainers import Course, TrainerTable, values_for, wishes_in

TABLE = TrainerTable(ROWS)


def test_a_wish_comes_before_the_course_and_the_course_before_the_default() -> None:
    """Quick on Replicate is 500 steps of rank 8 at 1e-4; what a person sets stays set."""
    usual = values_for(REPLICATE_FLUX, Quality.QUICK, {})
    assert usual == {
        "steps": 500,
        "learning_rate": 0.0001,
        "rank": 8,
        "batch_size": 1,
        "resolution": "512,768,1024",
    }
    wished = values_for(REPLICATE_FLUX, Quality.QUICK, {"rank": 32, "resolution": "512"})
    assert wished == usual | {"rank": 32, "resolution": "512"}
    assert values_for(REPLICATE_FLUX, Quality.STANDARD, {})["learning_rate"] == 0.0004


def test_wishes_are_fitted_and_those_that_mean_nothing_here_are_left_out() -> None:
    """What was set for one trainer never breaks the call of another."""
    assert values_for(FLUX_FAST, Quality.STANDARD, {"steps": 99_999, "rank": 4}) == {"steps": 10_000}
    assert values_for(FLUX_2, Quality.STANDARD, {"steps": 1234})["steps"] == 1200
    assert values_for(FLUX_2, Quality.STANDARD, {"steps": "many"})["steps"] == 1000


def test_what_somebody_has_chosen_can_be_told_from_what_is_usual() -> None:
    """Values of a version that equal the course are nobody's wish."""
    values = values_for(REPLICATE_FLUX, Quality.QUICK, {"rank": 32, "steps": 500})
    assert wishes_in(REPLICATE_FLUX, Quality.QUICK, values) == {"rank": 32}


def test_a_trainer_without_a_quick_course_trains_as_usual() -> None:
    """A stored quality that the row has lost is no error."""
    slow = replace(FLUX_FAST, courses={Quality.STANDARD: FLUX_FAST.courses[Quality.STANDARD]})
    assert values_for(slow, Quality.QUICK, {}) == {"steps": 1000}


@pytest.mark.parametrize(
    ("trainer", "quick", "standard"),
    [
        (FLUX_FAST, "1", "2"),
        (FLUX_PORTRAIT, "2.4", "6"),
        (FLUX_TURBO, "1.2", "2.4"),
        (FLUX_2, "3.2", "6.4"),
        (Z_IMAGE_TURBO, "0.85", "1.7"),
        (QWEN_IMAGE, "0.75", "1.5"),
        (REPLICATE_FLUX, "0.9912", "1.7538"),
    ],
    ids=lambda value: getattr(value, "key", value),
)
def test_costs_of_the_courses(trainer: object, quick: str, standard: str) -> None:
    """As the model pages state them; Replicate bills seconds, 1000 steps are $1.50 to 2."""
    costs = [TABLE.usual_cost(trainer, quality) for quality in (Quality.QUICK, Quality.STANDARD)]  # type: ignore[arg-type]
    assert costs == [Decimal(quick), Decimal(standard)]


def test_costs_follow_the_values() -> None:
    """Steps, a least that is billed, and what makes a step longer."""
    assert TABLE.cost(FLUX_FAST, {"steps": 1500}) == Decimal(3)
    assert TABLE.cost(FLUX_PORTRAIT, {"steps": 10}) == Decimal("2.4")
    usual = values_for(REPLICATE_FLUX, Quality.STANDARD, {})
    plain, dearer = TABLE.cost(REPLICATE_FLUX, usual), TABLE.cost(REPLICATE_FLUX, usual | {"batch_size": 4})
    assert dearer > 3 * plain
    assert TABLE.cost(REPLICATE_FLUX, usual | {"resolution": "512"}) < plain


def test_the_price_book_comes_before_the_row() -> None:
    """For the endpoint that it knows, and for no other."""
    told = TrainerTable(ROWS, PriceBook(overrides={FLUX_FAST.endpoint: Decimal("0.003")}))
    assert told.usual_cost(FLUX_FAST, Quality.STANDARD) == Decimal(3)
    assert told.usual_cost(Z_IMAGE_TURBO, Quality.STANDARD) == Decimal("1.7")


def test_a_quick_choice_that_saves_nothing_is_hidden() -> None:
    """Neither money nor time; saving one of them is enough to be offered."""
    same = Course({SettingKey.STEPS: 1000}, usual_seconds=600)
    useless = replace(FLUX_FAST, courses={Quality.QUICK: same, Quality.STANDARD: same})
    billed_alike = replace(FLUX_FAST, billing=replace(FLUX_FAST.billing, least=Decimal(1000)))
    assert TABLE.qualities(FLUX_FAST) == (Quality.QUICK, Quality.STANDARD)
    assert TABLE.qualities(useless) == (Quality.STANDARD,)
    assert TABLE.qualities(billed_alike) == (Quality.QUICK, Quality.STANDARD), "it still saves time"


def test_the_trainers_that_can_take_over() -> None:
    """Other providers alone, with the same base model and kind of trigger word; the cheapest of each first."""
    providers = ("fal", "replicate")
    assert TABLE.instead_of(FLUX_FAST, providers) == [REPLICATE_FLUX]
    assert TABLE.instead_of(REPLICATE_FLUX, providers) == [FLUX_FAST, FLUX_TURBO, FLUX_PORTRAIT]
    assert TABLE.instead_of(FLUX_FAST, ("fal",)) == []
    assert TABLE.instead_of(FLUX_2, providers) == []
    wordy = replace(REPLICATE_FLUX, trigger_rule=TriggerRule.PHRASE)
    assert TrainerTable([FLUX_FAST, wordy]).instead_of(FLUX_FAST, providers) == []


def test_the_operators_order_of_providers_decides_who_takes_over() -> None:
    """Not the price, and not the place in the table."""
    third = replace(FLUX_FAST, key="third", provider="third")
    table = TrainerTable([third, FLUX_FAST, REPLICATE_FLUX])
    assert [row.provider for row in table.instead_of(FLUX_FAST, ("replicate", "third"))] == ["replicate", "third"]
    assert [row.provider for row in table.instead_of(FLUX_FAST, ("third", "replicate"))] == ["third", "replicate"]


def test_an_unknown_key_is_not_found() -> None:
    """A draft may hold the key of a row that is gone."""
    with pytest.raises(NotFoundError) as refusal:
        TABLE.get("nothing")
    assert refusal.value.code == "trainer-unknown"
