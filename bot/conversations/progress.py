"""/status and /cancel: what is running, stopping it, and leaving a step."""

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.cards import post_cards_anew
from bot.context import Services
from bot.conversations.create_desk import CREATE_STEPS
from bot.conversations.replies import show, tell
from bot.conversations.stop_costs import stop_cost
from bot.excerpts import titled
from bot.keyboards.buttons import keyboard
from bot.keyboards.create import Buttons
from bot.keyboards.menu import Place, menu_button
from bot.keyboards.training import TrainingDo, TrainingPress, sure_keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.training_subject import training_of
from db.models import User
from db.repositories.jobs import live_jobs_of
from services.errors import ConflictError
from services.jobs.states import is_terminal


def router() -> Router:
    """Commands, and the buttons under progress cards."""
    progress = Router(name="progress")
    progress.message(Command("status"))(status)
    progress.message(Command("cancel"))(cancel)
    progress.callback_query(TrainingPress.filter(F.do == TrainingDo.CANCEL))(ask_cancel)
    progress.callback_query(TrainingPress.filter(F.do == TrainingDo.CANCEL_YES))(cancel_training)
    progress.callback_query(TrainingPress.filter(F.do == TrainingDo.CANCEL_NO))(go_on)
    progress.callback_query(TrainingPress.filter(F.do == TrainingDo.RETRY))(retry)
    return progress


async def status(message: Message, bot: Bot, user: User, texts: Texts, services: Services) -> None:
    """The cards of everything that runs, as new messages; or what can be done instead."""
    if await _post_cards(bot, services, texts, user):
        return
    say = Speaker(texts, user.language)
    places = [Place.GENERATE] if await services.loras.ready(user.id) else []
    rows = [[menu_button(texts, user.language, place)] for place in (*places, Place.CREATE)]
    await message.answer(say.text("status-nothing"), reply_markup=keyboard(rows))


async def cancel(message: Message, bot: Bot, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Leaves the step and keeps what was answered; without a step it points at what runs."""
    say = Speaker(texts, user.language)
    step = await state.get_state()
    draft = await services.drafts.current(user.id)
    await state.clear()
    if step is not None and not step.startswith(CREATE_STEPS):
        await message.answer(say.text("cancel-step"))
        return
    if step is None and (running := await _post_cards(bot, services, texts, user)):
        await message.answer(say.text("cancel-running", count=running))
        return
    if draft is None:
        await message.answer(say.text("cancel-nothing"))
        return
    photos = draft.photos + len(draft.fields.waiting)
    if draft.fields.type is None and not photos:
        await message.answer(say.text("create-paused-empty"))
        return
    rows = keyboard([[Buttons(say, draft.draft_id).discard()]])
    await message.answer(say.text("create-paused", photos=photos), reply_markup=rows)


async def ask_cancel(
    query: CallbackQuery, callback_data: TrainingPress, user: User, texts: Texts, services: Services
) -> None:
    """Says who pays and asks, as a message of its own: the card goes on changing."""
    training = await training_of(services.db, user.id, callback_data.job)
    if is_terminal(training.job.state):
        raise ConflictError("job-finished")
    say = Speaker(texts, user.language)
    key = f"training-cancel-ask{stop_cost(training.job)}"
    await query.answer()
    await tell(query, say.text(key, name=titled(training.lora.name)), sure_keyboard(say, training.job.id))


async def cancel_training(
    query: CallbackQuery, callback_data: TrainingPress, user: User, texts: Texts, services: Services
) -> None:
    """At once before the paid call; later it is a request, and the card tells what the provider says."""
    await training_of(services.db, user.id, callback_data.job)
    job = await services.cancels.request(user.id, callback_data.job)
    key = "training-cancel-done" if is_terminal(job.state) else "training-cancel-asked"
    await show(query, texts.text(user.language, key))


async def go_on(query: CallbackQuery, user: User, texts: Texts) -> None:
    """Nothing is cancelled."""
    await show(query, texts.text(user.language, "training-goes-on"))


async def retry(
    query: CallbackQuery, callback_data: TrainingPress, user: User, texts: Texts, services: Services
) -> None:
    """Trains again what failed or was cancelled; a second tap, also on another message, finds the first one's. The
    new training's card comes by itself."""
    training = await training_of(services.db, user.id, callback_data.job)
    await services.trainings.retry(user.id, training.lora.id, f"retry:{training.job.id}")
    await query.answer(texts.plain(user.language, "create-ordered"))


async def _post_cards(bot: Bot, services: Services, texts: Texts, user: User) -> int:
    async with services.db.read() as session:
        jobs = await live_jobs_of(session, user.id)
    await post_cards_anew(bot, services, texts, user, jobs)
    return len(jobs)
