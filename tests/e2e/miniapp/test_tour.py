"""Every screen, for everybody: nothing serious for axe, nothing wider than the phone, nothing on the console."""

import pytest

from tests.e2e.miniapp.conftest import Phones
from tests.e2e.miniapp.ground import Ground
from tests.e2e.miniapp.tour import belongings, stops

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ru", "dark"), ("en", "dark"), ("ru", "light")])
async def test_every_screen(ground: Ground, phones: Phones, language: str, theme: str) -> None:
    """In both languages and both schemes."""
    person = await ground.person("Anna", language)
    has = await belongings(person)
    async with phones(person, language=language, theme=theme) as phone:
        for stop in stops(has):
            await phone.open(stop.path)
            await stop.ready(phone)
            await phone.fits()
            await phone.accessible()
