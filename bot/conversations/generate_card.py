"""The buttons of the generate card."""

from collections.abc import Callable
from uuid import UUID

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from bot.context import Services
from bot.conversations.card_messages import require_newest
from bot.conversations.generate_screens import card_screen
from bot.conversations.replies import show
from bot.keyboards import generate as keys
from bot.keyboards.generate import AspectPress, CardAction, CardPress, CountPress, ModelPress, StopDrawing
from bot.keyboards.ids import long
from bot.keyboards.ready import IdeaPress
from bot.texts import Texts
from db.enums import Language
from db.models import User
from services.errors import NotFoundError
from services.generation.aspects import Aspect
from services.generation.drafts import GenerateDraft
from services.generation.ready_prompts import ready_prompt
from services.messaging.cards import draft_subject

MENUS: dict[CardAction, Callable[[Texts, Language, GenerateDraft], InlineKeyboardMarkup]] = {
    CardAction.MODELS: keys.models_keyboard,
    CardAction.ASPECTS: keys.aspects_keyboard,
    CardAction.IDEAS: keys.ideas_keyboard,
}


def router() -> Router:
    """Every tap on a card."""
    card = Router(name="generate-card")
    card.callback_query(CardPress.filter(F.action == CardAction.DRAW))(draw)
    card.callback_query(CardPress.filter(F.action == CardAction.CANCEL))(cancel)
    card.callback_query(CardPress.filter(F.action == CardAction.BACK))(back)
    card.callback_query(CardPress.filter())(open_menu)
    card.callback_query(CountPress.filter())(choose_count)
    card.callback_query(AspectPress.filter())(choose_aspect)
    card.callback_query(ModelPress.filter())(choose_model)
    card.callback_query(IdeaPress.filter())(draw_idea)
    card.callback_query(StopDrawing.filter())(stop)
    return card


async def tapped_draft(query: CallbackQuery, user: User, services: Services, draft_id: UUID) -> GenerateDraft:
    """The draft of a tap; raises `NotFoundError('button-old')` when it is gone or a newer message shows it."""
    await require_newest(query, services.db, draft_subject(draft_id))
    return await services.generate_drafts.get(user.id, draft_id)


async def draw(
    query: CallbackQuery, callback_data: CardPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Orders what the card shows; the outbox turns the card into the status card of the order."""
    await require_newest(query, services.db, draft_subject(callback_data.draft_id))
    message_id = query.message.message_id if query.message else None
    await services.generate_drafts.draw(user.id, callback_data.draft_id, card_message_id=message_id)
    await query.answer(texts.plain(user.language, "generate-begun"))
    await state.clear()


async def draw_idea(
    query: CallbackQuery, callback_data: IdeaPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """A ready prompt draws at once, with what was chosen on the card."""
    draft = await tapped_draft(query, user, services, callback_data.draft_id)
    idea = ready_prompt(draft.lora.type, callback_data.number)
    if idea is None:
        raise NotFoundError("button-old")
    await services.generate_drafts.say(user.id, draft.id, idea.text)
    await draw(query, CardPress(action=CardAction.DRAW, draft_id=draft.id), user, texts, services, state)


async def cancel(
    query: CallbackQuery, callback_data: CardPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Gives the draft up."""
    await services.generate_drafts.drop(user.id, callback_data.draft_id)
    await state.clear()
    await show(query, texts.text(user.language, "generate-cancelled"))


async def back(query: CallbackQuery, callback_data: CardPress, user: User, texts: Texts, services: Services) -> None:
    """From a menu to the card."""
    draft = await tapped_draft(query, user, services, callback_data.draft_id)
    await show(query, *card_screen(texts, user.language, draft))


async def open_menu(
    query: CallbackQuery, callback_data: CardPress, user: User, texts: Texts, services: Services
) -> None:
    """Models, shapes or ideas instead of the card's buttons."""
    draft = await tapped_draft(query, user, services, callback_data.draft_id)
    menu = MENUS[callback_data.action](texts, user.language, draft)
    await show(query, texts.text(user.language, f"generate-choose-{callback_data.action.value}"), menu)


async def choose_count(
    query: CallbackQuery, callback_data: CountPress, user: User, texts: Texts, services: Services
) -> None:
    """Another number of pictures."""
    await require_newest(query, services.db, draft_subject(callback_data.draft_id))
    draft = await services.generate_drafts.choose_count(user.id, callback_data.draft_id, callback_data.count)
    await show(query, *card_screen(texts, user.language, draft))


async def choose_aspect(
    query: CallbackQuery, callback_data: AspectPress, user: User, texts: Texts, services: Services
) -> None:
    """Another shape."""
    if callback_data.shape not in Aspect.__members__:
        raise NotFoundError("button-old")
    aspect = Aspect[callback_data.shape]
    await require_newest(query, services.db, draft_subject(callback_data.draft_id))
    draft = await services.generate_drafts.choose_aspect(user.id, callback_data.draft_id, aspect)
    await show(query, *card_screen(texts, user.language, draft))


async def choose_model(
    query: CallbackQuery, callback_data: ModelPress, user: User, texts: Texts, services: Services
) -> None:
    """Another model."""
    draft_id = long(callback_data.draft)
    await require_newest(query, services.db, draft_subject(draft_id))
    draft = await services.generate_drafts.choose_model(user.id, draft_id, long(callback_data.lora))
    await show(query, *card_screen(texts, user.language, draft))


async def stop(query: CallbackQuery, callback_data: StopDrawing, user: User, texts: Texts, services: Services) -> None:
    """Asks for an order to be stopped; the card tells what became of it."""
    await services.cancels.request(user.id, callback_data.job_id)
    await query.answer(texts.plain(user.language, "generate-stopping"))
