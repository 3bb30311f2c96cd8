"""/models: the list, one model's card, another try, deleting with a day to undo it."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.model_screens import list_screen, model_screen
from bot.conversations.replies import Screen, show, tell
from bot.conversations.stop_costs import stop_cost
from bot.excerpts import titled
from bot.keyboards.menu import Menu, Place
from bot.keyboards.models import ModelAction, ModelPress, ModelsPage, stop_delete_keyboard
from bot.texts import Texts
from bot.views.model_deleted import deleted_screen
from db.models import User


def router() -> Router:
    """The command and its buttons."""
    models = Router(name="models")
    models.message(Command("models"))(command)
    models.callback_query(Menu.filter(F.to == Place.MODELS))(from_menu)
    models.callback_query(ModelsPage.filter())(turn_page)
    models.callback_query(ModelPress.filter(F.action == ModelAction.OPEN))(open_model)
    models.callback_query(ModelPress.filter(F.action == ModelAction.RETRY))(retry)
    models.callback_query(ModelPress.filter(F.action == ModelAction.DELETE))(delete)
    models.callback_query(ModelPress.filter(F.action == ModelAction.STOP_DELETE))(stop_and_delete)
    models.callback_query(ModelPress.filter(F.action == ModelAction.UNDO))(undo)
    return models


async def command(message: Message, user: User, texts: Texts, services: Services) -> None:
    """The first page; a question that is open stays open."""
    text, markup = await _page(user, texts, services, 0)
    await message.answer(text, reply_markup=markup)


async def from_menu(query: CallbackQuery, user: User, texts: Texts, services: Services) -> None:
    """The first page, as a new message."""
    await query.answer()
    await tell(query, *await _page(user, texts, services, 0))


async def turn_page(
    query: CallbackQuery, callback_data: ModelsPage, user: User, texts: Texts, services: Services
) -> None:
    """Another page."""
    await show(query, *await _page(user, texts, services, callback_data.page))


async def open_model(
    query: CallbackQuery, callback_data: ModelPress, user: User, texts: Texts, services: Services
) -> None:
    """One model's card instead of the list."""
    await show(query, *await model_screen(user, texts, services, callback_data.lora_id))


async def retry(query: CallbackQuery, callback_data: ModelPress, user: User, texts: Texts, services: Services) -> None:
    """Trains a failed or cancelled model again; its status card comes by itself. A second tap is the first one."""
    details = await services.loras.get(user.id, callback_data.lora_id)
    await services.trainings.retry(user.id, details.lora.id, f"retry:{details.version.id}")
    await show(query, *await model_screen(user, texts, services, details.lora.id))


async def delete(query: CallbackQuery, callback_data: ModelPress, user: User, texts: Texts, services: Services) -> None:
    """Deletes at once, and Undo stands in the same message; a model that is being trained is asked about first."""
    lora_id = callback_data.lora_id
    running = await services.loras.running_training(user.id, lora_id)
    if running is None:
        lora = await services.loras.delete(user.id, lora_id)
        await show(query, *deleted_screen(texts, user.language, lora))
        return
    name = titled((await services.loras.get(user.id, lora_id)).lora.name)
    text = texts.text(user.language, f"models-stop-delete{stop_cost(running)}", name=name)
    await show(query, text, stop_delete_keyboard(texts, user.language, lora_id))


async def stop_and_delete(
    query: CallbackQuery, callback_data: ModelPress, user: User, texts: Texts, services: Services
) -> None:
    """Begins; that it is done comes as a message of its own."""
    asked = await services.my_data.requests.ask_erase_model(user.id, callback_data.lora_id, user.language)
    if asked is None:
        lora = await services.loras.delete(user.id, callback_data.lora_id)
        await show(query, *deleted_screen(texts, user.language, lora))
        return
    name = titled((await services.loras.get(user.id, callback_data.lora_id)).lora.name)
    await show(query, texts.text(user.language, "models-delete-begun", name=name))


async def undo(query: CallbackQuery, callback_data: ModelPress, user: User, texts: Texts, services: Services) -> None:
    """Brings a deleted model back; the card says under which name."""
    lora = await services.loras.undo_delete(user.id, callback_data.lora_id)
    await show(query, *await model_screen(user, texts, services, lora.id))


async def _page(user: User, texts: Texts, services: Services, page: int) -> Screen:
    return list_screen(texts, user.language, await services.loras.list(user.id), page)
