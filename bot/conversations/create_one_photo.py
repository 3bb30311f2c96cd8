"""Buttons about one photo of a new model, by its number: remove it, put another in its place, use it anyway."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.context import Services
from bot.conversations.create_desk import Desk
from bot.keyboards.create import CreatePress, Do, numbers_keyboard
from bot.texts import Texts
from bot.views.base import Rendered
from db.models import User


def router() -> Router:
    """The number is in the button, or is asked for."""
    one = Router(name="create-one-photo")
    one.callback_query(CreatePress.filter(F.do == Do.REMOVE))(ask_which_to_remove)
    one.callback_query(CreatePress.filter(F.do == Do.DROP))(remove)
    one.callback_query(CreatePress.filter((F.do == Do.REPLACE) & (F.value == "")))(ask_which_to_replace)
    one.callback_query(CreatePress.filter(F.do == Do.REPLACE))(replace)
    one.callback_query(CreatePress.filter(F.do == Do.ANYWAY))(use_anyway)
    return one


async def ask_which_to_remove(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Numbers as on the card."""
    desk = Desk.of(user, texts, services, state)
    await _ask_which(desk, query, callback_data, "create-remove-ask", Do.DROP)


async def remove(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The photos behind it move up."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    number = _number(callback_data)
    view = await services.drafts.remove_photo(user.id, view.draft_id, number)
    await desk.turn(query, view, desk.say.plain("create-removed", number=number))


async def ask_which_to_replace(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Good photos may be replaced too."""
    desk = Desk.of(user, texts, services, state)
    await _ask_which(desk, query, callback_data, "create-replace-which", Do.REPLACE)


async def replace(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The card asks for the photo that takes its place; the one that is sent next does."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    await desk.turn(query, await services.drafts.replace_photo(user.id, view.draft_id, _number(callback_data)))


async def use_anyway(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """It counts from now on, though the coach thinks little of it."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    number = _number(callback_data)
    view = await services.drafts.use_anyway(user.id, view.draft_id, number)
    await desk.turn(query, view, desk.say.plain("create-anyway-said", number=number))


async def _ask_which(desk: Desk, query: CallbackQuery, press: CreatePress, question: str, do: Do) -> None:
    view = await desk.tapped(query, press)
    await query.answer()
    numbers = numbers_keyboard(desk.say, view.draft_id, view.photos, do)
    await desk.turn_to(query, view, Rendered(desk.say.text(question), numbers))


def _number(press: CreatePress) -> int:
    """0, which no photo has, for a button that carries none."""
    return int(press.value) if press.value.isdecimal() else 0
