"""Mini Apps as Telegram carries them: where an app may be, what opens it, and what it is told about who did."""

import json
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MenuButtonCommands, MenuButtonWebApp, WebAppInfo

from tests.sandbox.telegram.stand import Stand

APP = "http://127.0.0.1:9/app/"


def app_button(url: str) -> InlineKeyboardMarkup:
    """A keyboard whose only button opens an app."""
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Open", web_app=WebAppInfo(url=url))]])


async def launched(stand: Stand, person: int, **wish: str) -> dict[str, Any]:
    """The launch parameters in the fragment, with the fields of the launch as `fields`, and the address as `url`."""
    url = (await stand.post(f"/person/api/{person}/launch", wish))["url"]
    found: dict[str, Any] = dict(parse_qsl(urlsplit(url).fragment, strict_parsing=True))
    return found | {"url": url, "fields": dict(parse_qsl(found["tgWebAppData"], keep_blank_values=True))}


@pytest.mark.parametrize("url", [APP, "http://localhost:8080/app/", "https://example.org/app/"])
async def test_an_app_is_reached_over_https_or_on_this_machine(stand: Stand, url: str) -> None:
    """The page is told the address apart from that of a link."""
    ann = await stand.person()
    await stand.bot.send_message(ann, "look", reply_markup=app_button(url))
    [[shown]] = (await stand.events(ann, "message"))[-1]["buttons"]
    assert (shown["app"], shown["url"], shown["data"]) == (url, None, None)


@pytest.mark.parametrize("url", ["http://example.org/app/", "http://10.0.0.1/", "ftp://127.0.0.1/", "app"])
async def test_other_addresses_are_refused(stand: Stand, url: str) -> None:
    """With the whole message, as Telegram does."""
    ann = await stand.person()
    with pytest.raises(TelegramBadRequest, match="Web App URL"):
        await stand.bot.send_message(ann, "look", reply_markup=app_button(url))
    with pytest.raises(TelegramBadRequest, match="Web App URL"):
        await stand.bot.set_chat_menu_button(menu_button=MenuButtonWebApp(text="Open", web_app=WebAppInfo(url=url)))


async def test_the_menu_button_is_kept_until_it_is_set_back(stand: Stand) -> None:
    """The page shows it, and links with startapp open its app."""
    ann = await stand.person()
    button = MenuButtonWebApp(text="Open", web_app=WebAppInfo(url=APP))
    await stand.bot.set_chat_menu_button(menu_button=button)
    bot = await stand.get(f"/person/api/{ann}/bot")
    assert bot["menu_button"] == {"type": "web_app", "text": "Open", "web_app": {"url": APP}}
    assert (bot["main_app"], (await stand.bot.get_me()).has_main_web_app) == (APP, True)
    await stand.bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    bot = await stand.get(f"/person/api/{ann}/bot")
    assert (bot["menu_button"], bot["main_app"]) == ({"type": "commands"}, None)
    refused = await stand.post(f"/person/api/{ann}/launch", {"start_param": "m_1"}, status=400)
    assert refused["code"] == "no_app"


async def test_a_launch_says_who_and_how(stand: Stand) -> None:
    """Person, language, theme and client, in the fragment as Telegram Web puts them."""
    anya = await stand.person(language="ru")
    launch = await launched(stand, anya, url=f"{APP}create?x=1", theme="dark")
    assert launch["url"].startswith(f"{APP}create?x=1#")
    user = json.loads(launch["fields"]["user"])
    assert (user["id"], user["first_name"], user["language_code"]) == (anya, "Ann", "ru")
    assert user["allows_write_to_pm"] is True
    assert launch["fields"]["query_id"]
    assert json.loads(launch["tgWebAppThemeParams"])["bg_color"] == "#212121"
    assert (launch["tgWebAppVersion"], launch["tgWebAppPlatform"]) == ("8.0", "weba")
    english = await launched(stand, anya, url=APP, lang="en")
    assert json.loads(english["fields"]["user"])["language_code"] == "en"
    assert json.loads(english["tgWebAppThemeParams"])["bg_color"] == "#ffffff"


async def test_a_link_carries_its_start_parameter(stand: Stand) -> None:
    """In what is signed and in the address; there is no query that the bot could answer."""
    ann = await stand.person()
    await stand.bot.set_chat_menu_button(menu_button=MenuButtonWebApp(text="Open", web_app=WebAppInfo(url=APP)))
    launch = await launched(stand, ann, start_param="m_7")
    assert launch["fields"]["start_param"] == "m_7"
    assert parse_qs(urlsplit(launch["url"]).query) == {"tgWebAppStartParam": ["m_7"]}
    assert "query_id" not in launch["fields"]


@pytest.mark.parametrize(
    "wish",
    [
        {"url": "https://example.org/app/"},
        {"url": APP, "theme": "purple"},
        {"url": APP, "start_param": "a b"},
        {"url": APP, "start_param": "x" * 513},
    ],
)
async def test_what_cannot_be_opened_gets_a_sentence(stand: Stand, wish: dict[str, str]) -> None:
    """Nothing outside this machine, no other colours, no start parameter that a link cannot carry."""
    ann = await stand.person()
    assert (await stand.post(f"/person/api/{ann}/launch", wish, status=400))["error"]


async def test_who_lets_the_bot_write_is_told_to_it_once(stand: Stand) -> None:
    """Somebody who never wrote: before the yes nothing reaches them, and the launch says so."""
    ann = await stand.person(started=False)
    assert "allows_write_to_pm" not in json.loads((await launched(stand, ann, url=APP))["fields"]["user"])
    with pytest.raises(TelegramBadRequest):
        await stand.bot.send_message(ann, "hello")
    assert (await stand.get(f"/person/api/{ann}/write-access")) == {"allowed": False}
    for _ in range(2):
        await stand.post(f"/person/api/{ann}/write-access", {})
    assert (await stand.get(f"/person/api/{ann}/write-access")) == {"allowed": True}
    [update] = await stand.updates()
    assert update.message
    assert update.message.write_access_allowed
    await stand.bot.send_message(ann, "hello")
