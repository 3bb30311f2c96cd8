"""Whose word counts about prices, and which words are not believed."""

from decimal import Decimal

import pytest

from services.billing.prices import PriceBook, billed, is_believable

STEP = Decimal("0.002")
TABLE = {("fal", "trainer"): STEP, ("fal", "pictures"): Decimal("0.035"), ("replicate", "trainer-2"): Decimal("0.0015")}


def test_the_operator_beats_the_provider_and_the_provider_the_table() -> None:
    """An override is the operator's contract with the provider, whatever a price list says."""
    book = PriceBook(TABLE, {"pictures": Decimal("0.03")})
    assert book.learn("fal", {"trainer": Decimal("0.0024"), "pictures": Decimal("0.04")}) == {}
    assert book.unit("fal", "trainer") == Decimal("0.0024")
    assert book.unit("fal", "pictures") == Decimal("0.03")
    assert book.unit("replicate", "trainer-2") == Decimal("0.0015")
    assert book.unit("fal", "elsewhere") is None


@pytest.mark.parametrize(
    ("units", "price", "cost"),
    [
        ("1000", "0.002", "2"),
        ("1", "0.00001", "0"),
        ("0", "0.002", "0"),
        ("1e9", "0.0001", "100000"),
        ("1e9", "0.002", None),
        ("1e30", "0.002", None),
        ("1e999999", "10", None),
        ("-1", "0.002", None),
        ("NaN", "0.002", None),
        ("sNaN", "0.002", None),
        ("Infinity", "0.002", None),
        (None, "0.002", None),
        ("1000", None, None),
    ],
)
def test_only_what_can_be_true_is_a_cost(units: str | None, price: str | None, cost: str | None) -> None:
    """A number that breaks the arithmetic would break the look at the call, again and again."""
    told = billed(*(None if number is None else Decimal(number) for number in (units, price)))
    assert told == (None if cost is None else Decimal(cost))


@pytest.mark.parametrize("price", ["NaN", "sNaN", "Infinity", "-1", "1e999999"])
def test_what_is_no_price_is_not_believed(price: str) -> None:
    """It is not even compared."""
    assert is_believable(Decimal(price), STEP) is False


def test_what_a_provider_does_not_tell_stays() -> None:
    """A shorter list tomorrow does not bring yesterday's table back."""
    book = PriceBook(TABLE)
    book.learn("fal", {"trainer": Decimal("0.003")})
    book.learn("fal", {"pictures": Decimal("0.04")})
    assert book.unit("fal", "trainer") == Decimal("0.003")
    assert book.listed("fal", "trainer") == STEP


@pytest.mark.parametrize(
    ("price", "believed"), [("0", False), ("0.00009", False), ("0.0001", True), ("0.04", True), ("0.041", False)]
)
def test_an_absurd_price_is_not_believed(price: str, believed: bool) -> None:
    """Nothing is free; 20 times the table's price, or a twentieth of it, is the limit."""
    book = PriceBook(TABLE)
    doubted = book.learn("fal", {"trainer": Decimal(price)})
    assert doubted == ({} if believed else {"trainer": Decimal(price)})
    assert book.unit("fal", "trainer") == (Decimal(price) if believed else STEP)


def test_an_absurd_price_does_not_undo_a_good_one() -> None:
    """The last price that made sense stays."""
    book = PriceBook(TABLE)
    book.learn("fal", {"trainer": Decimal("0.003")})
    assert book.learn("fal", {"trainer": Decimal(0)}) == {"trainer": Decimal(0)}
    assert book.unit("fal", "trainer") == Decimal("0.003")


def test_a_price_that_the_operator_has_set_raises_no_doubt() -> None:
    """The question is answered; asking every night would be noise."""
    assert PriceBook(TABLE, {"trainer": STEP}).learn("fal", {"trainer": Decimal(9)}) == {}


def test_without_a_table_anything_above_nothing_is_believed() -> None:
    """There is nothing to compare with."""
    assert is_believable(Decimal(9), None)
    assert not is_believable(Decimal(0), None)


def test_each_provider_is_asked_about_its_own_endpoints() -> None:
    """A name of another provider would only be refused."""
    assert PriceBook(TABLE).endpoints("fal") == ("trainer", "pictures")
    assert PriceBook(TABLE).endpoints("runpod") == ()
