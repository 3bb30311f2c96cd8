"""The running product in this process, against a running sandbox, with a clock that the test moves."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conversations.conftest import stage_up
from tests.e2e.owner import Owner
from tests.support.clock import FakeClock

Owners = Callable[..., Awaitable[Owner]]


@pytest.fixture
async def owners(sqlite_url: str, tmp_path: Path, clock: FakeClock) -> AsyncIterator[Owners]:
    """Starts a product with settings of the test's own and lets a person in: `await owners("fal", webhook=True)`.

    The first of the named providers is the preferred one, and the one that the test looks at.
    """
    async with AsyncExitStack() as stack:

        async def start(*providers: str, **how: Any) -> Owner:
            order = providers or ("fal",)
            stage = await stack.enter_async_context(
                stage_up(sqlite_url, tmp_path, clock, training_provider=order, **how)
            )
            return await Owner.enter(stage, order[0])

        yield start
