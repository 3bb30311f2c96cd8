"""A phone with the Mini App open in a browser, which notices what its owner would not forgive."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, ViewportSize, expect

from tests.e2e.miniapp.ground import PATIENCE, Person

SCREEN = ViewportSize(width=390, height=844)
ALL_IMAGES = """async () => {
    for (const image of document.images) {
        image.loading = "eager";
        while (!image.complete) await new Promise((resolve) => setTimeout(resolve, 20));
        await image.decode().catch(() => {});
    }
}"""
"""Waits for those, too, that would load when they come into sight."""
SERIOUS = frozenset({"serious", "critical"})
SECONDS = PATIENCE * 1000

expect.set_options(timeout=SECONDS)


class Phone:
    """One person's phone. `problems`: errors on the console and in the page; answers of 400 and more are errors there,
    too, unless their status was `expected`."""

    def __init__(self, page: Page, person: Person, language: str, theme: str) -> None:
        self.page = page
        self.person = person
        self.language = language
        self.theme = theme
        self.problems: list[str] = []
        self.expected: set[int] = set()
        self.may_be_offline = False
        page.set_default_timeout(SECONDS)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.problems.append(f"page: {error}"))
        page.on("requestfailed", self._on_failed)

    async def open(self, path: str = "/", **how: str) -> None:
        """Launches the app at `path`, as Telegram would; what was open is closed."""
        how = {"lang": self.language, "theme": self.theme, **how}
        await self.page.goto("about:blank")
        await self.page.goto(await self.person.launch(path, **how))
        await expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def button(self, name: Any, **how: Any) -> Locator:
        """A button by what it says."""
        return self.page.get_by_role("button", name=name, **how)

    def heading(self, name: Any) -> Locator:
        """A heading by what it says."""
        return self.page.get_by_role("heading", name=name)

    async def goes_to(self, path: str) -> None:
        """Waits until the app shows the screen of this address."""
        await self.page.wait_for_url(f"**/app{path}")

    async def accessible(self) -> None:
        """Nothing serious for those who see, hear or touch differently."""
        # Colours that are on their way from one to another would be measured in between.
        await self.page.wait_for_timeout(300)
        found = (await Axe().run(self.page)).response["violations"]
        serious = [
            f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
            for one in found
            if one["impact"] in SERIOUS
            for node in one["nodes"]
        ]
        assert not serious, "\n".join(serious)

    async def fits(self) -> None:
        """Nothing is wider than the screen."""
        width = await self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SCREEN["width"], f"{width} pixels wide"

    async def picture(self) -> bytes:
        """What the person sees, from top to bottom, as PNG: the phone is made as long as the screen."""
        length = await self.page.evaluate("document.documentElement.scrollHeight")
        await self.page.set_viewport_size(ViewportSize(width=SCREEN["width"], height=length))
        try:
            await self.page.evaluate(ALL_IMAGES)
            return await self.page.screenshot()
        finally:
            await self.page.set_viewport_size(SCREEN)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        refused = any(f"status of {status}" in message.text for status in self.expected)
        offline = self.may_be_offline and "net::ERR_" in message.text
        if not refused and not offline:
            where = message.location["url"].split("?")[0]
            self.problems.append(f"console: {message.text} {where}")

    def _on_failed(self, request: Request) -> None:
        # A request that the app itself gave up, such as the stream of a screen that is left, is no failure.
        if not self.may_be_offline and request.failure not in {"net::ERR_ABORTED", None}:
            self.problems.append(f"request: {request.method} {request.url.split('?')[0]} {request.failure}")


@asynccontextmanager
async def phone_of(
    browser: Browser, person: Person, *, language: str = "en", theme: str = "light", **context: Any
) -> AsyncIterator[Phone]:
    """A phone until the end of the block, which fails when something went wrong that nobody saw."""
    surroundings = await browser.new_context(
        viewport=SCREEN,
        device_scale_factor=context.pop("device_scale_factor", 1),
        is_mobile=True,
        has_touch=True,
        locale={"en": "en-GB", "ru": "ru-RU"}[language],
        color_scheme=theme,
        reduced_motion="reduce",
        **context,
    )
    phone = Phone(await surroundings.new_page(), person, language, theme)
    try:
        yield phone
        assert not phone.problems, phone.problems
    except BaseException as error:
        error.add_note(await phone.page.locator("body").aria_snapshot())
        raise
    finally:
        await surroundings.close()
