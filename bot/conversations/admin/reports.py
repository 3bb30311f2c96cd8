"""Reports about pictures and models: an admin looks and decides."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery

from bot.context import Services
from bot.conversations.admin.steps import leave
from bot.conversations.replies import Screen, show
from bot.keyboards.admin import AdminGo, AdminPlace
from bot.keyboards.admin_reports import AdminReport, ReportDo, report_keyboard, reports_keyboard, sure_keyboard
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.admin_reports import report_text, reports_text
from db.models import User

SURE = {ReportDo.PICTURE: ReportDo.PICTURE_YES, ReportDo.MODEL: ReportDo.MODEL_YES}


def router() -> Router:
    """The list, a report, the decisions."""
    reports = Router(name="admin-reports")
    reports.callback_query(AdminGo.filter(F.to == AdminPlace.REPORTS))(open_screen)
    reports.callback_query(AdminReport.filter(F.do == ReportDo.OPEN))(open_report)
    reports.callback_query(AdminReport.filter(F.do == ReportDo.LOOK))(look)
    reports.callback_query(AdminReport.filter(F.do.in_(set(SURE))))(ask_sure)
    reports.callback_query(AdminReport.filter())(decide)
    return reports


async def open_screen(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """All that wait, the first that is due first."""
    await leave(state)
    await show(query, *await _list(Speaker(texts, user.language), user, services))


async def open_report(
    query: CallbackQuery, callback_data: AdminReport, user: User, texts: Texts, services: Services
) -> None:
    """One of them."""
    say = Speaker(texts, user.language)
    case = await services.report_desk.case(user.id, callback_data.report)
    await show(query, report_text(say, case, services.clock.now()), report_keyboard(say, case))


async def look(query: CallbackQuery, callback_data: AdminReport, user: User, services: Services) -> None:
    """The picture, behind a cover: nobody has to see it by accident."""
    seen = await services.report_desk.picture(user.id, callback_data.report)
    await query.answer()
    assert query.bot is not None
    ending = seen.content_type.removeprefix("image/")
    await query.bot.send_photo(user.id, BufferedInputFile(seen.data, f"reported.{ending}"), has_spoiler=True)


async def ask_sure(
    query: CallbackQuery, callback_data: AdminReport, user: User, texts: Texts, services: Services
) -> None:
    """What it does, and whether."""
    say = Speaker(texts, user.language)
    case = await services.report_desk.case(user.id, callback_data.report)
    text = say.text(f"admin-report-sure-{callback_data.do.value}")
    await show(query, text, sure_keyboard(say, case, SURE[callback_data.do]))


async def decide(
    query: CallbackQuery, callback_data: AdminReport, user: User, texts: Texts, services: Services
) -> None:
    """Once; whoever comes second is told."""
    desk = services.report_desk
    deciding = {
        ReportDo.KEEP: desk.keep,
        ReportDo.DONE: desk.settle_words,
        ReportDo.PICTURE_YES: desk.remove_picture,
        ReportDo.MODEL_YES: desk.remove_model,
    }
    await deciding[callback_data.do](user.id, callback_data.report)
    say = Speaker(texts, user.language)
    text, markup = await _list(say, user, services)
    await show(query, f"{say.text('admin-report-decided')}\n\n{text}", markup)


async def _list(say: Speaker, user: User, services: Services) -> Screen:
    cases = await services.report_desk.waiting(user.id)
    return reports_text(say, cases, services.clock.now()), reports_keyboard(say, cases)
