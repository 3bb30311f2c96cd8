"""Type, class word and name of a new model."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.create_desk import CreateSteps, Desk
from bot.conversations.replies import words_on
from bot.conversations.several import typed_for_several
from bot.excerpts import titled
from bot.keyboards.buttons import keyboard
from bot.keyboards.create import Buttons, CreatePress, Do
from bot.texts import Texts
from bot.views.base import Rendered
from bot.views.draft_steps import BUTTON_LETTERS, Step
from bot.views.draft_words import named_class, named_type, says
from db.enums import LoraType
from db.models import User
from services.errors import ConflictError, InvalidInputError, UserError
from services.training.draft_view import DraftView


def router() -> Router:
    """Buttons and words of the first questions."""
    answers = Router(name="create-answers")
    answers.callback_query(CreatePress.filter(F.do == Do.TYPE))(choose_type)
    answers.callback_query(CreatePress.filter(F.do == Do.CLASS))(choose_class)
    answers.callback_query(CreatePress.filter(F.do == Do.CLASS_OWN))(ask_class)
    answers.callback_query(CreatePress.filter(F.do == Do.NAME))(take_name)
    answers.callback_query(CreatePress.filter(F.do == Do.RENAME))(ask_name)
    words = F.text & ~F.text.startswith("/")
    answers.message(CreateSteps.answers, words)(typed)
    answers.message(CreateSteps.name, words)(typed_name)
    return answers


async def choose_type(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """A person, a style or a thing."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    if callback_data.value not in set(LoraType):
        raise InvalidInputError("button-old")
    await desk.turn(query, await services.drafts.choose_type(user.id, view.draft_id, LoraType(callback_data.value)))


async def choose_class(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """One of the class words offered."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    await desk.turn(query, await services.drafts.choose_class(user.id, view.draft_id, callback_data.value))


async def ask_class(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Another class word is typed."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    back = keyboard([[Buttons(desk.say, view.draft_id).back()]])
    await desk.ask(query, view, desk.say.text("create-class-type"), CreateSteps.answers, back)


async def take_name(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """A name that stands on the button, made free if the person has such a model."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    name = await services.drafts.suggest_name(user.id, words_on(query))
    await desk.turn(query, await services.drafts.set_name(user.id, view.draft_id, name))


async def ask_name(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Another name is typed."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    back = keyboard([[Buttons(desk.say, view.draft_id).back()]])
    await desk.ask(query, view, desk.say.text("create-name-write"), CreateSteps.name, back)


async def typed(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Words answer the step that the draft is at, also those that a button says; the step is shown again where they
    are no answer."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.draft()
    step, card = await desk.card(view)
    words = message.text or ""
    kind = named_type(desk.say, words)
    try:
        if step is Step.TYPE and kind is not None:
            await desk.go_on(message, await services.drafts.choose_type(user.id, view.draft_id, kind))
        elif step is Step.CLASS:
            await _class(desk, message, view, words)
        elif step is Step.NAME:
            await _name(desk, message, view)
        elif step is Step.SEVERAL and await typed_for_several(desk, message, view, words):
            return
        elif step in (Step.PHOTOS, Step.SEVERAL) and says(desk.say, "create-done", words):
            await desk.go_on(message, await services.drafts.request_done(user.id, view.draft_id))
        else:
            await _show_again(desk, message, view, card)
    except InvalidInputError as error:
        why = desk.say.text(error.text_key, **error.params)
        await desk.post(message, view, Rendered(f"{why}\n\n{card.text}", card.keyboard))


async def typed_name(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """A name for a draft that has one."""
    desk = Desk.of(user, texts, services, state)
    await _name(desk, message, await desk.draft())


async def _show_again(desk: Desk, message: Message, view: DraftView, card: Rendered) -> None:
    """The step, for words that answer nothing; whoever has a ready model may have meant them for a picture."""
    lines = [card.text or ""]
    if ready := await desk.services.loras.ready(desk.user.id):
        lines.append(desk.say.text("create-or-draw", model=titled(ready[0].name)))
    await desk.post(message, view, Rendered("\n\n".join(lines), card.keyboard))


async def _class(desk: Desk, message: Message, view: DraftView, words: str) -> None:
    if says(desk.say, "create-class-own", words):
        back = keyboard([[Buttons(desk.say, view.draft_id).back()]])
        await desk.post(message, view, Rendered(desk.say.text("create-class-type"), back))
        return
    named = named_class(desk.say, view.fields.type or LoraType.CHARACTER, words)
    await desk.go_on(message, await desk.services.drafts.choose_class(desk.user.id, view.draft_id, named or words))


async def _name(desk: Desk, message: Message, view: DraftView) -> None:
    try:
        named = await desk.services.drafts.set_name(desk.user.id, view.draft_id, message.text or "")
    except ConflictError as error:
        await offer_instead(desk, message, view, error, Do.NAME)
        return
    await desk.go_on(message, named)


async def offer_instead(desk: Desk, message: Message, view: DraftView, error: UserError, do: Do) -> None:
    """Says what is wrong, with what could be taken instead on a button. Raises `error` when there is no such thing."""
    suggestion = error.params.get("suggestion")
    if not isinstance(suggestion, str) or len(suggestion) > 2 * BUTTON_LETTERS:
        raise error
    rows = keyboard([[Buttons(desk.say, view.draft_id).labelled(suggestion, do)]])
    await desk.post(message, view, Rendered(desk.say.text(error.text_key, **error.params), rows))
