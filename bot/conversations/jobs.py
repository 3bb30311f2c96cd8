"""/jobs: the person's own last orders with their state, and the cards of those that run."""

from uuid import UUID

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.cards import post_cards_anew
from bot.context import Services
from bot.excerpts import clipped, titled
from bot.keyboards.jobs import OpenJob, jobs_keyboard
from bot.texts import Texts
from db.enums import Language
from db.models import User
from db.repositories.generations import HistoryRow
from db.repositories.jobs import job_by_id
from services.errors import NotFoundError
from services.jobs.progress import job_stage

SHOWN = 10


def router() -> Router:
    """The command, and the buttons that show an order."""
    jobs = Router(name="jobs")
    jobs.message(Command("jobs"))(command)
    jobs.callback_query(OpenJob.filter())(open_job)
    return jobs


async def command(message: Message, user: User, texts: Texts, services: Services) -> None:
    """The list; a question that is open stays open."""
    text, markup = await _screen(user, texts, services)
    await message.answer(text, reply_markup=markup)


async def open_job(
    query: CallbackQuery, callback_data: OpenJob, bot: Bot, user: User, texts: Texts, services: Services
) -> None:
    """The order's card as a new message; it shows the end when the order has ended meanwhile."""
    async with services.db.read() as session:
        job = await job_by_id(session, callback_data.job_id)
    if job is None or job.user_id != user.id:
        raise NotFoundError("job")
    await post_cards_anew(bot, services, texts, user, [job])
    await query.answer()


async def _screen(user: User, texts: Texts, services: Services) -> tuple[str, InlineKeyboardMarkup | None]:
    rows = await services.gallery.history(user.id, limit=SHOWN)
    if not rows:
        return texts.text(user.language, "jobs-none"), None
    lines = [texts.text(user.language, "jobs-title"), *(_line(texts, user.language, row) for row in rows)]
    return "\n".join(lines), jobs_keyboard([_live(row) for row in rows if row.job.finished_at is None])


def _line(texts: Texts, language: Language, row: HistoryRow) -> str:
    job = row.job
    return texts.text(
        language,
        "jobs-line",
        what=_what(texts, language, row),
        model=titled(row.lora.name),
        state=_state(texts, language, row),
        at=job.created_at,
    )


def _what(texts: Texts, language: Language, row: HistoryRow) -> str:
    prompt = clipped(" ".join(row.generation.prompt.split())) if row.generation else ""
    return texts.plain(language, f"jobs-{row.job.kind.value}", count=row.job.units, prompt=prompt)


def _state(texts: Texts, language: Language, row: HistoryRow) -> str:
    job = row.job
    words = texts.plain(language, f"jobs-stage-{job_stage(job).value}")
    return f"{words}, {job.progress} %" if job.finished_at is None and job.progress else words


def _live(row: HistoryRow) -> tuple[UUID, str]:
    progress = f" · {row.job.progress} %" if row.job.progress else ""
    return row.job.id, f"{clipped(row.lora.name)}{progress}"
