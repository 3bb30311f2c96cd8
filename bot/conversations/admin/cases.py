"""Jobs whose paid call is lost: an admin looks at the provider and decides."""

from uuid import UUID

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.admin.steps import AdminSteps, leave, subject, wait_for
from bot.conversations.replies import Screen, show
from bot.keyboards.admin import AdminGo, AdminPlace
from bot.keyboards.admin_jobs import AdminCase, CaseDo, case_keyboard, cases_keyboard, sure_keyboard, to_case
from bot.keyboards.buttons import keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.admin_cases import case_text, cases_text
from db.models import User
from services.errors import ConflictError
from services.jobs.verdicts import Case

SURE = {CaseDo.FAIL: CaseDo.FAIL_YES, CaseDo.CANCEL: CaseDo.CANCEL_YES}


def router() -> Router:
    """The list, a case, the verdicts, and the step that waits for the provider's id."""
    cases = Router(name="admin-cases")
    cases.callback_query(AdminGo.filter(F.to == AdminPlace.CASES))(open_screen)
    cases.callback_query(AdminCase.filter(F.do == CaseDo.OPEN))(open_case)
    cases.callback_query(AdminCase.filter(F.do == CaseDo.ADOPT))(ask_ref)
    cases.callback_query(AdminCase.filter(F.do.in_(set(SURE))))(ask_sure)
    cases.callback_query(AdminCase.filter(F.do == CaseDo.FAIL_YES))(mark_failed)
    cases.callback_query(AdminCase.filter(F.do == CaseDo.CANCEL_YES))(cancel)
    cases.message(AdminSteps.adopt, F.text, ~F.text.startswith("/"))(typed_ref)
    return cases


async def open_screen(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """All that are undecided, the longest lost first."""
    await leave(state)
    await show(query, *await _list(Speaker(texts, user.language), services))


async def open_case(
    query: CallbackQuery, callback_data: AdminCase, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """One of them, with the provider's page."""
    await leave(state)
    say = Speaker(texts, user.language)
    case = await _case(services, callback_data.job)
    await show(query, case_text(say, case), case_keyboard(say, case))


async def ask_ref(
    query: CallbackQuery, callback_data: AdminCase, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Which call is it?"""
    say = Speaker(texts, user.language)
    case = await _case(services, callback_data.job)
    await wait_for(state, AdminSteps.adopt, case.job_id)
    await show(query, say.text("admin-case-ask-ref"), keyboard([[to_case(say, case.job_id)]]))


async def typed_ref(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """The provider is asked first; the step stays open until it knows such a call."""
    await services.operating.verdicts.adopt(user.id, await subject(state), message.text or "")
    await leave(state)
    await message.answer(texts.text(user.language, "admin-case-adopted"))


async def ask_sure(
    query: CallbackQuery, callback_data: AdminCase, user: User, texts: Texts, services: Services
) -> None:
    """What it does, and whether."""
    say = Speaker(texts, user.language)
    case = await _case(services, callback_data.job)
    text = say.text(f"admin-case-sure-{callback_data.do.value}", name=case.first_name)
    await show(query, text, sure_keyboard(say, SURE[callback_data.do], case.job_id))


async def mark_failed(
    query: CallbackQuery, callback_data: AdminCase, user: User, texts: Texts, services: Services
) -> None:
    """Ends it; a case that is decided says so."""
    await services.operating.verdicts.mark_failed(user.id, callback_data.job)
    await _decided(query, Speaker(texts, user.language), services, "admin-case-failed")


async def cancel(query: CallbackQuery, callback_data: AdminCase, user: User, texts: Texts, services: Services) -> None:
    """Stops it, or asks the provider to when it is found."""
    # An old button must not stop a job that has been found meanwhile and runs.
    await _case(services, callback_data.job)
    await services.operating.verdicts.cancel(user.id, callback_data.job)
    await _decided(query, Speaker(texts, user.language), services, "admin-case-cancelled")


async def _decided(query: CallbackQuery, say: Speaker, services: Services, key: str) -> None:
    text, markup = await _list(say, services)
    await show(query, f"{say.text(key)}\n\n{text}", markup)


async def _list(say: Speaker, services: Services) -> Screen:
    found = await services.operating.verdicts.open_cases()
    return cases_text(say, found), cases_keyboard(say, found)


async def _case(services: Services, job_id: UUID) -> Case:
    for case in await services.operating.verdicts.open_cases():
        if case.job_id == job_id:
            return case
    raise ConflictError("verdict-too-late")
