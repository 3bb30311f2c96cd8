"""Making a model in the app, from the first question to its proof pictures."""

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.async_api import FilePayload, expect

from tests.e2e.miniapp.conftest import Phones
from tests.e2e.miniapp.ground import Ground
from tests.e2e.miniapp.phone import Phone

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def _samples(ground: Ground, numbers: Sequence[int]) -> list[FilePayload]:
    data = await ground.api.samples(numbers)
    return [
        FilePayload(name=f"photo-{number}.jpg", mimeType="image/jpeg", buffer=one)
        for number, one in zip(numbers, data, strict=True)
    ]


async def _choose(phone: Phone, files: Sequence[FilePayload]) -> None:
    await phone.page.locator("input[type=file]").set_input_files(list(files))


async def _arrived(phone: Phone, count: int) -> None:
    await expect(phone.page.locator("#create-photos ol li")).to_have_count(count)
    await expect(phone.page.get_by_role("progressbar", name="Sending")).to_have_count(0)


async def _describe(phone: Phone, name: str) -> None:
    """The questions before the photos, and the agreement."""
    await phone.page.get_by_role("radio", name="A person").click()
    await phone.page.get_by_role("radio", name="Woman").click()
    await phone.page.get_by_label("Name").fill(name)
    await expect(phone.page.get_by_text("This name is free.")).to_be_visible()
    await phone.button("Agree: until I delete").click()
    await expect(phone.page.locator("input[type=file]")).to_have_count(1)


async def test_six_photos_become_a_model(ground: Ground, phones: Phones) -> None:
    """From an empty app to the trained model with three proofs, in two steps, with what it costs before Train."""
    anna = await ground.person()
    async with phones(anna) as phone:
        await phone.open()
        await phone.button("Create your model").click()
        await _describe(phone, "Me in autumn")
        await _choose(phone, await _samples(ground, range(1, 7)))
        await _arrived(phone, 6)
        await phone.button("Next").click()
        await phone.goes_to("/create/order")
        await expect(phone.page.get_by_text("Trainings left this month")).to_be_visible()
        await expect(phone.page.get_by_text("It costs this service about")).to_be_visible()
        await phone.button("Train", exact=True).click()
        await expect(phone.page.get_by_role("progressbar").first).to_be_visible()
        await expect(phone.page.get_by_text("The model is ready.")).to_be_visible()
        await expect(phone.page.get_by_role("link", name="Proof picture")).to_have_count(3)
    models = await anna.ask("GET", "/loras")
    assert [(one["name"], one["training_status"]) for one in models["items"]] == [("Me in autumn", "completed")]


async def test_a_name_that_is_taken(ground: Ground, phones: Phones) -> None:
    """Said while it is typed, with a free one to take."""
    anna = await ground.person()
    await anna.training("Portrait")
    async with phones(anna) as phone:
        await phone.open("/create")
        await phone.page.get_by_role("radio", name="A person").click()
        await phone.page.get_by_role("radio", name="Woman").click()
        await phone.page.get_by_label("Name").fill("portrait")
        await expect(phone.page.get_by_text("You have a model of this name already.")).to_be_visible()
        await phone.page.get_by_role("button", name="Take “").click()
        await expect(phone.page.get_by_text("This name is free.")).to_be_visible()
        assert await phone.page.get_by_label("Name").input_value() == "portrait 2"


async def test_a_name_that_is_taken_away(ground: Ground, phones: Phones) -> None:
    """Emptied or blank: said in words of people, and the name before it stays in the draft."""
    anna = await ground.person()
    await anna.draft("Before")
    async with phones(anna) as phone:
        await phone.open("/create")
        name = phone.page.get_by_label("Name")
        for blank in ("", "   "):
            await name.fill(blank)
            await name.blur()
            await expect(phone.page.get_by_text("The model needs a name.")).to_be_visible()
        assert (await anna.ask("GET", "/draft"))["name"] == "Before"


