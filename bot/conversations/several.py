"""Several people in one go: beginning it, who is who, and one tap that trains them all."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.create_desk import CreateSteps, Desk
from bot.conversations.replies import show
from bot.conversations.several_captions import name_and_class
from bot.keyboards.several import SeveralDo, SeveralPress
from bot.speaker import Speaker
from bot.texts import Html, Texts
from bot.views.base import Rendered
from bot.views.several_card import classless, nameless, out_screen
from bot.views.several_lines import said_name
from db.models import User
from services.errors import InvalidInputError
from services.training.draft_view import DraftView
from services.training.several_order import Ordered
from services.training.several_view import Stage, stage_of


def router() -> Router:
    """The command and the buttons; typed words come by way of the create conversation."""
    several = Router(name="several")
    several.message(Command("several"))(command)
    several.callback_query(SeveralPress.filter(F.do == SeveralDo.BEGIN))(begin)
    several.callback_query(SeveralPress.filter(F.do == SeveralDo.SINGLE))(single)
    several.callback_query(SeveralPress.filter(F.do == SeveralDo.SAME))(same)
    several.callback_query(SeveralPress.filter(F.do == SeveralDo.ASK_OUT))(ask_out)
    several.callback_query(SeveralPress.filter(F.do == SeveralDo.OUT))(out)
    several.callback_query(SeveralPress.filter(F.do == SeveralDo.CLASS))(choose_class)
    several.callback_query(SeveralPress.filter(F.do == SeveralDo.TRAIN))(train)
    return several


async def command(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """A draft of several people, or whatever draft is there already with its answers."""
    desk = Desk.of(user, texts, services, state)
    view = await services.drafts.current(user.id)
    if view is None:
        view = await services.drafts.open(user.id, joins_update=False)
    if view.fields.type is None:
        view = await services.several.begin(user.id, view.draft_id)
    await desk.state.set_state(CreateSteps.answers)
    _, card = await desk.card(view)
    if not view.fields.several:
        card = Rendered(f"{desk.say.text('several-other-draft')}\n\n{card.text}", card.keyboard)
    await desk.post(message, view, card)


async def begin(
    query: CallbackQuery, callback_data: SeveralPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """From the question what the model shows."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    if view.fields.type is not None and not view.fields.several:
        raise InvalidInputError("button-old")
    await desk.turn(query, await services.several.begin(user.id, view.draft_id))


async def single(
    query: CallbackQuery, callback_data: SeveralPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Back to one model, as long as there is nobody."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    await desk.turn(query, await services.several.give_up(user.id, view.draft_id))


async def same(
    query: CallbackQuery, callback_data: SeveralPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The album without a name shows somebody who is there already."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    number = int(callback_data.value) if callback_data.value.isdecimal() else 0
    await desk.turn(query, await services.several.join(user.id, view.draft_id, callback_data.who, number))


async def ask_out(
    query: CallbackQuery, callback_data: SeveralPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Who is to be taken out?"""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    await query.answer()
    await desk.turn_to(query, view, out_screen(desk.say, view))


async def out(
    query: CallbackQuery, callback_data: SeveralPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Takes a person out of the draft, with their photos."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    changed = await services.several.remove(user.id, view.draft_id, callback_data.who)
    await desk.turn(query, changed, desk.say.plain("several-out-said"))


async def choose_class(
    query: CallbackQuery, callback_data: SeveralPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """One of the class words offered."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    who, word = callback_data.who, callback_data.value
    await desk.turn(query, await services.several.choose_class(user.id, view.draft_id, who, word))


async def train(
    query: CallbackQuery, callback_data: SeveralPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Orders everybody who can be trained; a second tap finds the first one's orders. A progress card per model follows
    from the outbox."""
    desk = Desk.of(user, texts, services, state)
    view = await services.drafts.current(user.id)
    if view is not None and view.draft_id == callback_data.draft and _stage(view) is not Stage.CONFIRM:
        await desk.turn(query, view)
        return
    ordered = await services.several_orders.train(user.id, callback_data.draft)
    await show(query, _ordered(desk.say, ordered))


async def typed_for_several(desk: Desk, message: Message, view: DraftView, words: str) -> bool:
    """Takes typed words as the name, or as the class word, that the card asks for; False where it asks for neither.

    Raises `InvalidInputError` for words that cannot be either.
    """
    several = desk.services.several
    match _stage(view):
        case Stage.NAMES if (person := nameless(view.people)) is not None:
            name, class_word = name_and_class(desk.say, words)
            view = await several.name(desk.user.id, view.draft_id, person.number, name or "", class_word)
        case Stage.CLASSES if (person := classless(view.people)) is not None:
            _, class_word = name_and_class(desk.say, f"x, {words}")
            view = await several.choose_class(desk.user.id, view.draft_id, person.number, class_word or words)
        case _:
            return False
    await desk.go_on(message, view)
    return True


def _stage(view: DraftView) -> Stage:
    return stage_of(view.people, all_sent=view.done_requested and not view.is_settling)


def _ordered(say: Speaker, ordered: Ordered) -> str:
    parts = [say.text("several-ordered", count=len(ordered.jobs))]
    if ordered.waiting:
        names = ", ".join(said_name(say, person) for person in ordered.waiting)
        parts.append(say.text("several-waiting", names=Html(names), count=len(ordered.waiting)))
    if ordered.why is not None:
        parts.append(say.text(ordered.why.text_key, **ordered.why.params))
    return "\n\n".join(parts)
