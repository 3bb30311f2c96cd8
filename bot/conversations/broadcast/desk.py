"""What every handler of broadcasts works with: the admin, the steps that wait for them, and the broadcast's card."""

from dataclasses import dataclass
from uuid import UUID

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.card_messages import edit_card, post_card, require_newest
from bot.fsm import DRAFT
from bot.keyboards.broadcast import BroadcastPress
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.base import Rendered
from bot.views.broadcast_card import broadcast_screen
from db.enums import BroadcastState
from db.models import User
from services.errors import ConflictError, NotFoundError
from services.messaging.broadcast_progress import BroadcastProgress
from services.messaging.cards import broadcast_subject


class BroadcastSteps(StatesGroup):
    """`words_…`: the message in that language. `taken`: the rest of an album. `start`: a time.
    `number`: how many receivers."""

    words_en = State()
    words_ru = State()
    taken = State()
    start = State()
    number = State()


@dataclass(frozen=True)
class Desk:
    """One update of one admin."""

    user: User
    services: Services
    state: FSMContext
    say: Speaker

    @classmethod
    def of(cls, user: User, texts: Texts, services: Services, state: FSMContext) -> "Desk":
        """From what handlers are given."""
        return cls(user, services, state, Speaker(texts, user.language))

    async def tapped(self, query: CallbackQuery, press: BroadcastPress) -> BroadcastProgress:
        """The broadcast of a tap; raises `NotFoundError` when it is gone or a newer message shows it."""
        await require_newest(query, self.services.db, broadcast_subject(press.id))
        return await self.services.broadcasts.progress(press.id)

    async def tapped_draft(self, query: CallbackQuery, press: BroadcastPress) -> BroadcastProgress:
        """The same, while it can be changed; raises `ConflictError('broadcast-state')` when it cannot."""
        progress = await self.tapped(query, press)
        if progress.state is not BroadcastState.DRAFT:
            raise ConflictError("broadcast-state")
        return progress

    async def in_hand(self) -> BroadcastProgress:
        """The draft that the open step is about. Raises `NotFoundError('button-old')` when that is lost, and
        `ConflictError('broadcast-state')` when it is no draft any more, which ends the step."""
        about: UUID | None = (await self.state.get_data()).get(DRAFT)
        if about is None:
            raise NotFoundError("button-old")
        progress = await self.services.broadcasts.progress(about)
        if progress.state is not BroadcastState.DRAFT:
            await self.state.clear()
            raise ConflictError("broadcast-state")
        return progress

    @staticmethod
    def place_of(query: CallbackQuery) -> Message:
        """The tapped message, below which a new one can come; raises `NotFoundError('button-old')` when Telegram does
        not show it to bots any more."""
        if not isinstance(query.message, Message):
            raise NotFoundError("button-old")
        return query.message

    async def wait_for(self, step: State, broadcast_id: UUID) -> None:
        """What is written next is the step's answer."""
        await self.state.set_state(step)
        await self.state.set_data({DRAFT: broadcast_id})

    async def leave(self) -> None:
        """What is written next is no answer any more; steps of other conversations stay."""
        if (await self.state.get_state() or "").startswith(BroadcastSteps.__name__):
            await self.state.clear()

    async def card(self, broadcast_id: UUID) -> Rendered:
        """How the broadcast stands."""
        return await broadcast_screen(self.say, self.services, broadcast_id)

    async def turn(self, query: CallbackQuery, broadcast_id: UUID) -> None:
        """The tapped message becomes the broadcast's card."""
        await self.leave()
        await self.turn_to(query, broadcast_id, await self.card(broadcast_id))

    async def turn_to(self, query: CallbackQuery, broadcast_id: UUID, screen: Rendered) -> None:
        """The tapped message becomes `screen`."""
        await query.answer()
        await edit_card(query, self.services.db, broadcast_subject(broadcast_id), screen)

    async def post(self, message: Message, broadcast_id: UUID, screen: Rendered) -> None:
        """A new message that shows the broadcast."""
        await post_card(message, self.services.db, broadcast_subject(broadcast_id), screen)
