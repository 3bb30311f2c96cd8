"""The row that opens the Mini App: nowhere without an address, at the end with one."""

from uuid import UUID

import pytest

from bot.app_screens import AppScreens
from bot.keyboards.buttons import keyboard
from bot.keyboards.menu import Place, menu_button
from bot.keyboards.open_app import app_row, with_app_row
from bot.speaker import Speaker
from bot.texts import Texts
from db.enums import Language

TEXTS = Texts(strict=True)
SOME = UUID(int=7)


def test_every_screen_has_its_address() -> None:
    """The routes of the Mini App."""
    app = AppScreens("https://example.org/app/")
    assert (app.home, app.create, app.settings) == (
        "https://example.org/app/", "https://example.org/app/create", "https://example.org/app/settings",
    )  # fmt: skip
    assert app.model(SOME) == f"https://example.org/app/models/{SOME}"
    assert app.training(SOME) == f"https://example.org/app/models/{SOME}/training"
    assert app.generation(SOME) == f"https://example.org/app/generations/{SOME}"


def test_without_an_app_no_screen_has_one() -> None:
    """So that no button leads nowhere."""
    app = AppScreens(None)
    screens = [app.home, app.create, app.settings, app.model(SOME), app.training(SOME), app.generation(SOME)]
    assert screens == [None] * 6
    say = Speaker(TEXTS, Language.EN)
    assert app_row(say, None) == []
    assert with_app_row(None, say, None) is None


@pytest.mark.parametrize(
    ("language", "words"), [(Language.EN, "Open in the app"), (Language.RU, "Открыть в приложении")]
)
def test_the_row_comes_last(language: Language, words: str) -> None:
    """In the person's words; it opens an app and carries nothing."""
    markup = keyboard([[menu_button(TEXTS, language, Place.CREATE)]])
    longer = with_app_row(markup, Speaker(TEXTS, language), "https://example.org/app/")
    assert longer is not None
    *others, [last] = longer.inline_keyboard
    assert others == markup.inline_keyboard
    assert (last.text, last.callback_data) == (words, None)
    assert last.web_app is not None
    assert last.web_app.url == "https://example.org/app/"
