"""Numbers that an admin types: which are acceptable. Pure."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from services.billing.prices import is_believable
from services.errors import InvalidInputError
from services.operating.chosen import Limit
from services.typed_numbers import read_number

MOST_USD = Decimal(100_000)
MOST_COUNT = 10_000
MOST_CREDITS = 1_000_000
"""More than anybody means; a slip of the finger, rather."""

LEAST_PRICE = Decimal("0.000001")
"""USD for one unit. Nothing is free: the budget would no longer protect anybody."""


def read_limit(limit: Limit, text: str) -> Decimal | int:
    """What was typed for a limit: USD with two digits, or a whole number; both from 0.

    Raises `InvalidInputError('usd-bad', max)` or `('setting-bad', setting, min, max)`.
    """
    if limit.is_money:
        usd = _decimal(text)
        if usd is None or not 0 <= usd <= MOST_USD:
            raise InvalidInputError("usd-bad", max=f"{MOST_USD:f}")
        return abs(usd).quantize(Decimal("0.01"))
    return read_count(text, MOST_COUNT)


def read_count(text: str, most: int, least: int = 0) -> int:
    """A whole number within bounds; raises `InvalidInputError('setting-bad', setting, min, max)`."""
    return int(read_number(text, setting="count", least=least, most=most, whole=True))


def read_price(text: str, listed: Decimal | None) -> Decimal:
    """What was typed as the price of a unit, where the table says `listed`.

    Raises `InvalidInputError('price-bad')`, and `('price-unbelievable', listed)` for one that is 20 times above or
    below the table's.
    """
    usd = _decimal(text)
    if usd is None or usd < LEAST_PRICE:
        raise InvalidInputError("price-bad")
    if not is_believable(usd, listed):
        raise InvalidInputError("price-unbelievable", listed=f"{listed:f}")
    return usd.quantize(Decimal("0.00000001")).normalize()


def _decimal(text: str) -> Decimal | None:
    """A number of USD: "$1,500.50", "1500,5" and "0.0024 usd" are numbers too."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).lower().removeprefix("$").removesuffix("$")
    plain = re.sub(r"(usd|долларов|доллара|доллар)$", "", plain)
    # "0,035" is a price, "1,500" a budget.
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    try:
        number = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
