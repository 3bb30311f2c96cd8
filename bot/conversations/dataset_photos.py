"""Photos that are sent for the data set of a model, alone or as an album."""

from uuid import UUID

from aiogram import Bot, F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.create_photos import OTHER_MEDIA, refusal_of
from bot.conversations.dataset_steps import DatasetSteps
from bot.conversations.datasets import turn_to
from bot.fsm import DRAFT
from bot.keyboards.buttons import keyboard
from bot.keyboards.dataset_press import DatasetAction, DatasetPress, open_button
from bot.speaker import Speaker
from bot.telegram_files import TelegramFiles
from bot.texts import Texts
from bot.views.base import Rendered
from db.models import User
from db.repositories.cards import card_message, forget_card_message
from services.errors import InvalidInputError, NotFoundError
from services.messaging.cards import dataset_subject, put_dataset_card

CARD_AFTER = 1.5
"""Seconds after a photo at which the list is shown: an album has one answer."""


def router() -> Router:
    """The button, and whatever is sent while photos are awaited."""
    photos = Router(name="dataset-photos")
    photos.callback_query(DatasetPress.filter(F.action == DatasetAction.ADD))(ask)
    photos.message(DatasetSteps.photos, F.photo)(photo)
    # Telegram gives a GIF as animation and as document: the order decides.
    photos.message(DatasetSteps.photos, OTHER_MEDIA)(no_photo)
    photos.message(DatasetSteps.photos, F.document)(document)
    photos.message(DatasetSteps.photos, F.text, ~F.text.startswith("/"))(words)
    return photos


async def ask(
    query: CallbackQuery, callback_data: DatasetPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Photos that are sent from here on go to this data set."""
    view = await services.datasets.check_open(user.id, callback_data.lora_id)
    await state.set_state(DatasetSteps.photos)
    await state.set_data({DRAFT: view.lora.id})
    await turn_to(query, _question(Speaker(texts, user.language), view.lora.id, view.max_photos - len(view.photos)))


async def photo(message: Message, bot: Bot, user: User, services: Services, state: FSMContext) -> None:
    """The largest of the sizes that Telegram made."""
    assert message.photo
    size = message.photo[-1]
    await _take(message, bot, user, services, state, size.file_id, size.file_unique_id)


async def document(message: Message, bot: Bot, user: User, services: Services, state: FSMContext) -> None:
    """A picture sent as file keeps its full size."""
    assert message.document
    refusal = refusal_of(message.document, services.rules.photos)
    if refusal is not None:
        raise refusal
    await _take(message, bot, user, services, state, message.document.file_id, message.document.file_unique_id)


async def no_photo(message: Message) -> None:
    """A video, a GIF, a sticker, a voice message."""
    moving = message.video or message.animation or message.video_note
    raise InvalidInputError("photo-animated") if moving else InvalidInputError("photo-not-a-picture")


async def words(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Words are no photo: asks again."""
    lora_id = await _model(state)
    view = await services.datasets.of_model(user.id, lora_id)
    screen = _question(Speaker(texts, user.language), lora_id, view.max_photos - len(view.photos))
    await message.answer(screen.text or "", reply_markup=screen.keyboard)


async def _take(
    message: Message, bot: Bot, user: User, services: Services, state: FSMContext, source: str, key: str
) -> None:
    """Fetches and stores the photo; the list below the photos tells. What cannot be taken is answered at once."""
    lora_id = await _model(state)
    await services.datasets.check_open(user.id, lora_id)
    data = await TelegramFiles(bot).fetch(source)
    # Before it is stored, so that there is an answer whatever happens; and after, so that the list has it.
    await _put_card(services, user, lora_id, message)
    await services.datasets.add(user.id, lora_id, key, data)
    await _put_card(services, user, lora_id, message)


async def _put_card(services: Services, user: User, lora_id: UUID, message: Message) -> None:
    async with services.db.write(joins_update=False) as session:
        subject = dataset_subject(lora_id)
        shown = await card_message(session, user.id, subject)
        if shown is not None and shown < message.message_id:
            # The list belongs below the newest photos, where the person looks.
            await forget_card_message(session, user.id, subject)
        await put_dataset_card(session, services.clock, user.id, lora_id, delay=CARD_AFTER)


async def _model(state: FSMContext) -> UUID:
    lora_id: UUID | None = (await state.get_data()).get(DRAFT)
    if lora_id is None:
        raise NotFoundError("model-gone")
    return lora_id


def _question(say: Speaker, lora_id: UUID, room: int) -> Rendered:
    return Rendered(
        say.text("dataset-add-ask", count=room), keyboard([[open_button(say, lora_id, "dataset-add-done")]])
    )
