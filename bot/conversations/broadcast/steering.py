"""A broadcast on its way: looking, pausing, going on, stopping, taking it back; dropping a draft."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.context import Services
from bot.conversations.broadcast.desk import Desk
from bot.conversations.replies import show, tell
from bot.keyboards.broadcast import BroadcastPress, Do, show_keyboard, sure_keyboard
from bot.texts import Texts
from db.enums import BroadcastState
from db.models import User
from services.errors import ConflictError
from services.messaging.broadcast_states import MOVES
from services.messaging.broadcasts import Broadcasts

ASKED: dict[Do, tuple[Do, BroadcastState]] = {
    Do.ASK_DISCARD: (Do.DISCARD, BroadcastState.STOPPED),
    Do.ASK_STOP: (Do.STOP, BroadcastState.STOPPED),
    Do.ASK_REMOVE: (Do.REMOVE, BroadcastState.REMOVING),
}
"""What each question leads to."""

ACTS: dict[Do, Callable[[Broadcasts, int, UUID], Awaitable[None]]] = {
    Do.PAUSE: Broadcasts.pause,
    Do.RESUME: Broadcasts.resume,
    Do.DISCARD: Broadcasts.stop,
    Do.STOP: Broadcasts.stop,
    Do.REMOVE: Broadcasts.remove_everywhere,
}


def router() -> Router:
    """The buttons under the card, and those of the questions."""
    steering = Router(name="broadcast-steering")
    steering.callback_query(BroadcastPress.filter(F.do == Do.CARD))(look)
    steering.callback_query(BroadcastPress.filter(F.do.in_({Do.PAUSE, Do.RESUME})))(act)
    steering.callback_query(BroadcastPress.filter(F.do.in_(set(ASKED))))(ask)
    steering.callback_query(BroadcastPress.filter(F.do.in_({Do.DISCARD, Do.STOP, Do.REMOVE})))(act_for_good)
    steering.callback_query(BroadcastPress.filter(F.do == Do.LEAVE))(let_be)
    return steering


async def look(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The card as it is by now, also back from a screen of the draft."""
    desk = Desk.of(user, texts, services, state)
    await desk.tapped(query, callback_data)
    await desk.turn(query, callback_data.id)


async def act(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """At once, because it can be undone."""
    desk = Desk.of(user, texts, services, state)
    await desk.tapped(query, callback_data)
    await ACTS[callback_data.do](services.broadcasts, user.id, callback_data.id)
    await desk.turn(query, callback_data.id)


async def ask(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Asks once, in a message of its own: the card goes on changing."""
    desk = Desk.of(user, texts, services, state)
    progress = await desk.tapped(query, callback_data)
    yes, after = ASKED[callback_data.do]
    if after not in MOVES[progress.state]:
        raise ConflictError("broadcast-state")
    await query.answer()
    question = desk.say.text(f"broadcast-sure-{yes.value}", count=progress.reached)
    await tell(query, question, sure_keyboard(desk.say, callback_data.id, yes))


async def act_for_good(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Does it; the question says so."""
    desk = Desk.of(user, texts, services, state)
    progress = await services.broadcasts.progress(callback_data.id)
    if (callback_data.do is Do.DISCARD) is not (progress.state is BroadcastState.DRAFT):
        # A draft that was confirmed meanwhile is no draft to be dropped.
        raise ConflictError("broadcast-state")
    await ACTS[callback_data.do](services.broadcasts, user.id, callback_data.id)
    await desk.leave()
    markup = None if callback_data.do is Do.DISCARD else show_keyboard(desk.say, callback_data.id)
    await show(query, desk.say.text(f"broadcast-did-{callback_data.do.value}"), markup)


async def let_be(query: CallbackQuery, user: User, texts: Texts) -> None:
    """Nothing is done."""
    await show(query, texts.text(user.language, "broadcast-let-be"))
