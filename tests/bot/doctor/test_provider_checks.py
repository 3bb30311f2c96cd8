"""A provider's key, its list of our calls, and its prices."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from bot.doctor.findings import Level
from bot.doctor.provider_checks import ProviderChecks
from services.billing.prices import PriceBook
from services.errors import ProviderError
from services.ports import SystemClock
from tests.bot.doctor.providers import ExaminedProvider
from tests.bot.doctor.words import levels, only

TABLE = {("fal", "trainer"): Decimal("0.002"), ("fal", "pictures"): Decimal("0.035")}
LIKE_TABLE = {"trainer": Decimal("0.002"), "pictures": Decimal("0.035")}
SILENCE = ProviderError("provider-unreachable", status=503)


def checks(provider: ExaminedProvider, **overrides: str) -> ProviderChecks:
    book = PriceBook(TABLE, {name: Decimal(price) for name, price in overrides.items()})
    return ProviderChecks(provider, "FAL_KEY", book, SystemClock())


@pytest.mark.parametrize(
    ("account", "level", "words"),
    [
        ("anna", Level.OK, "account anna"),
        ("", Level.OK, "FAL_KEY is taken."),
        (ProviderError("provider-key", status=401), Level.FAULT, "FAL_KEY is refused"),
        (SILENCE, Level.FAULT, "provider-unreachable, 503"),
    ],
)
async def test_the_key(account: str | ProviderError, level: Level, words: str) -> None:
    """A refused key is told from an outage: only one of them needs a new key."""
    provider = ExaminedProvider()
    provider.account = account
    found = only(await checks(provider).key())
    assert found[0] is level
    assert words in found[1]


@pytest.mark.parametrize(
    ("account", "owner", "words"),
    [
        ("anna", None, None),
        ("anna", "Anna", None),
        ("anna", "studio", "FAL_USERNAME is studio, but FAL_KEY belongs to anna"),
        ("", "studio", "cannot be read"),
        (SILENCE, "studio", "cannot be read"),
        (SILENCE, None, None),
    ],
)
async def test_the_owner_of_models(account: str | ProviderError, owner: str | None, words: str | None) -> None:
    """Models are made in the key's own account, or not at all; and only there is it known that one is gone."""
    provider = ExaminedProvider()
    provider.account = account
    _, *found = await ProviderChecks(provider, "FAL_KEY", PriceBook(TABLE), SystemClock(), owner).key()
    assert levels(found) == ([Level.WARNING] if words else [])
    assert words is None or words in found[0].text


async def test_the_list_of_calls() -> None:
    """A key may train and yet not be allowed to list: lost answers could then not be found again."""
    provider = ExaminedProvider()
    assert only(await checks(provider).history())[0] is Level.OK
    assert provider.asked == ["trainer"]
    provider.history = ProviderError("provider-key", status=403)
    level, told = only(await checks(provider).history())
    assert level is Level.WARNING
    assert "cannot be found again" in told


@pytest.mark.parametrize(
    ("told", "found", "words"),
    [
        (LIKE_TABLE, [Level.OK], "All 2 are as in our table"),
        ({}, [Level.OK], "no price list"),
        (SILENCE, [Level.WARNING], "provider-unreachable"),
        (LIKE_TABLE | {"trainer": Decimal("0.0024")}, [Level.WARNING], "trainer 0.0024 USD (table 0.002)"),
        (LIKE_TABLE | {"trainer": Decimal(2)}, [Level.WARNING], "trainer 2 USD (table 0.002, not believed)"),
        ({"trainer": Decimal("0.002")}, [Level.WARNING], "none for pictures"),
        ({"trainer": Decimal("0.003")}, [Level.WARNING, Level.WARNING], "trainer 0.003"),
    ],
)
async def test_prices(told: Mapping[str, Decimal] | ProviderError, found: Sequence[Level], words: str) -> None:
    """Another price is no fault: it is used. One that cannot be right is named as such."""
    provider = ExaminedProvider()
    provider.told = told
    findings = await checks(provider).prices()
    assert levels(findings) == found
    assert words in findings[0].text


async def test_a_price_that_the_operator_has_set_is_no_news() -> None:
    """PRICES has the last word, so it does not matter what the list says."""
    provider = ExaminedProvider()
    provider.told = LIKE_TABLE | {"trainer": Decimal(9)}
    assert levels(await checks(provider, trainer="0.009").prices()) == [Level.OK]
