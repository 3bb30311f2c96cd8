"""fal: queue, uploads, downloads, prices and webhooks."""

from services.providers.fal.addresses import FalAddresses
from services.providers.fal.provider import FalProvider
from services.providers.fal.transport import FalTimeouts

__all__ = ["FalAddresses", "FalProvider", "FalTimeouts"]
