"""The admin menu: where its buttons lead, and the two buttons under every dangerous question."""

from enum import StrEnum
from uuid import UUID

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.buttons import DANGER, button, in_rows, keyboard
from bot.speaker import Speaker


class AdminPlace(StrEnum):
    """Screens that a button leads to."""

    HOME = "home"
    NUMBERS = "numbers"
    PEOPLE = "people"
    CASES = "cases"
    REPORTS = "reports"
    ALERTS = "alerts"
    LIMITS = "limits"
    PRICES = "prices"
    TRAINERS = "trainers"
    PAUSE = "pause"
    BROADCAST = "broadcast"
    INVITE = "invite"


class AdminGo(CallbackData, prefix="ad"):
    """A tap that shows a screen."""

    to: AdminPlace


class AdminConfirm(CallbackData, prefix="adok"):
    """Yes to a request that waits."""

    request: UUID


class AdminPauseSilently(CallbackData, prefix="adps"):
    """Pauses trainings without a reason."""


class AdminResume(CallbackData, prefix="adrs"):
    """Ends the pause with this mark."""

    pause: int


class AdminTry(CallbackData, prefix="adtry"):
    """Lets a paused provider be tried at once."""

    provider: str


def go(say: Speaker, to: AdminPlace, key: str | None = None) -> InlineKeyboardButton:
    """A button with the place's usual words, or those of `key`."""
    return button(say.plain(key or f"admin-go-{to.value}"), AdminGo(to=to))


def back(say: Speaker, to: AdminPlace = AdminPlace.HOME) -> list[InlineKeyboardButton]:
    """The row that leads back."""
    return [go(say, to, "admin-back")]


def home_keyboard(say: Speaker) -> InlineKeyboardMarkup:
    """Every screen."""
    places = [place for place in AdminPlace if place is not AdminPlace.HOME]
    return keyboard(in_rows([go(say, place) for place in places], 2))


def refresh_keyboard(say: Speaker, here: AdminPlace) -> InlineKeyboardMarkup:
    """The same screen again, and the way back."""
    return keyboard([[go(say, here, "admin-refresh")], back(say)])


def confirm_keyboard(say: Speaker, request: UUID) -> InlineKeyboardMarkup:
    """Do it, or do not."""
    yes = button(say.plain("admin-confirm-yes"), AdminConfirm(request=request), DANGER)
    return keyboard([[yes], [go(say, AdminPlace.HOME, "admin-confirm-no")]])


def pause_keyboard(say: Speaker) -> InlineKeyboardMarkup:
    """Under the question why."""
    return keyboard([[button(say.plain("admin-pause-silently"), AdminPauseSilently(), DANGER)], back(say)])


def resume_keyboard(say: Speaker, pause: int) -> InlineKeyboardMarkup:
    """Under a pause that stands."""
    return keyboard([[button(say.plain("admin-resume"), AdminResume(pause=pause))], back(say)])


def alerts_keyboard(say: Speaker, paused: list[str]) -> InlineKeyboardMarkup:
    """One row per provider that is paused."""
    tries = [
        [button(say.plain("admin-try", provider=say.plain(f"provider-{name}")), AdminTry(provider=name))]
        for name in paused
    ]
    return keyboard([*tries, [go(say, AdminPlace.ALERTS, "admin-refresh")], back(say)])
