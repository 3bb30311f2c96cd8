"""Fixtures of the Telegram stand-in."""

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.telegram.stand import Hook, Stand, hook_up, stand_up


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A running sandbox with the real aiogram Bot."""
    async with stand_up() as stand:
        yield stand


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """A webhook that records what it gets."""
    async with hook_up() as hook:
        yield hook
