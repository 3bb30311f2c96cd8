"""/generate and free text: from a wish to a card that can be drawn."""

from uuid import UUID

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.generate_screens import card_screen, nothing_ready
from bot.conversations.replies import Screen, tell
from bot.conversations.word_steps import GenerateSteps
from bot.fsm import DRAFT
from bot.keyboards.menu import Menu, Place
from bot.keyboards.ready import ReadyPress, WriteOwn
from bot.texts import Texts
from db.models import User
from services.errors import NotFoundError
from services.generation.ready_prompts import ready_prompt


def router() -> Router:
    """The command, and the buttons of other conversations that lead here."""
    generate = Router(name="generate")
    generate.message(Command("generate"))(command)
    generate.callback_query(Menu.filter(F.to == Place.GENERATE))(from_menu)
    generate.callback_query(WriteOwn.filter())(write_own)
    generate.callback_query(ReadyPress.filter())(draw_ready)
    return generate


def text_router() -> Router:
    """Free text; comes after every conversation that waits for words of its own."""
    words = Router(name="generate-text")
    words.message(StateFilter(None, GenerateSteps.prompt), F.text, ~F.text.startswith("/"))(free_text)
    return words


async def command(
    message: Message, command: CommandObject, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """A card; words after the command are the prompt."""
    await state.clear()
    text, markup = await begin(user, texts, services, state, command.args or "")
    await message.answer(text, reply_markup=markup)


async def free_text(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Words become the prompt of a card, with the model and settings chosen on the card before it."""
    text, markup = await begin(user, texts, services, state, message.text or "")
    await message.answer(text, reply_markup=markup)


async def from_menu(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """The same as the command."""
    await query.answer()
    await state.clear()
    await tell(query, *await begin(user, texts, services, state))


async def write_own(
    query: CallbackQuery, callback_data: WriteOwn, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Asks for words for this model."""
    screen = await begin(user, texts, services, state, lora_id=callback_data.lora_id)
    await query.answer()
    await tell(query, *screen)


async def draw_ready(
    query: CallbackQuery, callback_data: ReadyPress, user: User, texts: Texts, services: Services
) -> None:
    """One tap draws, with the settings of the person's last order."""
    lora = (await services.loras.get(user.id, callback_data.lora_id)).lora
    ready = ready_prompt(lora.type, callback_data.number)
    if ready is None:
        raise NotFoundError("button-old")
    settings = await services.gallery.remembered(user.id, lora.id)
    await services.generations.order(user.id, lora.id, ready.text, settings, f"ready:{query.id}")
    await query.answer(texts.plain(user.language, "generate-begun"))


async def begin(
    user: User,
    texts: Texts,
    services: Services,
    state: FSMContext,
    prompt: str = "",
    *,
    lora_id: UUID | None = None,
) -> Screen:
    """A new draft and its card; what is missing when no model is ready. Without a prompt the next text is it."""
    if not await services.loras.ready(user.id):
        return await nothing_ready(user, texts, services)
    before = (await state.get_data()).get(DRAFT)
    draft = await services.generate_drafts.begin(user.id, prompt, lora_id=lora_id, like=before)
    await state.set_state(None if draft.prompt else GenerateSteps.prompt)
    await state.set_data({DRAFT: draft.id})
    return card_screen(texts, user.language, draft)
