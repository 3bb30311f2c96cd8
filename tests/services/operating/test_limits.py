"""Numbers as admins type them."""

from decimal import Decimal

import pytest

from services.errors import InvalidInputError
from services.operating.chosen import Limit
from services.operating.limits import read_count, read_limit, read_price


@pytest.mark.parametrize(
    ("text", "usd"),
    [
        ("150", "150.00"),
        ("$99.5", "99.50"),
        ("1,500", "1500.00"),
        ("1 500,75", "1500.75"),
        ("0", "0.00"),
        ("-0", "0.00"),
        ("20 usd", "20.00"),
    ],
)
def test_money_as_people_write_it(text: str, usd: str) -> None:
    """With a sign, with spaces, with either mark."""
    assert f"{read_limit(Limit.MONTHLY_BUDGET, text):f}" == usd


@pytest.mark.parametrize("text", ["", "-1", "nan", "inf", "1e9", "many", "100000.01", "1,5,0"])
def test_what_is_no_amount(text: str) -> None:
    """Nothing endless, nothing below 0, no typing slip of a million."""
    with pytest.raises(InvalidInputError):
        read_limit(Limit.MONTHLY_BUDGET, text)


@pytest.mark.parametrize("text", ["", "-1", "1.5", "10001", "five"])
def test_what_is_no_count(text: str) -> None:
    """Whole numbers from 0 to 10,000."""
    with pytest.raises(InvalidInputError):
        read_limit(Limit.TRAININGS_PER_MONTH, text)


def test_a_count() -> None:
    """0 and the highest are in."""
    assert [read_count(text, 10_000) for text in ("0", "10 000")] == [0, 10_000]


def test_a_price_with_a_comma_is_no_thousand() -> None:
    """ "0,035" is three and a half cents."""
    assert read_price("0,035", Decimal("0.02")) == Decimal("0.035")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", "price-bad"),
        ("-1", "price-bad"),
        ("x", "price-bad"),
        ("2", "price-unbelievable"),
        ("0.0001", "price-unbelievable"),
        ("1e30", "price-unbelievable"),
        ("100000000000000000000000", "price-unbelievable"),
    ],
)
def test_a_price_that_cannot_be_meant(text: str, code: str) -> None:
    """Nothing is free, and 20 times more or less is another unit."""
    with pytest.raises(InvalidInputError) as refused:
        read_price(text, Decimal("0.035"))
    assert refused.value.code == code
