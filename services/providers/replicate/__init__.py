"""Replicate: trainings, predictions, files, models and webhooks."""

from services.providers.replicate.addresses import ReplicateAddresses
from services.providers.replicate.provider import ReplicateProvider
from services.providers.replicate.transport import ReplicateTimeouts

__all__ = ["ReplicateAddresses", "ReplicateProvider", "ReplicateTimeouts"]
