"""What a person decides about themselves and their models."""

import pytest
from playwright.async_api import expect

from tests.e2e.miniapp.conftest import Phones
from tests.e2e.miniapp.ground import Ground

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_another_language_at_once(ground: Ground, phones: Phones) -> None:
    """The app changes in the same moment, and the bot speaks it too."""
    anna = await ground.person()
    async with phones(anna) as phone:
        await phone.open("/settings")
        await phone.page.get_by_role("radio", name="Русский").click()
        await expect(phone.heading("Настройки")).to_be_visible()
        await anna.sees("/me", lambda me: me["language"] == "ru")
        await phone.open("/models")
        await expect(phone.heading("Мои модели")).to_be_visible()


async def test_withdrawing_says_what_it_means(ground: Ground, phones: Phones) -> None:
    """Photos go, models stay: said before, done after, and not by one press."""
    anna = await ground.person()
    lora = await anna.model("Stays")
    async with phones(anna) as phone:
        await phone.open("/settings")
        await phone.button("Withdraw the agreement").click()
        await expect(phone.page.get_by_text("All your training photos are erased")).to_be_visible()
        assert (await anna.ask("GET", "/me"))["consent"]["given_at"] is not None
        await phone.button("Yes, withdraw").click()
        await anna.sees("/me", lambda me: me["consent"]["given_at"] is None)
        await phone.open(f"/models/{lora}")
        await expect(phone.heading("Stays").first).to_be_visible()


async def test_renamed_deleted_and_brought_back(ground: Ground, phones: Phones) -> None:
    """A model's name is changed where it stands; deleting can be undone."""
    anna = await ground.person()
    lora = await anna.model("Typo")
    async with phones(anna) as phone:
        await phone.open(f"/models/{lora}")
        await phone.button("Edit").first.click()
        dialog = phone.page.get_by_role("dialog")
        await dialog.get_by_label("Name").fill("Portrait")
        await dialog.get_by_role("button", name="Save").click()
        await expect(phone.heading("Portrait").first).to_be_visible()
        await phone.button("Delete the model").click()
        await phone.button("Delete", exact=True).click()
        await phone.goes_to("/models")
        await phone.button("Undo").first.click()
        await anna.sees("/loras", lambda found: [one["name"] for one in found["items"]] == ["Portrait"])


async def test_a_caption_of_ones_own(ground: Ground, phones: Phones) -> None:
    """A photo's caption is opened on tap and kept as it was written."""
    anna = await ground.person()
    lora = await anna.model("Captioned")
    async with phones(anna) as phone:
        await phone.open(f"/models/{lora}")
        await phone.button("Photo 1: look at it and its caption").click()
        await phone.page.get_by_role("dialog").get_by_role("textbox").fill("by the window, in a green shirt")
        await phone.button("Save the caption").click()
        await anna.sees(
            f"/loras/{lora}/dataset",
            lambda kept: any("green shirt" in (one["photo"]["caption"] or "") for one in kept["photos"]),
        )


async def test_search_and_states(ground: Ground, phones: Phones) -> None:
    """Models are found by a part of their name, and by how they are."""
    anna = await ground.person()
    await anna.model("Winter walk")
    await anna.training("Summer")
    async with phones(anna) as phone:
        await phone.open("/models")
        await expect(phone.page.get_by_text("Summer").first).to_be_visible()
        await phone.page.get_by_role("searchbox").fill("winter")
        await expect(phone.page.get_by_text("Summer")).to_have_count(0)
        await expect(phone.page.get_by_text("Winter walk").first).to_be_visible()
