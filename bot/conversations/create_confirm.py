"""The confirm card's own questions, and Train."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.create_answers import offer_instead
from bot.conversations.create_desk import CreateSteps, Desk
from bot.conversations.replies import show, words_on
from bot.keyboards.buttons import keyboard
from bot.keyboards.create import Buttons, CreatePress, Do, trainer_mark
from bot.texts import Texts
from bot.views.draft_confirm import left_behind
from bot.views.draft_steps import Step
from bot.views.draft_trainers import trainers_screen
from db.enums import Quality
from db.models import User
from services.errors import ConflictError, InvalidInputError


def router() -> Router:
    """Buttons of the confirm card and the words they ask for."""
    confirm = Router(name="create-confirm")
    confirm.callback_query(CreatePress.filter(F.do == Do.TRAIN))(train)
    confirm.callback_query(CreatePress.filter(F.do == Do.TRIGGER))(ask_trigger)
    confirm.callback_query(CreatePress.filter(F.do == Do.TRIGGER_TAKE))(take_trigger)
    confirm.callback_query(CreatePress.filter(F.do == Do.DESCRIPTION))(ask_description)
    confirm.callback_query(CreatePress.filter(F.do == Do.SKIP))(skip_description)
    confirm.callback_query(CreatePress.filter(F.do == Do.TRAINERS))(show_trainers)
    confirm.callback_query(CreatePress.filter(F.do == Do.TRAINER))(choose_trainer)
    confirm.callback_query(CreatePress.filter(F.do == Do.QUALITY))(choose_quality)
    words = F.text & ~F.text.startswith("/")
    confirm.message(CreateSteps.trigger, words)(typed_trigger)
    confirm.message(CreateSteps.description, words)(typed_description)
    return confirm


async def train(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Orders the training; a second tap finds the first one's. The progress card follows from the outbox."""
    desk = Desk.of(user, texts, services, state)
    view = await services.drafts.current(user.id)
    if view is not None and view.draft_id == callback_data.draft:
        step, _ = await desk.card(view)
        if step is not Step.CONFIRM:
            await desk.turn(query, view)
            return
    await services.trainings.confirm(user.id, callback_data.draft, f"train:{callback_data.draft}")
    await show(query, desk.say.text("create-ordered"))


async def ask_trigger(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """A trigger word of the person's own."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    back = keyboard([[Buttons(desk.say, view.draft_id).back()]])
    question = desk.say.text("create-trigger-ask", trigger=view.fields.trigger_word or "")
    await desk.ask(query, view, question, CreateSteps.trigger, back)


async def typed_trigger(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Checked by the trainer's rule; what would be allowed comes on a button."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.draft()
    try:
        changed = await services.drafts.set_trigger(user.id, view.draft_id, message.text or "")
    except (ConflictError, InvalidInputError) as error:
        await offer_instead(desk, message, view, error, Do.TRIGGER_TAKE)
        return
    await desk.go_on(message, changed)


async def take_trigger(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The trigger word that stands on the button."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    await desk.turn(query, await services.drafts.set_trigger(user.id, view.draft_id, words_on(query)))


async def ask_description(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """A note for the person's own eyes."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    skip = keyboard([[Buttons(desk.say, view.draft_id).make("create-skip", Do.SKIP)]])
    await desk.ask(query, view, desk.say.text("create-description-ask"), CreateSteps.description, skip)


async def typed_description(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Keeps it."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.draft()
    await desk.go_on(message, await services.drafts.set_description(user.id, view.draft_id, message.text or ""))


async def skip_description(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """None, also where there was one."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    await desk.turn(query, await services.drafts.skip_description(user.id, view.draft_id))


async def show_trainers(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """All trainers on offer."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    await query.answer()
    await desk.turn_to(query, view, trainers_screen(desk.say, view))


async def choose_trainer(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """One of those on offer."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    key = next((one.key for one in view.choices if trainer_mark(one.key) == callback_data.value), None)
    if key is None:
        raise InvalidInputError("button-old")
    changed = await services.drafts.choose_trainer(user.id, view.draft_id, key)
    await desk.turn(query, changed, left_behind(desk.say, view, changed))


async def choose_quality(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Quick or standard."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    if callback_data.value not in set(Quality):
        raise InvalidInputError("button-old")
    changed = await services.drafts.choose_quality(user.id, view.draft_id, Quality(callback_data.value))
    await desk.turn(query, changed, left_behind(desk.say, view, changed))
