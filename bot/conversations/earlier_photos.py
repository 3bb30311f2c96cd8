"""A new model from photos of an earlier one: from the earlier one's side, and from the new one's."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.create_desk import CreateSteps, Desk
from bot.conversations.replies import tell
from bot.keyboards.dataset_press import DatasetAction, DatasetPress
from bot.keyboards.datasets import EarlierPhotos, EarlierTake, earlier_keyboard
from bot.keyboards.ids import long
from bot.texts import Texts
from bot.views.base import Rendered
from db.models import User
from services.errors import ConflictError


def router() -> Router:
    """Buttons of a data set and of the photos step."""
    earlier = Router(name="earlier-photos")
    earlier.callback_query(DatasetPress.filter(F.action == DatasetAction.NEW))(new_model)
    earlier.callback_query(EarlierPhotos.filter())(ask)
    earlier.callback_query(EarlierTake.filter())(take)
    return earlier


async def new_model(
    query: CallbackQuery, callback_data: DatasetPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Copies the photos into the person's open draft, or into a new one, and goes on with it."""
    view = await services.datasets.of_model(user.id, callback_data.lora_id)
    if not view.photos:
        raise ConflictError("photos-gone")
    desk = Desk.of(user, texts, services, state)
    known = await services.drafts.current(user.id)
    # Beginning a draft is not yet the effect of this tap: the copied photos are.
    draft = known or await services.drafts.open(user.id, joins_update=False)
    await query.answer()
    count = await services.dataset_copies.into_draft(user.id, view.lora.id, draft.draft_id)
    await state.set_state(CreateSteps.answers)
    draft = await services.drafts.view(draft.draft_id)
    _, card = await desk.card(draft)
    with_notice = Rendered(f"{desk.say.text('dataset-copied', count=count)}\n\n{card.text}", card.keyboard)
    if isinstance(query.message, Message):
        await desk.post(query.message, draft, with_notice)
    else:
        await tell(query, with_notice.text or "", with_notice.keyboard)


async def ask(
    query: CallbackQuery, callback_data: EarlierPhotos, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The models whose photos are still here."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.draft(callback_data.draft)
    kept = await services.datasets.kept(user.id)
    await query.answer()
    text = desk.say.text("dataset-earlier-ask" if kept else "dataset-earlier-none")
    await desk.turn_to(query, view, Rendered(text, earlier_keyboard(desk.say, view.draft_id, kept)))


async def take(
    query: CallbackQuery, callback_data: EarlierTake, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Copies them; the card shows all photos of the draft."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.draft(long(callback_data.draft))
    count = await services.dataset_copies.into_draft(user.id, long(callback_data.lora), view.draft_id)
    view = await services.drafts.view(view.draft_id)
    await desk.turn(query, view, desk.say.plain("dataset-copied", count=count))
