"""The Mini App in the page of the sandbox, beside the chat: what Telegram's client draws and asks is drawn and asked by
the page, through Telegram's own script."""

import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, FrameLocator, Locator, Page, expect

from bot.demo.bot_process import ROOT, bot_process
from tests.e2e.miniapp.ground import PATIENCE, Ground, Person
from tests.support.processes import free_port

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

SCREEN = {"width": 1280, "height": 800}
MOST_SECONDS = 120.0
"""From `make run`, installed, to the first picture."""


class Desk:
    """A browser at the page of the sandbox. `problems`: errors on the console and in page or app."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        page.set_default_timeout(PATIENCE * 1000)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.problems.append(f"page: {error}"))

    @property
    def app(self) -> FrameLocator:
        """What the app itself shows."""
        return self.page.frame_locator("#app-frame")

    @property
    def main(self) -> Locator:
        """The main button, which the page draws for the app."""
        return self.page.locator("#app-main")

    @property
    def back(self) -> Locator:
        """The back button, which the page draws for the app."""
        return self.page.locator("#app-back")

    @property
    def question(self) -> Locator:
        """What the page asks for the app."""
        return self.page.get_by_role("alertdialog")

    async def shows(self, heading: str) -> None:
        """Waits until the app shows the screen of this heading."""
        await expect(self.app.get_by_role("heading", level=1, name=heading)).to_be_visible()

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(f"console: {message.text} {message.location['url'].split('?')[0]}")


@asynccontextmanager
async def desk_of(browser: Browser, address: str) -> AsyncIterator[Desk]:
    """A desk with the page at `address`; fails at the end when something went wrong that nobody saw."""
    surroundings = await browser.new_context(
        viewport=SCREEN, locale="en-GB", color_scheme="light", reduced_motion="reduce"
    )
    desk = Desk(await surroundings.new_page())
    try:
        await desk.page.goto(address)
        yield desk
        assert not desk.problems, desk.problems
    finally:
        await surroundings.close()


def _page_of(ground: Ground, person: Person) -> str:
    return f"{ground.sandbox.address}/#{person.id}"


async def test_the_page_draws_the_buttons_of_the_app(ground: Ground, browser: Browser) -> None:
    """Menu button, main button, back button; a sheet takes the main button away and "back" closes it first."""
    anna = await ground.person()
    async with desk_of(browser, _page_of(ground, anna)) as desk:
        await desk.page.get_by_role("button", name="Open", exact=True).click()
        await desk.shows("Hi, Anna!")
        await expect(desk.back).to_be_hidden()
        await expect(desk.main).to_have_text("Create your model")
        await desk.main.click()
        await desk.shows("New model")
        await desk.app.get_by_role("radio", name="A person").click()
        await desk.app.get_by_role("button", name="What makes a good photo").click()
        await expect(desk.app.get_by_role("dialog")).to_be_visible()
        await expect(desk.main).to_be_hidden()
        await desk.back.click()
        await expect(desk.app.get_by_role("dialog")).to_have_count(0)
        await expect(desk.main).to_have_text("Next")
        await desk.shows("New model")
        await desk.back.click()
        await desk.shows("Hi, Anna!")
        await expect(desk.back).to_be_hidden()


async def test_colours_change_while_the_app_is_open(ground: Ground, browser: Browser) -> None:
    """Light and dark of the page become light and dark of the app, without opening it anew."""
    anna = await ground.person()
    async with desk_of(browser, _page_of(ground, anna)) as desk:
        await desk.page.get_by_role("button", name="Open", exact=True).click()
        await expect(desk.app.locator("html")).to_have_attribute("data-scheme", "light")
        light = await desk.main.evaluate("button => button.style.background")
        await desk.page.get_by_role("button", name="Dark colours").click()
        await expect(desk.app.locator("html")).to_have_attribute("data-scheme", "dark")
        await expect(desk.main).not_to_have_css("background-color", light)


async def test_the_page_asks_for_the_app(ground: Ground, browser: Browser) -> None:
    """A question lies over the app, Escape means no, and afterwards the keyboard is in the app again."""
    anna = await ground.person()
    await anna.draft("Almost gone")
    async with desk_of(browser, _page_of(ground, anna)) as desk:
        await desk.page.get_by_role("button", name="Open", exact=True).click()
        await desk.shows("Hi, Anna!")
        await desk.app.get_by_role("link", name="Go on").click()
        await desk.app.get_by_role("button", name="Start over").click()
        await expect(desk.question).to_contain_text("photos")
        await desk.page.keyboard.press("Escape")
        await expect(desk.question).to_be_hidden()
        assert await desk.page.evaluate("document.activeElement.id") == "app-frame"
        assert (await anna.ask("GET", "/draft"))["name"] == "Almost gone"
        await desk.app.get_by_role("button", name="Start over").click()
        await desk.question.get_by_role("button", name="Yes, discard").click()
        await anna.sees("/me", lambda me: me["draft"] is None)


async def test_train_asks_first_whether_the_bot_may_write(ground: Ground, browser: Browser) -> None:
    """Whoever came by a link has never written. No: told that the bot stays silent, and nothing is ordered. Yes: the
    training begins, the bot writes, and its button leads to the training."""
    vera = Person(ground, await ground.api.new_person("Vera", "en"), "Vera")
    await vera.enter()
    await vera.draft("Quiet")
    async with desk_of(browser, _page_of(ground, vera)) as desk:
        await desk.page.get_by_role("button", name="Open the app").click()
        await desk.shows("Hi, Vera!")
        await desk.app.get_by_role("link", name="Go on").click()
        await desk.main.click()
        await desk.shows("Training")
        await desk.main.click()
        await desk.question.get_by_role("button", name="Cancel").click()
        await expect(desk.app.get_by_role("alert")).to_be_visible()
        assert (await vera.ask("GET", "/loras"))["total"] == 0
        await desk.back.click()
        await desk.shows("New model")
        await desk.main.click()
        await desk.shows("Training")
        await desk.main.click()
        await desk.question.get_by_role("button", name="Yes").click()
        await desk.shows("Quiet")
        chat = desk.page.get_by_role("log")
        await expect(chat.get_by_text("You let the bot write to you")).to_be_visible()
        await desk.page.get_by_role("button", name="Close the app").click()
        card = chat.get_by_role("listitem").filter(has_text="Quiet").first
        await card.get_by_role("button", name="Open in the app").click()
        await desk.shows("Quiet")


async def test_a_newcomer_sees_the_first_picture_within_two_minutes(browser: Browser, tmp_path: Path) -> None:
    """What `make run` does, with the settings that nobody has touched, and somebody who has no photos at hand: the
    samples of the page go through the chat into the app."""
    begun = time.monotonic()
    subprocess.run([sys.executable, "miniapp/build.py"], cwd=ROOT, check=True)  # noqa: ASYNC221 (nothing else waits)
    async with (
        bot_process({"PORT": str(free_port())}, tmp_path / "bot.log") as address,
        desk_of(browser, address) as desk,
    ):
        await desk.page.get_by_role("button", name="Start", exact=True).click()
        await desk.page.get_by_role("button", name="Open", exact=True).click()
        await desk.main.click()
        await desk.shows("New model")
        await desk.app.get_by_role("radio", name="A person").click()
        await desk.app.get_by_role("radio", name="Woman").click()
        await desk.app.get_by_label("Name").fill("Me")
        await desk.app.get_by_role("button", name="Agree: until I delete").click()
        await desk.page.locator("#app-samples").click()
        await expect(desk.app.locator("#create-photos ol li")).to_have_count(10)
        await desk.main.click()
        await desk.shows("Training")
        await desk.main.click()
        await desk.shows("Me")
        proofs = desk.app.get_by_role("link", name="Proof picture")
        await expect(proofs.first).to_be_visible(timeout=MOST_SECONDS * 1000)
        proof = time.monotonic() - begun
        await desk.main.click()
        await desk.shows("New pictures")
        await desk.app.get_by_role("button", name="On the Moon").click()
        await desk.main.click()
        await desk.app.get_by_role("button", name="Open picture 1").click()
        drawn = time.monotonic() - begun
        print(f"from make run: the first proof after {proof:.0f} s, the first own picture after {drawn:.0f} s")
        assert drawn <= MOST_SECONDS
        chat = desk.page.get_by_role("log")
        files = chat.locator(".document")
        before = await files.count()
        await desk.app.get_by_role("button", name="Send into the chat as a file").click()
        await expect(files).to_have_count(before + 1)
