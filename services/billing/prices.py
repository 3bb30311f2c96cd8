"""What a unit of each endpoint costs: a training step, a megapixel or a picture, a second of hardware."""

from collections.abc import Mapping
from decimal import Decimal

MOST_TIMES = 20
"""A price more than so many times the table's, or less than one such part of it, is in another unit or a mistake: with
it a training would look free, or nobody could afford one."""


MOST_UNITS = Decimal(1_000_000_000)
"""Steps, megapixels or seconds of one call: more than any provider does in a lifetime."""
MOST_COST = Decimal(100_000)
"""USD for one call; a whole training costs a few."""


def billed(units: Decimal | None, unit_price: Decimal | None) -> Decimal | None:
    """USD for `units`, to a hundredth of a cent; None where one of the two is missing or cannot be true."""
    if units is None or unit_price is None or not units.is_finite() or not 0 <= units <= MOST_UNITS:
        return None
    cost = units * unit_price
    return cost.quantize(Decimal("0.0001")) if 0 <= cost <= MOST_COST else None


def is_believable(price: Decimal, table: Decimal | None) -> bool:
    """Whether `price` may be what one of our units costs, where the table says `table`. Nothing is free."""
    if not price.is_finite() or price <= 0:
        return False
    return table is None or table / MOST_TIMES <= price <= table * MOST_TIMES


class PriceBook:
    """Unit prices in USD. What an admin has chosen comes first, then the operator's setting, then the provider's own
    word, then the table's.

    `table` by provider and endpoint, `overrides` by endpoint alone.
    """

    def __init__(
        self, table: Mapping[tuple[str, str], Decimal] | None = None, overrides: Mapping[str, Decimal] | None = None
    ) -> None:
        self._table = dict(table or {})
        self._overrides = dict(overrides or {})
        self._told: dict[tuple[str, str], Decimal] = {}
        self._chosen: dict[str, Decimal] = {}

    def choose(self, prices: Mapping[str, Decimal]) -> None:
        """Takes over all prices that admins have chosen, by endpoint; those chosen before and not among them go."""
        self._chosen = dict(prices)

    def unit(self, provider: str, endpoint: str) -> Decimal | None:
        """USD for one unit; None for an endpoint that nobody has a price of."""
        if endpoint in self._chosen:
            return self._chosen[endpoint]
        return self.unchosen(provider, endpoint)

    def unchosen(self, provider: str, endpoint: str) -> Decimal | None:
        """The same as if no admin had chosen anything."""
        if endpoint in self._overrides:
            return self._overrides[endpoint]
        return self._told.get((provider, endpoint), self._table.get((provider, endpoint)))

    def listed(self, provider: str, endpoint: str) -> Decimal | None:
        """What the table says of an endpoint, whatever the provider or the operator say."""
        return self._table.get((provider, endpoint))

    def is_set(self, endpoint: str) -> bool:
        """Whether the operator or an admin has set the price of an endpoint."""
        return endpoint in self._overrides or endpoint in self._chosen

    def endpoints(self, provider: str) -> tuple[str, ...]:
        """The provider's endpoints in the table."""
        return tuple(endpoint for name, endpoint in self._table if name == provider)

    def learn(self, provider: str, prices: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """Takes over what the provider has told; endpoints it said nothing about keep what they had.

        A price that is not believable is not taken. Returns those, without the ones that the operator has set.
        """
        doubted = {}
        for endpoint, price in prices.items():
            if is_believable(price, self.listed(provider, endpoint)):
                self._told[provider, endpoint] = price
            elif not self.is_set(endpoint):
                doubted[endpoint] = price
        return doubted