async def test_offline_in_the_middle_of_sending(ground: Ground, phones: Phones) -> None:
    """The network goes while photos are sent and comes back: all of them arrive, each once."""
    anna = await ground.person()
    async with phones(anna) as phone:
        await phone.open("/create")
        await _describe(phone, "Lost and found")
        phone.may_be_offline = True
        await phone.page.context.set_offline(True)
        await _choose(phone, await _samples(ground, range(1, 6)))
        await expect(phone.page.locator("#create-photos ol li")).to_have_count(5)
        await phone.page.wait_for_timeout(1500)
        assert (await anna.ask("GET", "/draft"))["photo_count"] == 0
        await phone.page.context.set_offline(False)
        await anna.sees("/draft", lambda draft: draft["photo_count"] == 5)
        await _arrived(phone, 5)


async def test_what_is_no_photo(ground: Ground, phones: Phones) -> None:
    """A text is refused at once, a broken picture by the server, in words; both leave the good ones alone."""
    anna = await ground.person()
    async with phones(anna) as phone:
        await phone.open("/create")
        await _describe(phone, "Only photos")
        phone.expected = {422}
        broken = FilePayload(name="broken.jpg", mimeType="image/jpeg", buffer=b"\xff\xd8\xff" + b"no picture" * 500)
        text = FilePayload(name="note.txt", mimeType="text/plain", buffer=b"hello")
        await _choose(phone, [*await _samples(ground, [1]), broken, text])
        await expect(phone.page.get_by_text("One file is not a photo.")).to_be_visible()
        await expect(phone.page.get_by_role("alert", name="Not taken")).to_contain_text("damaged")
        await anna.sees("/draft", lambda draft: draft["photo_count"] == 1)


async def test_the_draft_is_shared_with_the_chat(ground: Ground, phones: Phones) -> None:
    """What is sent and answered in the chat appears in the open app, and what is typed here is not disturbed."""
    anna = await ground.person()
    async with phones(anna) as phone:
        await phone.open("/create")
        await _describe(phone, "In both places")
        await ground.api.send_files(anna.id, await ground.api.samples([1, 2]))
        await _arrived(phone, 2)
        await phone.page.get_by_label("Note (optional)").fill("half a thought")
        await anna.ask("PATCH", "/draft", {"name": "From elsewhere"})
        await expect(phone.page.get_by_label("Name")).to_have_value("From elsewhere")
        await expect(phone.page.get_by_label("Note (optional)")).to_have_value("half a thought")


async def test_a_reload_loses_nothing_that_arrived(ground: Ground, phones: Phones) -> None:
    """Web views reload by themselves: answers and photos are on the server."""
    anna = await ground.person()
    async with phones(anna) as phone:
        await phone.open("/create")
        await _describe(phone, "Still here")
        await _choose(phone, await _samples(ground, [1, 2, 3]))
        await anna.sees("/draft", lambda draft: draft["photo_count"] == 3)
        await phone.page.reload()
        await _arrived(phone, 3)
        await expect(phone.page.get_by_label("Name")).to_have_value("Still here")


async def test_the_photos_of_an_earlier_model(ground: Ground, phones: Phones) -> None:
    """A data set is used again without sending anything."""
    anna = await ground.person()
    await anna.model("First")
    async with phones(anna) as phone:
        await phone.open("/create")
        await phone.page.get_by_role("radio", name="A person").click()
        await phone.page.get_by_role("radio", name="Woman").click()
        await phone.page.get_by_label("Name").fill("Second")
        await phone.button("Photos of an earlier model").click()
        await phone.page.get_by_role("dialog").get_by_role("button", name="First").click()
        await _arrived(phone, 6)


async def test_settings_of_the_trainer(ground: Ground, phones: Phones) -> None:
    """Advanced shows what this trainer takes, refuses what it does not, and the order is made with it."""
    anna = await ground.person()
    await anna.draft("By hand")
    async with phones(anna) as phone:
        phone.expected = {422}
        await phone.open("/create/order")
        await phone.page.locator("summary", has_text="Advanced").click()
        steps = phone.page.get_by_role("textbox", name="Steps")
        await steps.fill("90000")
        await steps.blur()
        await expect(steps).to_have_attribute("aria-invalid", "true")
        await steps.fill("750")
        await steps.blur()
        await anna.sees("/draft", lambda draft: _steps(draft) == 750)
        await expect(phone.page.get_by_text("1 changed")).to_be_visible()
        await phone.button("Back to the usual values").click()
        await anna.sees("/draft", lambda draft: _steps(draft) != 750)


def _steps(draft: Any) -> Any:
    return next(one["value"] for one in draft["settings"] if one["key"] == "steps")
