"""Numbers as people write them, and as they read them. Pure."""

import math
import re
import unicodedata
from decimal import Decimal

from services.errors import InvalidInputError

_THOUSANDS = re.compile(r"(?<=\d)[.,'’](?=\d{3}(?!\d))")


def read_number(text: str, *, setting: str, least: float, most: float, whole: bool) -> float:
    """What a person typed for a setting: "1 000", "1,000", "0,0004" and "4e-4" are numbers too.

    Raises `InvalidInputError('setting-bad', setting, min, max)` for what is none between the bounds.
    """
    number = _number(_THOUSANDS.sub("", text) if whole else text)
    if number is None or not least <= number <= most or (whole and number != int(number)):
        raise InvalidInputError("setting-bad", setting=setting, min=written(least), max=written(most))
    return int(number) if whole else number


def written(value: float) -> str:
    """A number with all its digits, no exponent, and no zeros at the end ("0.0004", "10000")."""
    digits = format(Decimal(repr(value)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _number(text: str) -> float | None:
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("_", "").replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
