"""`api`: the product behind its web application, on SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.web.api.caller import ApiStage, api_up
from tests.support.clock import FakeClock


@pytest.fixture
async def api(sqlite_url: str, tmp_path: Path, clock: FakeClock) -> AsyncIterator[ApiStage]:
    """Everything that answers requests; nothing that works."""
    async with api_up(sqlite_url, tmp_path, clock) as stage:
        yield stage
