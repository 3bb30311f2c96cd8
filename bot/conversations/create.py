"""/create: beginning, going on with and giving up a model's draft, and the agreement about the photos."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.create_desk import CreateSteps, Desk
from bot.conversations.replies import show, tell
from bot.keyboards.buttons import keyboard
from bot.keyboards.create import AgreePress, Buttons, CreatePress, Do, discard_keyboard
from bot.keyboards.menu import Menu, Place
from bot.texts import Texts
from bot.views.base import Rendered
from bot.views.draft_steps import Step
from db.models import User
from services.training.draft_view import DraftView


def router() -> Router:
    """Commands and buttons that begin, end or go back in the conversation."""
    create = Router(name="create")
    create.message(Command("create"))(command)
    create.callback_query(Menu.filter(F.to == Place.CREATE))(from_menu)
    create.callback_query(AgreePress.filter())(agree)
    # A button that does not say what was shown agrees to nothing: the card is shown again.
    create.callback_query(CreatePress.filter(F.do == Do.AGREE))(back)
    create.callback_query(CreatePress.filter(F.do == Do.NOT_NOW))(discard)
    create.callback_query(CreatePress.filter(F.do == Do.BACK))(back)
    create.callback_query(CreatePress.filter(F.do == Do.DISCARD))(ask_discard)
    create.callback_query(CreatePress.filter(F.do == Do.DISCARD_YES))(discard)
    return create


async def command(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """The step that the draft is at; a draft that was begun earlier can be given up here."""
    desk = Desk.of(user, texts, services, state)
    view, card = await _opened(desk)
    await desk.post(message, view, card)


async def from_menu(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """The same by a button: a new message, because the button may be on a picture."""
    desk = Desk.of(user, texts, services, state)
    view, card = await _opened(desk)
    await query.answer()
    if isinstance(query.message, Message):
        await desk.post(query.message, view, card)
    else:
        await tell(query, card.text or "", card.keyboard)


async def agree(
    query: CallbackQuery, callback_data: AgreePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Keeps the consent to what the card showed; another text or other providers by now are shown first. Photos that
    wait for it are fetched from now on, and shown when they are here."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    if callback_data.mark != services.consents.mark(view.providers):
        await desk.turn(query, view, desk.say.plain("create-consent-changed"))
        return
    await services.consents.give(user.id, view.providers, callback_data.kept)
    await services.albums.look_again(user.id, view.draft_id)
    await desk.turn(query, view)


async def back(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """From a side question to the draft's step."""
    desk = Desk.of(user, texts, services, state)
    await desk.turn(query, await desk.tapped(query, callback_data))


async def ask_discard(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Giving up answers and photos is asked twice."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    await query.answer()
    question = desk.say.text("create-discard-ask", count=view.photos)
    await desk.turn_to(query, view, Rendered(question, discard_keyboard(desk.say, view.draft_id)))


async def discard(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The draft is gone, its photos are erased with the next clean-up."""
    await services.drafts.discard(user.id, callback_data.draft)
    await state.clear()
    key = "create-not-now-said" if callback_data.do is Do.NOT_NOW else "create-discarded"
    await show(query, texts.text(user.language, key))


async def _opened(desk: Desk) -> tuple[DraftView, Rendered]:
    known = await desk.services.drafts.current(desk.user.id)
    view = known or await desk.services.drafts.open(desk.user.id)
    await desk.state.set_state(CreateSteps.answers)
    step, card = await desk.card(view)
    begun = view.fields.type is not None or view.photos > 0
    if known is None or not begun or step in (Step.CONFIRM, Step.NO_PROVIDER, Step.PAUSED):
        return view, card
    rows = card.keyboard.inline_keyboard if card.keyboard else []
    over = [Buttons(desk.say, view.draft_id).make("create-start-over", Do.DISCARD)]
    app = [row for row in rows if row[0].web_app is not None]
    own = [row for row in rows if row not in app]
    return view, Rendered(f"{desk.say.text('create-resumed')}\n\n{card.text}", keyboard([*own, over, *app]))
