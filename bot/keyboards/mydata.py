"""One's own data: looking, taking along, deciding, deleting."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.buttons import DANGER, SUCCESS, button, keyboard
from bot.keyboards.menu import Place, menu_button
from bot.speaker import Speaker
from db.enums import Retention
from services.privacy.held_data import MyData


class MyDataDo(StrEnum):
    """What the buttons do. `ERASE` explains and asks, `SURE` asks once more, `NOW` does it."""

    SHOW = "show"
    EXPORT = "export"
    PERIODS = "periods"
    PERIOD = "period"
    FACES_ON = "faces-on"
    FACES_OFF = "faces-off"
    ERASE = "erase"
    SURE = "sure"
    NOW = "now"


class MyDataPress(CallbackData, prefix="mydata"):
    """A tap about one's own data; `value` is the chosen period."""

    do: MyDataDo
    value: str = ""


def mydata_keyboard(say: Speaker, mine: MyData, *, compares_faces: bool) -> InlineKeyboardMarkup:
    """Under the page. What belongs to a consent is there only with one."""
    rows = [[_one(say, MyDataDo.EXPORT)]]
    if mine.agreed is not None:
        rows.append([_one(say, MyDataDo.PERIODS)])
        if compares_faces or mine.agreed.faces:
            rows.append([_one(say, MyDataDo.FACES_OFF if mine.agreed.faces else MyDataDo.FACES_ON)])
    rows += [[menu_button(say.texts, say.language, Place.MODELS)], [_one(say, MyDataDo.ERASE, DANGER)]]
    return keyboard(rows)


def periods_keyboard(say: Speaker, chosen: Retention) -> InlineKeyboardMarkup:
    """The periods, the present one marked, and the way back."""
    rows = []
    for period in Retention:
        label = say.plain(f"mydata-period-{period.value.replace('_', '-')}")
        mark = "✓ " if period is chosen else ""
        rows.append([button(f"{mark}{label}", MyDataPress(do=MyDataDo.PERIOD, value=period.value))])
    return keyboard([*rows, [_one(say, MyDataDo.SHOW)]])


def erase_keyboard(say: Speaker) -> InlineKeyboardMarkup:
    """The first question: taking everything along, keeping it, or going on."""
    return keyboard(
        [[_one(say, MyDataDo.EXPORT, SUCCESS)], [_one(say, MyDataDo.SHOW)], [_one(say, MyDataDo.SURE, DANGER)]]
    )


def back_keyboard(say: Speaker) -> InlineKeyboardMarkup:
    """Back to the page."""
    return keyboard([[_one(say, MyDataDo.SHOW)]])


def sure_keyboard(say: Speaker) -> InlineKeyboardMarkup:
    """The last question, the safe answer first."""
    return keyboard([[_one(say, MyDataDo.SHOW)], [_one(say, MyDataDo.NOW, DANGER)]])


def mydata_button(say: Speaker) -> InlineKeyboardButton:
    """The way here from other pages."""
    return button(say.plain("mydata-button-open"), MyDataPress(do=MyDataDo.SHOW))


def _one(say: Speaker, do: MyDataDo, style: str | None = None) -> InlineKeyboardButton:
    return button(say.plain(f"mydata-button-{do.value}"), MyDataPress(do=do), style)
