"""What follows when the proofs do not look right."""

import pytest
from playwright.async_api import expect

from tests.e2e.miniapp.conftest import Phones
from tests.e2e.miniapp.ground import Ground

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_not_me_gives_one_free_training(ground: Ground, phones: Phones) -> None:
    """Offered beside the proof and ordered with a tap; the second time it says that it is used up."""
    anna = await ground.person()
    lora = await anna.model("Portrait")
    trained = (await anna.ask("GET", "/me"))["trainings"]["left"]
    async with phones(anna) as phone:
        phone.expected.add(409)
        await phone.open(f"/models/{lora}")
        await phone.button("Proof picture 1").click()
        await phone.button("Not me").click()
        await expect(phone.page.get_by_text("It can be trained once more for free")).to_be_visible()
        await phone.accessible()
        await phone.button("Train once more, free").click()
        await expect(phone.page.get_by_text("The model is ready.")).to_be_visible()
        assert (await anna.ask("GET", "/me"))["trainings"]["left"] == trained
        await phone.open(f"/models/{lora}")
        await phone.button("Proof picture 1").click()
        await phone.button("Not me").click()
        await expect(phone.page.get_by_text("Its free second training is used up.")).to_be_visible()
