"""Opening the app: who is let in, and where it begins."""

import pytest
from playwright.async_api import expect

from tests.e2e.miniapp.conftest import Phones
from tests.e2e.miniapp.ground import Ground

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_home_greets(ground: Ground, phones: Phones) -> None:
    """The launch that Telegram signs opens the app, in the person's language, without anything that scares."""
    anna = await ground.person("Anna")
    async with phones(anna) as phone:
        await phone.open()
        await expect(phone.page.get_by_text("Anna")).to_be_visible()
        await phone.accessible()
        await phone.fits()
