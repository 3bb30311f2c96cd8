"""Buttons about limits, prices and trainers, for admins."""

from collections.abc import Sequence
from uuid import NAMESPACE_OID, UUID, uuid5

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.excerpts import clipped
from bot.keyboards.admin import AdminPlace, back
from bot.keyboards.buttons import button, keyboard
from bot.speaker import Speaker
from services.operating.choices import LimitView, PriceView, TrainerView
from services.operating.chosen import Limit

LABEL = 48


class AdminLimit(CallbackData, prefix="adl"):
    """A tap about one limit; `usual`: back to the setting."""

    limit: Limit
    usual: bool = False


class AdminPrices(CallbackData, prefix="adpp"):
    """A tap that shows one provider's prices."""

    provider: str


class AdminPrice(CallbackData, prefix="adpe"):
    """A tap about one endpoint, see `mark_of`; `usual`: back to what it is by itself."""

    mark: UUID
    usual: bool = False


class AdminTrainer(CallbackData, prefix="adt"):
    """Switches a trainer, see `mark_of`."""

    mark: UUID
    on: bool


def mark_of(*names: str) -> UUID:
    """Stands for a name that is too long for a button, and for what a step that waits for words is about."""
    return uuid5(NAMESPACE_OID, " ".join(names))


def limits_keyboard(say: Speaker) -> InlineKeyboardMarkup:
    """One row per limit."""
    rows = [[button(say.plain(f"admin-limit-{limit.field}"), AdminLimit(limit=limit))] for limit in Limit]
    return keyboard([*rows, back(say)])


def limit_keyboard(say: Speaker, view: LimitView) -> InlineKeyboardMarkup:
    """Back to the setting where something else stands, and the way back."""
    usual = [button(say.plain("admin-usual-setting"), AdminLimit(limit=view.limit, usual=True))]
    return keyboard([usual if view.is_chosen else [], back(say, AdminPlace.LIMITS)])


def providers_keyboard(say: Speaker, providers: Sequence[str]) -> InlineKeyboardMarkup:
    """Whose prices."""
    rows = [[button(say.plain(f"provider-{name}"), AdminPrices(provider=name))] for name in providers]
    return keyboard([*rows, back(say)])


def prices_keyboard(say: Speaker, prices: Sequence[PriceView]) -> InlineKeyboardMarkup:
    """One row per endpoint; the end of its name tells most."""
    rows = [
        [button(clipped(price.endpoint.partition("/")[2] or price.endpoint, LABEL), AdminPrice(mark=price_mark(price)))]
        for price in prices
    ]
    return keyboard([*rows, back(say, AdminPlace.PRICES)])


def price_mark(price: PriceView) -> UUID:
    """Stands for the endpoint of a price."""
    return mark_of(price.provider, price.endpoint)


def price_keyboard(say: Speaker, price: PriceView) -> InlineKeyboardMarkup:
    """Back to what it is by itself where something else stands, and the way back."""
    usual = [button(say.plain("admin-usual-price"), AdminPrice(mark=price_mark(price), usual=True))]
    up = button(say.plain("admin-back"), AdminPrices(provider=price.provider))
    return keyboard([usual if price.is_chosen else [], [up]])


def trainers_keyboard(say: Speaker, trainers: Sequence[TrainerView]) -> InlineKeyboardMarkup:
    """One row per trainer, which switches it."""
    rows = [
        [
            button(
                say.plain(
                    "admin-trainer-off" if one.is_on else "admin-trainer-on", name=say.plain(f"trainer-{one.key}")
                ),
                AdminTrainer(mark=mark_of(one.key), on=not one.is_on),
            )
        ]
        for one in trainers
    ]
    return keyboard([*rows, back(say)])
