"""Which checks there are, in the order of the report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.bootstrap_providers import OpenProviders
from bot.doctor.clock import clock_findings
from bot.doctor.database import database_findings
from bot.doctor.examination import Check
from bot.doctor.findings import Finding
from bot.doctor.outside import Outside
from bot.doctor.provider_checks import ProviderChecks
from bot.doctor.rows import ask_rows
from bot.doctor.schemas import schema_findings
from bot.doctor.sent_bodies import targets
from bot.doctor.settings_check import KEY_SETTINGS, settings_findings
from bot.doctor.storage import data_key_findings, room_findings, storage_findings
from bot.doctor.telegram import TelegramChecks, address_findings
from bot.settings import Settings
from db.repositories.stored_files import any_hosted_version
from services.billing.prices import PriceBook
from services.generation import endpoint_rows
from services.ports import Clock
from services.providers.base import CheckableProvider
from services.training import trainer_rows

SLOW = 120.0
"""Seconds for reading a whole database file, or twenty schemas."""


@dataclass(frozen=True)
class Patient:
    """The bot that is looked at, as its settings describe it."""

    settings: Settings
    clock: Clock
    providers: OpenProviders
    prices: PriceBook
    outside: Outside

    def checks(self) -> Sequence[Check]:
        """All of them."""
        settings = self.settings
        return [
            Check("settings", self._settings),
            *self._telegram(),
            Check("clock", partial(clock_findings, self.outside, self._addresses()), 60.0),
            Check("database", partial(database_findings, settings, self.clock), SLOW),
            Check("storage", partial(storage_findings, settings)),
            Check("data key", partial(data_key_findings, settings)),
            Check("disk", partial(room_findings, settings)),
            *(check for one in self.providers.by_name.values() for check in self._provider(one)),
        ]

    async def _settings(self) -> Sequence[Finding]:
        return settings_findings(self.settings, self.settings.keyed_providers, self.prices)

    def _telegram(self) -> Iterable[Check]:
        settings = self.settings
        if settings.bot_token is not None:
            token = settings.bot_token.get_secret_value()
            telegram = TelegramChecks(self.outside, settings.telegram_api_url, token, settings.public_url)
            yield Check("telegram", telegram.identity)
            yield Check("webhook", telegram.delivery)
        if settings.public_url is not None:
            yield Check("address", partial(address_findings, self.outside, settings.public_url))

    def _provider(self, provider: CheckableProvider) -> Iterable[Check]:
        name = provider.name
        owner = self.settings.replicate_username if name == "replicate" else None
        checks = ProviderChecks(provider, KEY_SETTINGS[name], self.prices, self.clock, owner)
        yield Check(name, checks.key)
        yield Check(f"{name} calls", checks.history, 60.0)
        yield Check(f"{name} prices", checks.prices, 60.0)
        yield Check(f"{name} schemas", partial(self._schemas, provider), SLOW)

    async def _schemas(self, provider: CheckableProvider) -> Sequence[Finding]:
        trainers = [row.key for row in trainer_rows.ROWS if row.provider == provider.name]
        version = await ask_rows(self.settings, partial(any_hosted_version, trainers=trainers))
        ours = targets(provider.name, trainer_rows.ROWS, endpoint_rows.ROWS, version)
        return await schema_findings(provider, ours)

    def _addresses(self) -> dict[str, str]:
        settings = self.settings
        apis = {"fal": settings.fal_api_url, "replicate": settings.replicate_api_url}
        return {"Telegram": settings.telegram_api_url} | {name: apis[name] for name in settings.keyed_providers}
