"""What a person who does not let the bot write still gets, in a client that can ask."""

import pytest
from playwright.async_api import expect

from tests.e2e.miniapp.conftest import Phones
from tests.e2e.miniapp.ground import Ground, Person

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

CLIENT_THAT_HEARS_NO = """
    window.asked = 0;
    window.TelegramWebviewProxy = {
        postEvent: (name) => {
            if (name !== "web_app_request_write_access") return;
            window.asked += 1;
            setTimeout(() => window.Telegram.WebView.receiveEvent("write_access_requested", { status: "cancelled" }));
        },
    };
"""
"""Stands in for the bridge that Telegram's phones put into the page."""


async def _stranger(ground: Ground) -> Person:
    """Somebody who came by a link and has never written to the bot."""
    person = Person(ground, await ground.api.new_person("Vera", "en"), "Vera")
    await person.enter()
    return person


async def test_pictures_are_drawn_without_leave_and_not_sent(ground: Ground, phones: Phones) -> None:
    """The order goes on and says where its pictures will be; the chat gets none, and it is said why."""
    vera = await _stranger(ground)
    lora = await vera.model("Portrait")
    order = await vera.pictures(lora)
    async with phones(vera) as phone:
        await phone.page.add_init_script(CLIENT_THAT_HEARS_NO)
        await phone.open(f"/generations/{order}")
        await phone.button("Open picture 1").click()
        await phone.button("Send into the chat as a file").click()
        await expect(phone.page.get_by_text("so it cannot send the picture into the chat")).to_be_visible()
        assert await phone.page.evaluate("window.asked") == 1
        await phone.button("Draw more").click()
        await phone.page.get_by_role("button", name="Once more").click()
        await phone.page.wait_for_url(lambda url: "/generations/" in url and order not in url)
        await expect(phone.page.get_by_text("the pictures will be here")).to_be_visible()
        assert await phone.page.evaluate("window.asked") == 1
