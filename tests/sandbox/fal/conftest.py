from collections.abc import AsyncIterator

import pytest

from tests.sandbox.fal.stand import Stand, running


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A stand-in so fast that a training takes 0.06 s."""
    async with running(speed=10_000) as stand:
        yield stand


@pytest.fixture
async def slow_stand() -> AsyncIterator[Stand]:
    """A stand-in at real speed: jobs move only when the test advances the clock."""
    async with running(speed=1) as stand:
        yield stand
