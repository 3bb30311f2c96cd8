"""`python -m tests.e2e.screens`: pictures of every screen of the Mini App, light and dark, into docs/screens/,
and small ones of what is in sight at first into docs/screens/<theme>/small/."""

import asyncio
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright

from tests.e2e.miniapp.conftest import CONTAINED, chromium
from tests.e2e.miniapp.ground import Ground, ground_up
from tests.e2e.miniapp.phone import SCREEN, phone_of
from tests.e2e.miniapp.tour import belongings, stops
from tests.support.sources import ROOT

FOLDER = ROOT / "docs" / "screens"
THEMES = ("light", "dark")
SPEED = 40.0
"""Simulated seconds in a real one: a training must still be at work when its picture is taken."""
COLOURS = 128
"""Of a picture in the repository: enough for a screen, and a third of the bytes."""
SMALL = (195, 422)
"""A phone in half its size, for tables of them."""


async def _take(folder: Path) -> None:
    async with ground_up(folder, speed=SPEED) as ground, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=CONTAINED)
        for theme in THEMES:
            await _tour(ground, browser, theme)
        await browser.close()


async def _tour(ground: Ground, browser: Browser, theme: str) -> None:
    person = await ground.person("Anna")
    has = await belongings(person)
    (FOLDER / theme / "small").mkdir(parents=True, exist_ok=True)
    async with phone_of(browser, person, theme=theme, device_scale_factor=1.5) as phone:
        for stop in stops(has):
            await phone.open(stop.path)
            await stop.ready(phone)
            _save(await phone.picture(), FOLDER / theme, f"{stop.name}.png")
            print(f"docs/screens/{theme}/{stop.name}.png")


def _save(png: bytes, folder: Path, name: str) -> None:
    with Image.open(io.BytesIO(png)) as picture:
        whole = picture.convert("RGB")
    whole.quantize(COLOURS).save(folder / name, optimize=True)
    in_sight = whole.crop((0, 0, whole.width, whole.width * SCREEN["height"] // SCREEN["width"]))
    in_sight.resize(SMALL, Image.Resampling.LANCZOS).quantize(COLOURS).save(folder / "small" / name, optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_take(Path(folder)))
