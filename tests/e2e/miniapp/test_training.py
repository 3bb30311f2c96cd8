"""Watching a training: over a killed server, over closing the app, and to a cancelled end."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.miniapp.conftest import Phones
from tests.e2e.miniapp.ground import Ground, ground_up
from tests.e2e.miniapp.phone import phone_of

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

SLOW = 60.0
"""Simulated seconds in a real one, so that a training lasts long enough to be disturbed."""


async def test_over_a_killed_server(browser: Browser, tmp_path: Path) -> None:
    """The server dies in the middle of a training and comes back: the app, left open, goes on to the proofs by itself,
    and nothing is paid twice."""
    async with ground_up(tmp_path, speed=SLOW) as ground:
        anna = await ground.person()
        lora = await anna.training("Unbreakable")
        async with phone_of(browser, anna) as phone:
            phone.may_be_offline = True
            phone.expected = {502, 503}
            await phone.open(f"/models/{lora}/training")
            await anna.sees(f"/loras/{lora}/status", lambda status: status["progress"] > 0)
            await expect(phone.page.get_by_role("progressbar").first).to_be_visible()
            await ground.bot.kill()
            await phone.page.wait_for_timeout(2000)
            await ground.bot.start()
            await expect(phone.page.get_by_text("The model is ready.")).to_be_visible()
        jobs = await ground.api.get("/control/fal/jobs")
        assert sum("train" in job["endpoint"] for job in jobs) == 1


async def test_closed_and_opened_again(ground: Ground, phones: Phones) -> None:
    """Whoever closes the app during a training finds it again where it is, from home."""
    anna = await ground.person()
    lora = await anna.training("Patience")
    async with phones(anna) as phone:
        await phone.open(f"/models/{lora}/training")
    async with phones(anna) as phone:
        await phone.open()
        await expect(phone.page.get_by_text("Patience").first).to_be_visible()
        await phone.open(f"/models/{lora}/training")
        await expect(phone.page.get_by_text("The model is ready.")).to_be_visible()


async def test_cancelled(browser: Browser, tmp_path: Path) -> None:
    """Cancel asks first, says what it means, and ends in a state that says so; nothing more is drawn."""
    async with ground_up(tmp_path, speed=SLOW) as ground:
        anna = await ground.person()
        lora = await anna.training("Second thoughts")
        async with phone_of(browser, anna) as phone:
            await phone.open(f"/models/{lora}/training")
            await phone.button("Cancel the training").click()
            await phone.button("No, go on").click()
            await expect(phone.page.get_by_role("alertdialog")).to_have_count(0)
            await phone.button("Cancel the training").click()
            await expect(phone.button("No, go on")).to_be_focused()
            await phone.page.keyboard.press("Escape")
            await expect(phone.page.get_by_role("alertdialog")).to_have_count(0)
            await phone.button("Cancel the training").click()
            await phone.button("Yes, cancel").click()
            await expect(phone.page.get_by_text("The training is cancelled")).to_be_visible()
        assert (await anna.ask("GET", f"/loras/{lora}/status"))["training_status"] == "cancelled"


async def test_without_the_live_line(ground: Ground, phones: Phones) -> None:
    """Where no stream comes through, the app asks, and gets to the end all the same."""
    anna = await ground.person()
    lora = await anna.training("Tunnel")
    async with phones(anna) as phone:
        await phone.page.route("**/api/v1/events", lambda route: route.abort("connectionreset"))
        phone.may_be_offline = True
        await phone.open(f"/models/{lora}/training")
        await expect(phone.page.get_by_text("The model is ready.")).to_be_visible()
