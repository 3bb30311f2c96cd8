"""Pictures: drawn, sent into the chat, drawn again, kept in order, and taken away."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.e2e.miniapp.conftest import Phones
from tests.e2e.miniapp.ground import PATIENCE, Ground

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_drawn_and_sent_into_the_chat(ground: Ground, phones: Phones) -> None:
    """From the model to two pictures and one of them as a file in the chat."""
    anna = await ground.person()
    lora = await anna.model("Painter")
    async with phones(anna) as phone:
        await phone.open(f"/generate?lora={lora}")
        await phone.page.get_by_label("What shall be in the picture?").fill("on a bridge at night")
        await phone.page.get_by_role("radiogroup", name="How many").get_by_role("radio", name="2").click()
        await phone.button("Draw 2 pictures").click()
        await phone.page.wait_for_url("**/app/generations/*")
        await expect(phone.button(re.compile("^Open picture"))).to_have_count(2)
        await phone.button(re.compile("^Open picture 1")).click()
        await phone.button(re.compile("chat")).first.click()
        await expect(phone.page.get_by_text("On its way into the chat")).to_be_visible()
    await _sees_file(ground, anna.id)


async def test_without_words_nothing_is_ordered(ground: Ground, phones: Phones) -> None:
    """An empty description is asked for and costs nothing; what was written survives a reload."""
    anna = await ground.person()
    lora = await anna.model("Silent")
    async with phones(anna) as phone:
        await phone.open(f"/generate?lora={lora}")
        prompt = phone.page.get_by_label("What shall be in the picture?")
        await phone.button("Draw 1 picture").click(force=True)
        assert (await anna.ask("GET", "/generations?purpose=user"))["items"] == []
        await prompt.fill("half a thought")
        await phone.page.reload()
        await expect(prompt).to_have_value("half a thought")


async def test_a_setting_that_cannot_be_taken(ground: Ground, phones: Phones) -> None:
    """Draw leads to it and orders nothing."""
    anna = await ground.person()
    lora = await anna.model("Exact")
    async with phones(anna) as phone:
        await phone.open(f"/generate?lora={lora}")
        await phone.page.get_by_label("What shall be in the picture?").fill("at the lake")
        await phone.page.get_by_text("Settings", exact=True).click()
        steps = phone.page.get_by_label("Steps").last
        await steps.fill("99999")
        await steps.blur()
        await phone.button("Draw 1 picture").click()
        await expect(phone.page.get_by_text("One of the settings cannot be taken.")).to_be_visible()
        await expect(steps).to_be_focused()
        assert (await anna.ask("GET", "/generations?purpose=user"))["items"] == []


async def test_blocked_words_are_said_beside_them(ground: Ground, phones: Phones) -> None:
    """What must not be drawn is refused with a sentence, and the words stay to be mended."""
    anna = await ground.person()
    lora = await anna.model("Decent")
    async with phones(anna) as phone:
        phone.expected = {422}
        await phone.open(f"/generate?lora={lora}")
        prompt = phone.page.get_by_label("What shall be in the picture?")
        await prompt.fill("naked child")
        await phone.button("Draw 1 picture").click()
        await expect(prompt).to_have_attribute("aria-invalid", "true")
        await expect(prompt).to_have_value("naked child")
        assert (await anna.ask("GET", "/generations?purpose=user"))["items"] == []


async def test_more_of_the_same(ground: Ground, phones: Phones) -> None:
    """Once more draws the same words again; the gallery has all of them, newest first, for each model."""
    anna = await ground.person()
    lora = await anna.model("Series")
    generation = await anna.pictures(lora, "by the sea", 1)
    async with phones(anna) as phone:
        await phone.open(f"/generations/{generation}")
        await phone.button(re.compile("^Once more")).click()
        await phone.page.wait_for_url(lambda url: "/generations/" in url and generation not in url)
        await expect(phone.button(re.compile("^Open picture"))).to_have_count(1)
        await phone.open(f"/gallery?lora={lora}")
        await expect(phone.button(re.compile("by the sea"))).to_have_count(2)


async def test_deleted_for_good(ground: Ground, phones: Phones) -> None:
    """Delete asks, and afterwards the picture is gone from the app and from the server."""
    anna = await ground.person()
    lora = await anna.model("Fleeting")
    await anna.pictures(lora, "soon gone", 1)
    async with phones(anna) as phone:
        await phone.open("/gallery")
        await phone.button(re.compile("soon gone")).click()
        await phone.button("More", exact=True).click()
        await phone.button("Delete").click()
        await phone.page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
        await expect(phone.button(re.compile("soon gone"))).to_have_count(0)
    assert [one for one in (await anna.ask("GET", "/images"))["items"] if one["prompt"] == "soon gone"] == []


async def test_activity_lists_everything(ground: Ground, phones: Phones) -> None:
    """Trainings and pictures, each leading to where it is shown."""
    anna = await ground.person()
    lora = await anna.model("Busy")
    generation = await anna.pictures(lora, "at work", 2)
    async with phones(anna) as phone:
        await phone.open("/activity")
        await expect(phone.page.get_by_text("Training of Busy")).to_be_visible()
        await phone.page.get_by_text("2 pictures of Busy").click()
        await phone.goes_to(f"/generations/{generation}")


async def _sees_file(ground: Ground, person: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            if await _has_file(ground, person):
                return
            await asyncio.sleep(0.2)


async def _has_file(ground: Ground, person: int) -> bool:
    events = (await ground.api.get(f"/person/api/{person}/chat"))["events"]
    return any(medium["kind"] == "document" for event in events for medium in event.get("media", ()))
