"""The photos and captions of a model: looking at them, removing one, training once more."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.context import Services
from bot.conversations.dataset_steps import DatasetSteps
from bot.conversations.replies import show, tell
from bot.excerpts import titled
from bot.keyboards.dataset_press import DatasetAction, DatasetPress
from bot.keyboards.datasets import (
    DatasetPage,
    PhotoAction,
    PhotoPress,
    TrainAnew,
    photo_keyboard,
    remove_keyboard,
    train_keyboard,
)
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.base import Rendered
from bot.views.dataset_list import dataset_screen
from bot.views.dataset_photo import photo_text
from bot.views.trainer_names import trainer_name
from db.models import User
from services.training.retrain import AnotherTraining


def router() -> Router:
    """Buttons alone; what waits for photos or words is elsewhere."""
    datasets = Router(name="datasets")
    datasets.callback_query(DatasetPress.filter(F.action == DatasetAction.OPEN))(open_set)
    datasets.callback_query(DatasetPage.filter())(turn_page)
    datasets.callback_query(DatasetPress.filter(F.action == DatasetAction.TRAIN))(ask_train)
    datasets.callback_query(TrainAnew.filter())(train)
    datasets.callback_query(PhotoPress.filter(F.action == PhotoAction.SHOW))(show_photo)
    datasets.callback_query(PhotoPress.filter(F.action == PhotoAction.REMOVE))(ask_remove)
    datasets.callback_query(PhotoPress.filter(F.action == PhotoAction.REMOVE_YES))(remove)
    return datasets


async def open_set(
    query: CallbackQuery, callback_data: DatasetPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The first page; ends a step that waited for photos or a caption."""
    view = await services.datasets.of_model(user.id, callback_data.lora_id)
    if (await state.get_state() or "").startswith(DatasetSteps.__name__):
        await state.clear()
    await turn_to(query, dataset_screen(Speaker(texts, user.language), view))


async def turn_page(
    query: CallbackQuery, callback_data: DatasetPage, user: User, texts: Texts, services: Services
) -> None:
    """Another page."""
    view = await services.datasets.of_model(user.id, callback_data.lora_id)
    await turn_to(query, dataset_screen(Speaker(texts, user.language), view, callback_data.page))


async def show_photo(
    query: CallbackQuery, callback_data: PhotoPress, user: User, texts: Texts, services: Services
) -> None:
    """The cleaned photo with its caption, as a message of its own."""
    view, shown = await services.datasets.photo(user.id, callback_data.photo_id)
    data = await services.storage.get(shown.photo.storage_key)
    say = Speaker(texts, user.language)
    await query.answer()
    assert query.bot is not None
    await query.bot.send_photo(
        user.id,
        BufferedInputFile(data, f"photo-{shown.photo.position}.jpg"),
        caption=photo_text(say, view, shown),
        reply_markup=photo_keyboard(say, view, shown),
    )


async def ask_remove(
    query: CallbackQuery, callback_data: PhotoPress, user: User, texts: Texts, services: Services
) -> None:
    """Removing is asked twice: the photo cannot be brought back."""
    view, shown = await services.datasets.photo(user.id, callback_data.photo_id)
    say = Speaker(texts, user.language)
    await query.answer()
    question = say.text("dataset-remove-ask", number=shown.photo.position)
    await tell(query, question, remove_keyboard(say, view, shown.photo.id))


async def remove(query: CallbackQuery, callback_data: PhotoPress, user: User, texts: Texts, services: Services) -> None:
    """Removes it; the list tells the new numbers."""
    view, shown = await services.datasets.photo(user.id, callback_data.photo_id)
    await services.datasets.remove(user.id, shown.photo.id)
    say = Speaker(texts, user.language)
    notice = say.text("dataset-removed", number=shown.photo.position)
    left = await services.datasets.of_model(user.id, view.lora.id)
    await turn_to(query, dataset_screen(say, left, notice=notice))


async def ask_train(
    query: CallbackQuery, callback_data: DatasetPress, user: User, texts: Texts, services: Services
) -> None:
    """Says what a further training comes to."""
    another = await services.retraining.offer(user.id, callback_data.lora_id)
    say = Speaker(texts, user.language)
    markup = train_keyboard(say, another.lora.id, another.newest.id)
    await turn_to(query, Rendered(_offer(say, another), markup))


async def train(query: CallbackQuery, callback_data: TrainAnew, user: User, texts: Texts, services: Services) -> None:
    """Orders it; a second tap finds the first one's. The progress card follows from the outbox."""
    version_id = callback_data.version_id
    await services.retraining.order(user.id, version_id, f"anew:{version_id}")
    await show(query, texts.text(user.language, "create-ordered"))


async def turn_to(query: CallbackQuery, screen: Rendered) -> None:
    """The tapped message becomes the screen; below a picture comes a new one."""
    if isinstance(query.message, Message) and query.message.photo:
        await query.answer()
        await tell(query, screen.text or "", screen.keyboard)
        return
    await show(query, screen.text or "", screen.keyboard)


def _offer(say: Speaker, another: AnotherTraining) -> str:
    offer = another.offer
    question = say.text("dataset-train-ask", name=titled(another.lora.name), count=another.photos)
    trainer = trainer_name(say, offer.trainer)
    quality = say.plain(f"quality-{offer.quality.value}")
    how = say.text("create-card-trainer", trainer=trainer, quality=quality, minutes=offer.minutes)
    if another.price:
        price = say.text("create-card-price", credits=another.price, balance=another.balance)
    else:
        left, limit = another.quota.left, another.quota.limit
        price = say.text("create-card-free", left=left, limit=limit, usd=f"${offer.usd:.2f}")
    return f"{question}\n\n{how}\n{price}"
