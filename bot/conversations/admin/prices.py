"""Prices of units: what stands at each provider, another price, back to what it is by itself."""

from uuid import UUID

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.admin.confirming import ask_in, ask_on
from bot.conversations.admin.steps import AdminSteps, leave, subject, wait_for
from bot.conversations.replies import show
from bot.keyboards.admin import AdminGo, AdminPlace
from bot.keyboards.admin_changes import (
    AdminPrice,
    AdminPrices,
    price_keyboard,
    price_mark,
    prices_keyboard,
    providers_keyboard,
)
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.admin_changes import price_text, prices_text
from db.models import User
from services.errors import NotFoundError
from services.operating.choices import PriceView
from services.operating.limits import read_price


def router() -> Router:
    """The screens, and the step that waits for a price."""
    prices = Router(name="admin-prices")
    prices.callback_query(AdminGo.filter(F.to == AdminPlace.PRICES))(open_screen)
    prices.callback_query(AdminPrices.filter())(open_provider)
    prices.callback_query(AdminPrice.filter(F.usual))(back_to_usual)
    prices.callback_query(AdminPrice.filter())(open_price)
    prices.message(AdminSteps.price, F.text, ~F.text.startswith("/"))(typed)
    return prices


async def open_screen(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Whose prices?"""
    await leave(state)
    say = Speaker(texts, user.language)
    await show(query, say.text("admin-prices-whose"), providers_keyboard(say, list(services.providers)))


async def open_provider(
    query: CallbackQuery, callback_data: AdminPrices, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """All endpoints of one provider."""
    await leave(state)
    say = Speaker(texts, user.language)
    found = await services.operating.choices.prices(callback_data.provider)
    await show(query, prices_text(say, found), prices_keyboard(say, found))


async def open_price(
    query: CallbackQuery, callback_data: AdminPrice, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """One endpoint; the next words are its price."""
    say = Speaker(texts, user.language)
    view = await _price_with(services, callback_data.mark)
    await wait_for(state, AdminSteps.price, callback_data.mark)
    await show(query, price_text(say, view), price_keyboard(say, view))


async def back_to_usual(
    query: CallbackQuery, callback_data: AdminPrice, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Asks once."""
    await leave(state)
    view = await _price_with(services, callback_data.mark)
    await ask_on(query, Speaker(texts, user.language), await services.operating.requests.ask_price(user.id, view, None))


async def typed(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Checks the price and asks once; the step stays open until one fits."""
    view = await _price_with(services, await subject(state))
    asked = await services.operating.requests.ask_price(user.id, view, read_price(message.text or "", view.listed))
    await leave(state)
    await ask_in(message, Speaker(texts, user.language), asked)


async def _price_with(services: Services, mark: UUID) -> PriceView:
    for provider in services.providers:
        for view in await services.operating.choices.prices(provider):
            if price_mark(view) == mark:
                return view
    raise NotFoundError("button-old")
