"""What other screens show of a job while the live line is cut."""

import pytest
from playwright.async_api import expect

from tests.e2e.miniapp.conftest import Phones
from tests.e2e.miniapp.ground import Ground

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_a_job_ends_on_home_though_nobody_told_it(ground: Ground, phones: Phones) -> None:
    """The line brings the training and breaks; its end is asked for, and home no longer shows it at work."""
    anna = await ground.person()
    await anna.training("Portrait")
    async with phones(anna) as phone:
        await phone.open()
        await expect(phone.page.get_by_text("Training: Portrait")).to_be_visible()
        phone.may_be_offline = True
        await phone.page.route("**/api/v1/events*", lambda route: route.abort())
        # A new line is opened when the app comes back to the front, and finds no way.
        await phone.page.evaluate(
            """() => {
                for (const state of ["hidden", "visible"]) {
                    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
                    document.dispatchEvent(new Event("visibilitychange"));
                }
            }"""
        )
        await expect(phone.page.get_by_text("Training: Portrait")).to_have_count(0)
    models = await anna.ask("GET", "/loras")
    assert [one["training_status"] for one in models["items"]] == ["completed"]
