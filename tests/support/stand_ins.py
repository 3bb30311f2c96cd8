"""The real clients of all providers, led to a sandbox in this process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sandbox.app import Sandbox
from services.ports import Clock
from services.providers.base import Provider
from services.providers.fal import FalAddresses, FalProvider
from services.providers.replicate import ReplicateAddresses, ReplicateProvider
from services.training.trainer_rows import ROWS

FAL_URLS = ("queue_url", "run_url", "rest_url", "cdn_url", "api_url", "jwks_url")


@asynccontextmanager
async def providers_at(sandbox: Sandbox, clock: Clock) -> AsyncIterator[dict[str, Provider]]:
    """Every provider by its name; closed at the end."""
    settings = sandbox.settings()
    addresses = FalAddresses(**{name: settings[f"FAL_{name.upper()}"] for name in FAL_URLS})
    fal = FalProvider(settings["FAL_KEY"], addresses, clock=clock)
    replicate = ReplicateProvider(
        settings["REPLICATE_API_TOKEN"],
        ReplicateAddresses(settings["REPLICATE_API_URL"]),
        username=settings["REPLICATE_USERNAME"],
        trainers=frozenset(row.endpoint for row in ROWS if row.provider == ReplicateProvider.name),
        clock=clock,
    )
    try:
        yield {"fal": fal, "replicate": replicate}
    finally:
        await fal.close()
        await replicate.close()
