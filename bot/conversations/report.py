"""Reporting a picture from its button, and anything else by /report; open to people without access, too."""

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.replies import show, tell
from bot.conversations.word_steps import name_of, state_named
from bot.fsm import DRAFT
from bot.keyboards.report import ReportAsk, ReportLeave, ReportReason, ReportSend, reasons_keyboard, words_keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from db.models import User
from services.safety.reports import DECIDED_WITHIN, Reason

HOURS = int(DECIDED_WITHIN.total_seconds() // 3600)


class ReportSteps(StatesGroup):
    """Each waits for words about what it is named after; `draft_id` names a reported picture."""

    me = State()
    minor = State()
    sexual = State()
    other = State()


def router() -> Router:
    """The command, the buttons, the words."""
    report = Router(name="report")
    report.message(Command("report"))(command)
    report.callback_query(ReportAsk.filter())(ask_reason)
    report.callback_query(ReportReason.filter())(ask_words)
    report.callback_query(ReportSend.filter())(send)
    report.callback_query(ReportLeave.filter())(leave)
    report.message(StateFilter(ReportSteps), F.text, ~F.text.startswith("/"))(typed)
    return report


async def command(message: Message, user: User, texts: Texts) -> None:
    """What is wrong?"""
    say = Speaker(texts, user.language)
    await message.answer(say.text("report-what"), reply_markup=reasons_keyboard(say))


async def ask_reason(
    query: CallbackQuery, callback_data: ReportAsk, user: User, texts: Texts, services: Services
) -> None:
    """What is wrong with this picture?"""
    await services.gallery.image(user.id, callback_data.image)
    say = Speaker(texts, user.language)
    await query.answer()
    await tell(query, say.text("report-picture"), reasons_keyboard(say, callback_data.image))


async def ask_words(
    query: CallbackQuery, callback_data: ReportReason, user: User, texts: Texts, state: FSMContext
) -> None:
    """The next words belong to the report."""
    say = Speaker(texts, user.language)
    await state.set_state(state_named(ReportSteps, callback_data.reason.value))
    await state.set_data({DRAFT: callback_data.image} if callback_data.image else {})
    key = "report-picture-words" if callback_data.image else "report-words"
    await show(query, say.text(key), words_keyboard(say, callback_data.reason, callback_data.image))


async def send(
    query: CallbackQuery, callback_data: ReportSend, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Without words."""
    await services.reports.report_picture(user.id, callback_data.image, callback_data.reason)
    await _end(state)
    await show(query, texts.text(user.language, "report-sent", hours=HOURS))


async def typed(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Words that cannot be taken leave the step open."""
    reason = Reason(name_of(await state.get_state()))
    image = (await state.get_data()).get(DRAFT)
    words = message.text or ""
    if image is None:
        await services.reports.report_in_words(user.id, reason, words)
    else:
        await services.reports.report_picture(user.id, image, reason, words)
    await state.clear()
    await message.answer(texts.text(user.language, "report-sent", hours=HOURS))


async def leave(query: CallbackQuery, user: User, texts: Texts, state: FSMContext) -> None:
    """Nothing is reported."""
    await _end(state)
    await show(query, texts.text(user.language, "report-left"))


async def _end(state: FSMContext) -> None:
    """Steps of other conversations stay."""
    if (await state.get_state() or "").startswith(ReportSteps.__name__):
        await state.clear()
