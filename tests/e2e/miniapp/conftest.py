"""One sandbox, one bot and one browser for all flows of a file; every flow has people of its own."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.e2e.miniapp.ground import Ground, ground_up
from tests.e2e.miniapp.phone import Phone, phone_of

Phones = Callable[..., AbstractAsyncContextManager[Phone]]

CONTAINED = ["--no-sandbox", "--disable-dev-shm-usage"]
"""Chromium's own sandbox needs rights that root in a container does not have, and its shared memory more than 64 MB."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The browser of the machine; fails, and does not skip, where there is none."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    assert found, "no Chromium: apt install chromium"
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    """The product and the world around it."""
    async with ground_up(tmp_path_factory.mktemp("ground")) as ground:
        yield ground


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, without a window."""
    async with AsyncExitStack() as stack:
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(executable_path=chromium(), args=CONTAINED)
        stack.push_async_callback(browser.close)
        yield browser


@pytest.fixture(scope="module")
def phones(browser: Browser) -> Phones:
    """`async with phones(person, language="ru", theme="dark") as phone`."""
    return partial(phone_of, browser)
