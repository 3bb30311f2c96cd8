"""A caption written beside a photo of the draft, and what becomes of it."""

import pytest
from playwright.async_api import expect

from tests.e2e.miniapp.conftest import Phones
from tests.e2e.miniapp.ground import Ground

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_a_caption_is_written_taken_back_and_trained_with(ground: Ground, phones: Phones) -> None:
    """A tap on a photo opens it; looks are pointed out, and the model has the caption that stood there last."""
    anna = await ground.person()
    await anna.draft("Anna in the rain")
    async with phones(anna) as phone:
        await phone.open("/create")
        await phone.button("Photo 2: ").click()
        field = phone.page.get_by_role("textbox", name="Caption (empty: the bot writes one)")
        await field.fill("with brown hair")
        await phone.button("Save the caption").click()
        await expect(phone.page.get_by_text("“brown hair” (hair)")).to_be_visible()
        await expect(phone.page.get_by_text("This trainer")).to_be_visible()
        await phone.accessible()
        await phone.fits()
        await phone.button("Take the made one again").click()
        await expect(field).to_have_value("")
        await field.fill("under an umbrella")
        await phone.button("Save the caption").click()
        await phone.button("Close").click()
        await expect(phone.button("Photo 2: good, with a caption of yours")).to_be_visible()
    lora = (await anna.ask("POST", "/loras", {}))["lora_id"]
    photos = (await anna.ask("GET", f"/loras/{lora}/dataset"))["photos"]
    assert [one["photo"]["position"] for one in photos if one["caption_is_own"]] == [2]
    assert photos[1]["photo"]["caption"].endswith("under an umbrella")
