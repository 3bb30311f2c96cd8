"""A provider: whether it takes our key, lets us find lost calls, and what it tells of prices."""

from collections.abc import Sequence
from datetime import timedelta

from bot.doctor.findings import Finding, fault, ok, warning
from services.billing.prices import PriceBook, is_believable
from services.errors import ProviderError
from services.ports import Clock
from services.providers.base import CheckableProvider

LOOK_BACK = timedelta(minutes=1)
MOST_NAMED = 4


class ProviderChecks:
    """Free questions to one provider. `setting` is where its key is, `owner` who is to own the models there, if the
    settings say."""

    def __init__(
        self, provider: CheckableProvider, setting: str, prices: PriceBook, clock: Clock, owner: str | None = None
    ) -> None:
        self._provider = provider
        self._name = provider.name
        self._setting = setting
        self._prices = prices
        self._clock = clock
        self._owner = owner

    async def key(self) -> Sequence[Finding]:
        """Whether the key is taken."""
        try:
            account = await self._provider.check_key()
        except ProviderError as error:
            if error.code == "provider-key":
                text = f"{self._setting} is refused. Make another key there, put it into .env and start the bot again."
                return [fault(self._name, text)]
            text = f"It gives no usable answer ({reason(error)}). Check the network and its status."
            return [fault(self._name, text), *self._ownership("")]
        taken = ok(self._name, f"{self._setting} is taken{f', account {account}' if account else ''}.")
        return [taken, *self._ownership(account)]

    def _ownership(self, account: str) -> Sequence[Finding]:
        if self._owner is None or self._owner.lower() == account.lower():
            return []
        subject, setting = f"{self._name} owner", f"{self._name.upper()}_USERNAME is {self._owner}"
        if not account:
            return [warning(subject, f"{setting}, but the account of {self._setting} cannot be read to compare them.")]
        text = f"{setting}, but {self._setting} belongs to {account}: models are made only in the key's own account."
        return [warning(subject, f"{text} Remove the name, or take that account's key.")]

    async def history(self) -> Sequence[Finding]:
        """Whether the provider lists our calls: a call whose answer was lost is found again by that list alone."""
        subject = f"{self._name} calls"
        endpoints = self._prices.endpoints(self._name)
        now = self._clock.now()
        try:
            await self._provider.listed(endpoints[0], now - LOOK_BACK, now)
        except ProviderError as error:
            text = f"It does not list our past calls ({reason(error)}): one whose answer is lost cannot be found again."
            return [warning(subject, f"{text} Does the key have the right to?")]
        return [ok(subject, "It lists our past calls, so that none is lost.")]

    async def prices(self) -> Sequence[Finding]:
        """What the provider charges today against our table."""
        subject = f"{self._name} prices"
        endpoints = self._prices.endpoints(self._name)
        try:
            told = await self._provider.prices(endpoints)
        except ProviderError as error:
            return [warning(subject, f"It does not tell them ({reason(error)}); those of our table are used.")]
        if not told:
            return [ok(subject, "It has no price list; those of our table are used.")]
        apart = []
        for endpoint, price in told.items():
            listed = self._prices.listed(self._name, endpoint)
            if price != listed and not self._prices.is_set(endpoint):
                doubt = "" if is_believable(price, listed) else ", not believed"
                apart.append(
                    f"{endpoint} {price:f} USD (table {listed:f}{doubt})" if listed else f"{endpoint} {price:f}"
                )
        missing = [endpoint for endpoint in endpoints if endpoint not in told]
        return _price_findings(subject, len(told), apart, missing)


def _price_findings(subject: str, told: int, apart: Sequence[str], missing: Sequence[str]) -> list[Finding]:
    found = []
    if apart:
        text = f"Others than in our table, used unless they cannot be right: {_some(apart)}."
        found.append(warning(subject, f"{text} PRICES in .env has the last word."))
    if missing:
        found.append(warning(subject, f"It has none for {_some(missing)}; those of our table are used."))
    return found or [ok(subject, f"All {told} are as in our table.")]


def reason(error: ProviderError) -> str:
    """A failed question in few words."""
    status = error.params.get("status")
    return f"{error.code}, {status}" if status else error.code


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
