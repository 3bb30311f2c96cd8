"""Asking the providers what their endpoints cost."""

import logging
from collections.abc import Mapping
from decimal import Decimal

from db.database import Database
from services.billing.prices import PriceBook
from services.errors import ProviderError
from services.messaging.outbox import alert_admins
from services.ports import Clock
from services.providers.base import Provider

log = logging.getLogger(__name__)


class PriceReading:
    """Brings a process's price book up to date. The book is in memory, so every process reads for itself."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        providers: Mapping[str, Provider],
        prices: PriceBook,
        admin_ids: tuple[int, ...] = (),
    ) -> None:
        self._db = db
        self._clock = clock
        self._providers = providers
        self._prices = prices
        self._admin_ids = admin_ids
        self._silent: set[str] = set()

    async def read(self) -> bool:
        """Asks every provider about the table's endpoints; whether all of them answered.

        A provider that does not answer keeps the prices it had, which is logged once until it answers again. Admins
        are told once a day about prices that cannot be believed.
        """
        answered = [await self._read_from(provider) for provider in self._providers.values()]
        return all(answered)

    async def _read_from(self, provider: Provider) -> bool:
        try:
            told = await provider.prices(self._prices.endpoints(provider.name))
        except ProviderError as error:
            if provider.name not in self._silent:
                log.warning("%s does not tell its prices (%s), the table's stay", provider.name, error.code)
            self._silent.add(provider.name)
            return False
        self._silent.discard(provider.name)
        doubted = self._prices.learn(provider.name, told)
        log.info("%s has told %d prices", provider.name, len(told))
        if doubted:
            await self._alert(provider.name, doubted)
        return True

    async def _alert(self, provider: str, doubted: Mapping[str, Decimal]) -> None:
        lines = []
        for endpoint, price in sorted(doubted.items()):
            used = self._prices.unit(provider, endpoint)
            lines.append(f"{endpoint}: {price:f}" + (f" ({used:f})" if used is not None else ""))
        async with self._db.write(joins_update=False) as session:
            await alert_admins(
                session,
                self._clock,
                self._admin_ids,
                key=f"prices:{provider}:{self._clock.now():%Y-%m-%d}",
                code="price-doubted",
                params={"provider": provider, "prices": "\n".join(lines)},
            )
