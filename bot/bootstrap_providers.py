"""Builds the providers that have a key, and the book of what they cost. Imports no aiogram."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.measured_provider import CallMeter, MeasuredProvider, OpenProvider
from bot.settings import Settings, SettingsError
from services.billing.prices import PriceBook
from services.billing.table_prices import table_prices
from services.generation import endpoint_rows
from services.ports import Clock
from services.providers.fal.addresses import FalAddresses
from services.providers.fal.provider import FalProvider
from services.providers.replicate.addresses import ReplicateAddresses
from services.providers.replicate.provider import ReplicateProvider
from services.training import trainer_rows


@dataclass(frozen=True)
class OpenProviders:
    """The providers that have a key, by name."""

    by_name: Mapping[str, OpenProvider]

    async def close(self) -> None:
        """Closes what holds connections."""
        for provider in self.by_name.values():
            await provider.close()


def open_providers(settings: Settings, clock: Clock, meter: CallMeter | None = None) -> OpenProviders:
    """Call it inside the running loop; with a `meter` all calls are counted there. Raises SettingsError for a key that
    cannot be one."""
    makers = {"fal": _fal, "replicate": _replicate}
    opened = {name: makers[name](settings, clock) for name in settings.keyed_providers}
    if meter is not None:
        return OpenProviders({name: MeasuredProvider(provider, meter) for name, provider in opened.items()})
    return OpenProviders(opened)


def price_book(settings: Settings) -> PriceBook:
    """The tables' prices and the operator's; what the providers tell is added while the bot runs."""
    return PriceBook(table_prices(trainer_rows.ROWS, endpoint_rows.ROWS), settings.prices)


def _fal(settings: Settings, clock: Clock) -> OpenProvider:
    assert settings.fal_key is not None
    try:
        addresses = FalAddresses(
            queue_url=settings.fal_queue_url,
            run_url=settings.fal_run_url,
            rest_url=settings.fal_rest_url,
            cdn_url=settings.fal_cdn_url,
            api_url=settings.fal_api_url,
            jwks_url=settings.fal_jwks_url,
        )
    except ValueError as error:
        raise _wrong_address("FAL", error) from None
    try:
        return FalProvider(
            settings.fal_key.get_secret_value(),
            addresses,
            clock=clock,
            looks_per_second=settings.fal_looks_per_second,
        )
    except ValueError as error:
        raise SettingsError(f"FAL_KEY cannot be used: {error}") from None


def _replicate(settings: Settings, clock: Clock) -> OpenProvider:
    assert settings.replicate_api_token is not None
    try:
        addresses = ReplicateAddresses(settings.replicate_api_url)
    except ValueError as error:
        raise _wrong_address("REPLICATE", error) from None
    try:
        return ReplicateProvider(
            settings.replicate_api_token.get_secret_value(),
            addresses,
            username=settings.replicate_username,
            trainers=frozenset(row.endpoint for row in trainer_rows.ROWS if row.provider == ReplicateProvider.name),
            clock=clock,
            looks_per_second=settings.replicate_looks_per_second,
        )
    except ValueError as error:
        raise SettingsError(f"REPLICATE_API_TOKEN cannot be used: {error}") from None


def _wrong_address(provider: str, error: ValueError) -> SettingsError:
    """The message of addresses begins with the field, which is named like the setting."""
    field, _, fault = str(error).partition(" ")
    return SettingsError(f"{provider}_{field.upper()} {fault}")
