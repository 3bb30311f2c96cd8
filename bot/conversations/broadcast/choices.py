"""What is set for a broadcast besides its words: receivers, sound, time."""

from datetime import timedelta

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.broadcast.desk import BroadcastSteps, Desk
from bot.keyboards.broadcast import At, BroadcastPress, Do, Pick, switched
from bot.texts import Texts
from bot.views.base import Rendered
from bot.views.broadcast_draft import segment_screen, start_screen
from db.models import User
from services.errors import NotFoundError
from services.messaging.broadcast_progress import BroadcastProgress
from services.messaging.broadcast_typed import WRITTEN, read_start, tomorrow_morning


def router() -> Router:
    """The buttons, and the step that waits for a time."""
    choices = Router(name="broadcast-choices")
    choices.callback_query(BroadcastPress.filter(F.do == Do.SEGMENT))(open_segment)
    choices.callback_query(BroadcastPress.filter(F.do == Do.PICK))(pick)
    choices.callback_query(BroadcastPress.filter(F.do == Do.SOUND))(switch_sound)
    choices.callback_query(BroadcastPress.filter(F.do == Do.START))(open_start)
    choices.callback_query(BroadcastPress.filter(F.do == Do.AT))(choose_start)
    choices.message(BroadcastSteps.start, F.text, ~F.text.startswith("/"))(type_start)
    return choices


async def open_segment(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Whom it is for."""
    desk = Desk.of(user, texts, services, state)
    progress = await desk.tapped_draft(query, callback_data)
    await desk.leave()
    await desk.turn_to(query, callback_data.id, await _segment(desk, progress))


async def pick(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Switches one part of the segment and counts anew."""
    desk = Desk.of(user, texts, services, state)
    if callback_data.value not in set(Pick):
        raise NotFoundError("button-old")
    progress = await desk.tapped_draft(query, callback_data)
    segment = switched(progress.segment, Pick(callback_data.value))
    await services.broadcasts.put_segment(user.id, callback_data.id, segment)
    progress = await services.broadcasts.progress(callback_data.id)
    await desk.turn_to(query, callback_data.id, await _segment(desk, progress))


async def switch_sound(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """With or without a sound."""
    desk = Desk.of(user, texts, services, state)
    await desk.tapped_draft(query, callback_data)
    await services.broadcasts.put_silent(user.id, callback_data.id, callback_data.value == "off")
    await desk.turn(query, callback_data.id)


async def open_start(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """When it begins; the next words are a time."""
    desk = Desk.of(user, texts, services, state)
    progress = await desk.tapped_draft(query, callback_data)
    await desk.wait_for(BroadcastSteps.start, callback_data.id)
    now = services.clock.now()
    screen = start_screen(desk.say, progress, now, tomorrow_morning(now).strftime(WRITTEN))
    await desk.turn_to(query, callback_data.id, screen)


async def choose_start(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """A time by button, counted from the tap."""
    desk = Desk.of(user, texts, services, state)
    if callback_data.value not in set(At):
        raise NotFoundError("button-old")
    await desk.tapped_draft(query, callback_data)
    now = services.clock.now()
    times = {At.NOW: None, At.HOUR: now + timedelta(hours=1), At.TOMORROW: tomorrow_morning(now)}
    await services.broadcasts.put_start(user.id, callback_data.id, times[At(callback_data.value)])
    await desk.turn(query, callback_data.id)


async def type_start(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """A time in words; the step stays open until one fits."""
    desk = Desk.of(user, texts, services, state)
    draft = await desk.in_hand()
    start = read_start(message.text or "", services.clock.now())
    await services.broadcasts.put_start(user.id, draft.broadcast_id, start)
    await desk.leave()
    await desk.post(message, draft.broadcast_id, await desk.card(draft.broadcast_id))


async def _segment(desk: Desk, progress: BroadcastProgress) -> Rendered:
    return segment_screen(desk.say, progress, await desk.services.broadcasts.receivers(progress.segment))
