"""Renaming a model: typed, or with one tap when the typed name is taken."""

from uuid import UUID

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.model_screens import model_screen
from bot.conversations.replies import show, tell, words_on
from bot.conversations.word_steps import ModelSteps
from bot.fsm import DRAFT
from bot.keyboards.models import ModelAction, ModelPress, names_keyboard
from bot.keyboards.pictures import leave_keyboard
from bot.texts import Texts
from db.models import User
from services.errors import ConflictError, NotFoundError


def router() -> Router:
    """The buttons, and the step that waits for a name."""
    rename = Router(name="rename")
    rename.callback_query(ModelPress.filter(F.action == ModelAction.RENAME))(ask)
    rename.callback_query(ModelPress.filter(F.action == ModelAction.TAKE_NAME))(take)
    rename.message(ModelSteps.rename, F.text, ~F.text.startswith("/"))(typed)
    return rename


async def ask(
    query: CallbackQuery, callback_data: ModelPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Asks for the new name."""
    details = await services.loras.get(user.id, callback_data.lora_id)
    await state.set_state(ModelSteps.rename)
    await state.set_data({DRAFT: details.lora.id})
    await query.answer()
    text = texts.text(user.language, "models-ask-name", name=details.lora.name)
    await tell(query, text, leave_keyboard(texts, user.language))


async def typed(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Takes the name; one that is taken is answered with a free one to tap. The step stays open until one fits."""
    lora_id: UUID | None = (await state.get_data()).get(DRAFT)
    if lora_id is None:
        raise NotFoundError("model-gone")
    try:
        await services.loras.rename(user.id, lora_id, message.text or "")
    except ConflictError as clash:
        if "suggestion" not in clash.params:
            raise
        text = texts.text(user.language, clash.text_key, **clash.params)
        markup = names_keyboard(texts, user.language, lora_id, clash.params["suggestion"])
        await message.answer(text, reply_markup=markup)
        return
    await state.clear()
    text, markup = await model_screen(user, texts, services, lora_id)
    await message.answer(text, reply_markup=markup)


async def take(
    query: CallbackQuery, callback_data: ModelPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Takes the name that stands on the button."""
    await services.loras.rename(user.id, callback_data.lora_id, words_on(query))
    if await state.get_state() == ModelSteps.rename.state:
        await state.clear()
    await show(query, *await model_screen(user, texts, services, callback_data.lora_id))
