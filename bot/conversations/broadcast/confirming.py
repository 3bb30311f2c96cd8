"""From the draft to the broadcast: seeing it as people will, and typing how many they are."""

from uuid import UUID

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.broadcast.desk import BroadcastSteps, Desk
from bot.conversations.replies import tell
from bot.keyboards.broadcast import BroadcastPress, Do
from bot.sending.copies import copy_variant
from bot.texts import Texts
from bot.views.base import Rendered
from bot.views.broadcast_draft import confirm_screen
from db.enums import Language
from db.models import User
from services.errors import InvalidInputError, NotFoundError
from services.messaging.broadcast_typed import read_receivers
from services.messaging.variants import variant_for
from services.ports import Variant


def router() -> Router:
    """The buttons, and the step that waits for the number."""
    confirming = Router(name="broadcast-confirming")
    confirming.callback_query(BroadcastPress.filter(F.do == Do.PREVIEW))(preview)
    confirming.callback_query(BroadcastPress.filter(F.do == Do.CONFIRM))(ask_number)
    confirming.callback_query(BroadcastPress.filter(F.do == Do.TRY))(send_to_me)
    confirming.message(BroadcastSteps.number, F.text, ~F.text.startswith("/"))(type_number)
    return confirming


async def preview(
    query: CallbackQuery, callback_data: BroadcastPress, bot: Bot, user: User, texts: Texts, services: Services,
    state: FSMContext,
) -> None:  # fmt: skip
    """Every language's message as its people get it, and the draft's card below."""
    desk = Desk.of(user, texts, services, state)
    progress, place = await desk.tapped_draft(query, callback_data), desk.place_of(query)
    await query.answer()
    for language, variant in progress.variants.items():
        await tell(query, desk.say.text(f"broadcast-preview-{language.value}"))
        await _copy(bot, texts, user.id, language, variant, silent=True)
    await desk.post(place, callback_data.id, await desk.card(callback_data.id))


async def ask_number(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Counts the receivers; their number in words confirms."""
    desk = Desk.of(user, texts, services, state)
    progress = await desk.tapped_draft(query, callback_data)
    if not progress.variants:
        raise InvalidInputError("broadcast-empty")
    if not await services.broadcasts.count(user.id, callback_data.id):
        raise InvalidInputError("broadcast-nobody")
    await desk.wait_for(BroadcastSteps.number, callback_data.id)
    await desk.turn_to(query, callback_data.id, await _question(desk, callback_data.id))


async def send_to_me(
    query: CallbackQuery, callback_data: BroadcastPress, bot: Bot, user: User, texts: Texts, services: Services,
    state: FSMContext,
) -> None:  # fmt: skip
    """What the admin would get as one of the receivers, with its sound; the question comes below again."""
    desk = Desk.of(user, texts, services, state)
    progress, place = await desk.tapped_draft(query, callback_data), desk.place_of(query)
    if not progress.variants:
        raise InvalidInputError("broadcast-empty")
    await query.answer()
    await _copy(
        bot, texts, user.id, user.language, variant_for(progress.variants, user.language), silent=progress.silent
    )
    await desk.post(place, callback_data.id, await _question(desk, callback_data.id))


async def type_number(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Confirms; another number keeps the question open. The card comes by itself."""
    desk = Desk.of(user, texts, services, state)
    draft = await desk.in_hand()
    await services.broadcasts.schedule(user.id, draft.broadcast_id, typed=read_receivers(message.text or ""))
    await desk.leave()


async def _question(desk: Desk, broadcast_id: UUID) -> Rendered:
    present = await desk.services.broadcasts.progress(broadcast_id)
    return confirm_screen(desk.say, present, desk.services.clock.now())


async def _copy(bot: Bot, texts: Texts, chat_id: int, language: Language, variant: Variant, *, silent: bool) -> None:
    """Raises `NotFoundError('broadcast-words-gone')` when the admin has deleted the message since."""
    try:
        await copy_variant(bot, texts, chat_id, language, variant, silent=silent)
    except TelegramBadRequest:
        raise NotFoundError("broadcast-words-gone") from None
