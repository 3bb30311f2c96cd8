from collections.abc import AsyncIterator

import pytest

from tests.sandbox.replicate.stand import Stand, running


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A stand-in so fast that a training takes 0.12 s."""
    async with running(speed=10_000) as stand:
        yield stand


@pytest.fixture
async def slow_stand() -> AsyncIterator[Stand]:
    """A stand-in whose time all but stands still: jobs move only when the test advances the clock."""
    async with running(speed=0.01) as stand:
        yield stand
