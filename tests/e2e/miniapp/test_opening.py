"""Opening the app: who is let in, and where it begins."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

import pytest
from playwright.async_api import expect

from tests.e2e.miniapp.conftest import Phones
from tests.e2e.miniapp.ground import Ground, Person

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

FIRST_LOAD = 60_000
NOBODYS = "0199f3a2-1111-7abc-8def-0123456789ab"


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ru", "dark")])
async def test_home_greets(ground: Ground, phones: Phones, language: str, theme: str) -> None:
    """The launch that Telegram signs opens the app in the person's language and the client's colours."""
    anna = await ground.person("Анна", language)
    async with phones(anna, language=language, theme=theme) as phone:
        await phone.open()
        await expect(phone.page.get_by_text("Анна")).to_be_visible()
        assert await phone.page.evaluate("document.documentElement.lang") == language
        assert await phone.page.evaluate("document.documentElement.dataset.scheme") == theme


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_little_is_loaded_before_the_first_screen(ground: Ground, phones: Phones, language: str) -> None:
    """All JavaScript that a browser gets until home is there, Telegram's script and the words included: 60 kB."""
    anna = await ground.person("Anna", language)
    async with phones(anna, language=language) as phone:
        await phone.open()
        await expect(phone.page.get_by_text("Anna")).to_be_visible()
        sizes = await phone.page.evaluate(
            """() => performance.getEntriesByType("resource").filter((one) => one.name.endsWith(".js"))
                .map((one) => one.encodedBodySize)"""
        )
        assert sizes
        assert 0 < sum(sizes) <= FIRST_LOAD, sizes
        print(f"first load, {language}: {sum(sizes)} bytes of packed JavaScript in {len(sizes)} files")


async def test_deep_links(ground: Ground, phones: Phones) -> None:
    """`startapp=m_…` opens the model, `g_…` the pictures, and a reload stays where the person went since."""
    anna = await ground.person()
    lora = await anna.model("Garden")
    generation = await anna.pictures(lora)
    async with phones(anna) as phone:
        await phone.open("/", start_param=f"m_{lora}")
        await phone.goes_to(f"/models/{lora}")
        await expect(phone.heading("Garden").first).to_be_visible()
        await phone.open("/", start_param=f"g_{generation}")
        await phone.goes_to(f"/generations/{generation}")
        await phone.page.goto(f"{ground.address}/app/activity")
        await phone.page.reload()
        await phone.goes_to("/activity")


async def test_a_link_of_the_seeds(ground: Ground, phones: Phones) -> None:
    """`?lora=<id>` opens new pictures with the model chosen."""
    anna = await ground.person()
    lora = await anna.model("Balcony")
    async with phones(anna) as phone:
        await phone.open(f"/?lora={lora}")
        await phone.goes_to(f"/generate?lora={lora}")
        await expect(phone.page.get_by_text("Balcony").first).to_be_visible()


def _forged(url: str) -> str:
    return url.replace("Anna", "Anne")


def _without_data(url: str) -> str:
    return url.split("#", 1)[0]


def _of_an_hour_ago(url: str) -> str:
    data = unquote(url)
    stamp = data.split("auth_date=")[1].split("&")[0]
    return url.replace(quote(f"auth_date={stamp}", safe=""), quote(f"auth_date={int(stamp) - 7200}", safe=""))


@pytest.mark.parametrize("spoiled", [_forged, _without_data, _of_an_hour_ago])
async def test_who_is_not_let_in(ground: Ground, phones: Phones, spoiled: Callable[[str], str]) -> None:
    """A launch that Telegram did not sign, or long ago, shows how to get in and nothing else."""
    anna = await ground.person("Anna")
    async with phones(anna) as phone:
        phone.expected = {400, 401}
        url = await anna.launch("/models")
        assert spoiled(url) != url
        await phone.page.goto(spoiled(url))
        await expect(phone.page.get_by_role("alert")).to_contain_text("open it again from the chat")
        await expect(phone.page.get_by_role("textbox")).to_have_count(0)
        await phone.accessible()


async def test_a_refused_bearer_is_replaced(ground: Ground, phones: Phones) -> None:
    """401 while the launch is still good: the app gets itself another bearer, and the person notices nothing."""
    anna = await ground.person()
    async with phones(anna) as phone:
        await phone.open()
        await expect(phone.page.get_by_text("Anna")).to_be_visible()
        phone.expected = {401}
        await phone.page.evaluate(
            """() => {
                const held = JSON.parse(sessionStorage.getItem("loragram:session"));
                sessionStorage.setItem("loragram:session", JSON.stringify({...held, bearer: held.bearer + "x"}));
            }"""
        )
        await phone.page.reload()
        await expect(phone.page.get_by_text("Anna")).to_be_visible()


async def test_reopened_when_the_session_is_over(ground: Ground, phones: Phones) -> None:
    """A launch too old to be opened again says so; the next launch from the chat works, in the same window."""
    anna = await ground.person()
    async with phones(anna) as phone:
        phone.expected = {400, 401}
        await phone.page.goto(_of_an_hour_ago(await anna.launch("/")))
        await expect(phone.page.get_by_role("alert")).to_be_visible()
        await phone.open()
        await expect(phone.page.get_by_text("Anna")).to_be_visible()


async def test_what_is_anothers_does_not_exist(ground: Ground, phones: Phones) -> None:
    """Bob's ids in Anna's app: 404 at every door, and a screen that says so and leads home."""
    anna, bob = await ground.person("Anna"), await ground.person("Bob")
    lora = await bob.model("Bobs secret")
    generation = await bob.pictures(lora)
    async with phones(anna) as phone:
        phone.expected = {404}
        for path in (f"/models/{lora}", f"/models/{lora}/training", f"/generations/{generation}"):
            await phone.open(path)
            await expect(phone.page.get_by_role("alert")).to_contain_text("not yours")
            await expect(phone.page.get_by_text("Bobs secret")).to_have_count(0)
        await phone.page.get_by_role("button", name="To the start").click()
        await phone.goes_to("/")
    assert [await _status(anna, path) for path in _paths_of(lora, generation)] == [404] * 5


def _paths_of(lora: str, generation: str) -> tuple[str, ...]:
    return (
        f"/loras/{lora}", f"/loras/{lora}/status", f"/loras/{lora}/dataset", f"/generations/{generation}",
        f"/generations/{NOBODYS}",
    )  # fmt: skip


async def _status(person: Person, path: str) -> Any:
    try:
        await person.ask("GET", path)
    except AssertionError as refusal:
        return refusal.args[0][2]
    return 200
