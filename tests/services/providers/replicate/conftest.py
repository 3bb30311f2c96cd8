"""Replicate whose API is the recorder."""

from collections.abc import AsyncIterator

import pytest

from services.providers.replicate import ReplicateProvider
from tests.services.providers.recorder import Recorder
from tests.services.providers.replicate.facts import replicate_at
from tests.support.clock import FakeClock


@pytest.fixture
async def replicate(recorder: Recorder, clock: FakeClock) -> AsyncIterator[ReplicateProvider]:
    """The provider with the account `acme`."""
    provider = replicate_at(recorder.url, clock)
    yield provider
    await provider.close()
