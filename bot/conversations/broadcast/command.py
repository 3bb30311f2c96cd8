"""/broadcast: what there is, beginning one, opening one."""

from collections.abc import Sequence
from uuid import UUID

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.broadcast.desk import Desk
from bot.conversations.broadcast.words import open_words
from bot.conversations.replies import Screen, show
from bot.keyboards.admin import AdminGo, AdminPlace
from bot.keyboards.broadcast import BroadcastNew, BroadcastPress, Do, list_keyboard
from bot.texts import Texts
from db.enums import BroadcastState
from db.models import Broadcast, User


def router() -> Router:
    """The command, the menu's button, and the list's buttons."""
    command = Router(name="broadcast")
    command.message(Command("broadcast"))(typed)
    command.callback_query(AdminGo.filter(F.to == AdminPlace.BROADCAST))(from_menu)
    command.callback_query(BroadcastNew.filter())(begin)
    command.callback_query(BroadcastPress.filter(F.do == Do.OPEN))(open_one)
    return command


async def typed(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """What there is; the first broadcast begins at once."""
    desk = Desk.of(user, texts, services, state)
    await desk.leave()
    rows = await _shown(desk)
    if not rows:
        await _begin(desk, message)
        return
    text, markup = _screen(desk, rows)
    await message.answer(text, reply_markup=markup)


async def from_menu(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """What there is, instead of the menu."""
    desk = Desk.of(user, texts, services, state)
    await desk.leave()
    await show(query, *_screen(desk, await _shown(desk)))


async def begin(query: CallbackQuery, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """A draft as a new message; the one that there is goes first."""
    desk = Desk.of(user, texts, services, state)
    place = desk.place_of(query)
    await query.answer()
    drafts = [row.id for row in await _shown(desk) if row.state is BroadcastState.DRAFT]
    await _begin(desk, place, *drafts[:1])


async def open_one(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Its card as a new message, which is kept up to date in the chat of the admin who began it."""
    desk = Desk.of(user, texts, services, state)
    await desk.leave()
    place = desk.place_of(query)
    progress = await services.broadcasts.progress(callback_data.id)
    await query.answer()
    if progress.state is BroadcastState.DRAFT:
        await _begin(desk, place, callback_data.id)
        return
    await desk.post(place, callback_data.id, await desk.card(callback_data.id))


async def _begin(desk: Desk, message: Message, draft_id: UUID | None = None) -> None:
    draft_id = draft_id or await desk.services.broadcasts.begin(desk.user.id)
    await desk.post(message, draft_id, await desk.card(draft_id))
    progress = await desk.services.broadcasts.progress(draft_id)
    if not progress.variants:
        await open_words(desk, draft_id, desk.user.language)


async def _shown(desk: Desk) -> Sequence[Broadcast]:
    """The newest ones, but for other admins' drafts and those that were dropped before they began."""
    rows = await desk.services.broadcasts.recent(desk.user.id)
    return [row for row in rows if _is_shown(row, desk.user.id)]


def _is_shown(row: Broadcast, admin_id: int) -> bool:
    if row.state is BroadcastState.DRAFT:
        return row.created_by == admin_id
    return row.state is not BroadcastState.STOPPED or row.started_at is not None


def _screen(desk: Desk, rows: Sequence[Broadcast]) -> Screen:
    named = [(row.id, _label(desk, row)) for row in rows]
    has_draft = any(row.state is BroadcastState.DRAFT for row in rows)
    text = desk.say.text("broadcast-list" if rows else "broadcast-list-empty")
    return text, list_keyboard(desk.say, named, may_begin=not has_draft)


def _label(desk: Desk, row: Broadcast) -> str:
    if row.state is BroadcastState.DRAFT:
        return desk.say.plain("broadcast-row-draft", at=row.created_at)
    at = row.start_at or row.created_at
    return desk.say.plain("broadcast-row", state=row.state.value, at=at, count=row.sent)
