"""The prices that stand in the tables, for the price book."""

from collections.abc import Iterable
from decimal import Decimal

from services.generation.endpoints import Endpoint
from services.training.trainers import Trainer


def table_prices(trainers: Iterable[Trainer], endpoints: Iterable[Endpoint]) -> dict[tuple[str, str], Decimal]:
    """USD for one unit, by provider and endpoint; siblings that start from a picture cost the same."""
    prices = {(row.provider, row.endpoint): row.billing.unit_price for row in trainers}
    for row in endpoints:
        for with_source in (False, True):
            prices[row.provider, row.id_for(with_source=with_source)] = row.billing.unit_price
    return prices
