"""The caption of a photo: written, explained where it says how somebody looks, and taken back."""

from uuid import UUID

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.dataset_steps import DatasetSteps
from bot.conversations.datasets import turn_to
from bot.conversations.replies import tell
from bot.fsm import DRAFT
from bot.keyboards.datasets import PhotoAction, PhotoPress, looks_keyboard, page_with
from bot.keyboards.pictures import leave_keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.base import Rendered
from bot.views.dataset_list import dataset_screen
from bot.views.dataset_photo import looks_text
from db.models import User
from services.errors import ConflictError, NotFoundError

QUOTATION = "blockquote"


def router() -> Router:
    """Buttons under a photo, and the words that they ask for."""
    captions = Router(name="dataset-captions")
    captions.callback_query(PhotoPress.filter(F.action == PhotoAction.EDIT))(ask)
    captions.callback_query(PhotoPress.filter(F.action == PhotoAction.MADE))(back_to_made)
    captions.callback_query(PhotoPress.filter(F.action == PhotoAction.KEEP))(keep)
    captions.message(DatasetSteps.caption, F.text, ~F.text.startswith("/"))(typed)
    return captions


async def ask(
    query: CallbackQuery, callback_data: PhotoPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Asks for words, with the present ones to copy."""
    view, shown = await services.datasets.photo(user.id, callback_data.photo_id)
    if view.in_use:
        raise ConflictError("dataset-in-use")
    await state.set_state(DatasetSteps.caption)
    await state.set_data({DRAFT: shown.photo.id})
    await query.answer()
    text = texts.text(
        user.language,
        "dataset-caption-ask",
        number=shown.photo.position,
        caption=shown.caption,
        trigger=view.lora.trigger_word,
    )
    await tell(query, text, leave_keyboard(texts, user.language))


async def typed(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Keeps words that say nothing of looks; others are explained first, and the step stays open for better ones."""
    photo_id: UUID | None = (await state.get_data()).get(DRAFT)
    if photo_id is None:
        raise NotFoundError("photo")
    words = " ".join((message.text or "").split())
    say = Speaker(texts, user.language)
    found = await services.datasets.looks_in(user.id, photo_id, words)
    if found:
        await message.answer(looks_text(say, words, found), reply_markup=looks_keyboard(say, photo_id))
        return
    await services.datasets.write_caption(user.id, photo_id, words)
    await state.clear()
    screen = await _after(say, user, services, photo_id)
    await message.answer(screen.text or "", reply_markup=screen.keyboard)


async def keep(
    query: CallbackQuery, callback_data: PhotoPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Keeps the words that the message quotes, whatever they say."""
    await services.datasets.photo(user.id, callback_data.photo_id)
    await services.datasets.write_caption(user.id, callback_data.photo_id, _quoted(query))
    await _leave(state)
    await turn_to(query, await _after(Speaker(texts, user.language), user, services, callback_data.photo_id))


async def back_to_made(
    query: CallbackQuery, callback_data: PhotoPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Takes the person's own words back."""
    await services.datasets.drop_caption(user.id, callback_data.photo_id)
    await _leave(state)
    await turn_to(query, await _after(Speaker(texts, user.language), user, services, callback_data.photo_id))


async def _after(say: Speaker, user: User, services: Services, photo_id: UUID) -> Rendered:
    """The list where the photo is, with its caption as it stands."""
    view, shown = await services.datasets.photo(user.id, photo_id)
    position = shown.photo.position
    notice = say.text("dataset-caption-now", number=position, caption=shown.caption)
    return dataset_screen(say, view, page_with(position), notice)


async def _leave(state: FSMContext) -> None:
    if await state.get_state() == DatasetSteps.caption.state:
        await state.clear()


def _quoted(query: CallbackQuery) -> str:
    """The quotation in the tapped message; raises `NotFoundError('button-old')` when there is none in reach."""
    message = query.message if isinstance(query.message, Message) else None
    for entity in (message.entities or []) if message else []:
        if message is not None and entity.type == QUOTATION:
            return entity.extract_from(message.text or "")
    raise NotFoundError("button-old")
