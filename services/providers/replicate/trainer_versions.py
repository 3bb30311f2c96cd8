"""The newest version of each trainer: trainings are started on a version, not on a model."""

from datetime import datetime, timedelta

from services.errors import ProviderError
from services.ports import Clock
from services.providers.replicate.api import Api, is_version

KEPT_FOR = timedelta(hours=1)
"""A trainer gets a new version a few times a year, and the old ones go on working."""


class TrainerVersions:
    """Asks for a version when first needed and when it is an hour old."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._known: dict[str, tuple[str, datetime]] = {}

    async def newest(self, trainer: str) -> str:
        """The version's id, at most an hour old. Raises `ProviderError`."""
        known = self._known.get(trainer)
        if known and self._clock.now() - known[1] < KEPT_FOR:
            return known[0]
        model = await self._api.ask(f"/v1/models/{trainer}")
        latest = model.get("latest_version")
        version = latest.get("id") if isinstance(latest, dict) else None
        if not isinstance(version, str) or not is_version(version):
            raise ProviderError("provider-answer")
        self._known[trainer] = (version, self._clock.now())
        return version

    def forget(self, trainer: str) -> None:
        """Drops what is kept, after an answer that may mean it is gone."""
        self._known.pop(trainer, None)
