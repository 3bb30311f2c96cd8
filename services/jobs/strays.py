"""A paid call that turned up after its job had been given up: cancelled at the provider, and reported."""

import logging
import uuid

from db.models import Attempt
from services.errors import ProviderError
from services.jobs.attempts import ref_of
from services.jobs.parts import EngineParts

log = logging.getLogger(__name__)


async def cancel_stray(parts: EngineParts, attempt_id: uuid.UUID) -> bool:
    """Asks the provider to stop a duplicate; False when it could not be asked. The admins were told when the
    duplicate was recorded."""
    async with parts.db.read() as session:
        attempt = await session.get(Attempt, attempt_id)
    assert attempt is not None
    provider = parts.providers.get(attempt.provider)
    if provider is None:
        return False
    try:
        await provider.cancel(ref_of(attempt))
    except ProviderError:
        log.warning("a duplicate call could not be cancelled", extra={"attempt": str(attempt_id)})
        return False
    return True
