"""The buttons under delivered pictures."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.context import Services
from bot.conversations.dataset_steps import DatasetSteps
from bot.conversations.replies import show, tell
from bot.conversations.word_steps import GenerateSteps, ModelSteps
from bot.excerpts import shortened
from bot.fsm import DRAFT
from bot.keyboards.pictures import (
    BatchAction,
    BatchPress,
    LeaveStep,
    PictureAction,
    PicturePress,
    leave_keyboard,
    likeness,
)
from bot.texts import Texts
from db.enums import Verdict
from db.models import User
from services.errors import NotFoundError


def router() -> Router:
    """Taps, and the words that "same seed" waits for."""
    pictures = Router(name="pictures")
    pictures.callback_query(BatchPress.filter(F.action == BatchAction.AGAIN))(again)
    pictures.callback_query(BatchPress.filter(F.action == BatchAction.SAME_SEED))(ask_other_words)
    pictures.callback_query(PicturePress.filter(F.action == PictureAction.LIKE))(more_like_this)
    pictures.callback_query(PicturePress.filter(F.action == PictureAction.FILE))(as_file)
    pictures.callback_query(PicturePress.filter(F.action == PictureAction.NOT_ME))(not_me)
    pictures.callback_query(LeaveStep.filter())(leave_step)
    pictures.message(GenerateSteps.same_seed, F.text, ~F.text.startswith("/"))(same_seed)
    return pictures


async def again(query: CallbackQuery, callback_data: BatchPress, user: User, texts: Texts, services: Services) -> None:
    """The same order with a new seed."""
    await services.again.again(user.id, callback_data.generation_id, f"again:{query.id}")
    await query.answer(texts.plain(user.language, "generate-begun"))


async def ask_other_words(
    query: CallbackQuery, callback_data: BatchPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Asks for the words of the same seed."""
    view = await services.gallery.generation(user.id, callback_data.generation_id)
    await state.set_state(GenerateSteps.same_seed)
    await state.set_data({DRAFT: view.generation.id})
    await query.answer()
    text = texts.text(
        user.language, "pictures-ask-words", prompt=shortened(view.generation.prompt), seed=str(view.settings.seed)
    )
    await tell(query, text, leave_keyboard(texts, user.language))


async def same_seed(message: Message, user: User, services: Services, state: FSMContext) -> None:
    """Draws the new words; the status card is the answer. Words that cannot be drawn leave the step open."""
    generation_id = (await state.get_data()).get(DRAFT)
    if generation_id is None:
        raise NotFoundError("generation-gone")
    key = f"seed:{generation_id}:{message.message_id}"
    await services.again.same_seed(user.id, generation_id, message.text or "", key)
    await state.clear()


async def leave_step(query: CallbackQuery, user: User, texts: Texts, state: FSMContext) -> None:
    """Ends a step that waits for words; a step of another conversation goes on."""
    if await state.get_state() in (GenerateSteps.same_seed.state, ModelSteps.rename.state, DatasetSteps.caption.state):
        await state.clear()
    await show(query, texts.text(user.language, "step-left"))


async def more_like_this(
    query: CallbackQuery, callback_data: PicturePress, user: User, texts: Texts, services: Services
) -> None:
    """New pictures that start from this one."""
    await services.again.more_like_this(user.id, callback_data.image_id, f"like:{query.id}")
    await query.answer(texts.plain(user.language, "generate-begun"))


async def as_file(query: CallbackQuery, callback_data: PicturePress, user: User, services: Services) -> None:
    """The picture as it was made, without Telegram's compression."""
    image = await services.gallery.image(user.id, callback_data.image_id)
    if image.storage_key is None or query.bot is None:
        raise NotFoundError("image-gone")
    await query.answer()
    data = await services.storage.get(image.storage_key)
    extension = image.storage_key.rsplit(".", 1)[-1]
    name = f"picture-{image.seed}-{image.no + 1}.{extension}"
    await query.bot.send_document(user.id, BufferedInputFile(data, name))


async def not_me(
    query: CallbackQuery, callback_data: PicturePress, user: User, texts: Texts, services: Services
) -> None:
    """Notes it, and says what helps."""
    image = await services.gallery.image(user.id, callback_data.image_id)
    lora = (await services.gallery.generation(user.id, image.generation_id)).lora
    await services.gallery.mark(user.id, image.id, Verdict.NOT_ME)
    await query.answer(texts.plain(user.language, f"pictures-not-{likeness(lora)}-noted"), show_alert=True)
