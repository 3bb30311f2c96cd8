"""What every handler of the create conversation works with: the person's draft and the card that shows it."""

from dataclasses import dataclass
from uuid import UUID

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.context import Services
from bot.conversations.card_messages import edit_card, post_card, require_newest
from bot.keyboards.create import AgreePress, CreatePress, SettingPress
from bot.keyboards.several import SeveralPress
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.base import Rendered
from bot.views.draft_steps import Step, find_step, step_screen
from db.models import User
from services.errors import NotFoundError
from services.messaging.cards import draft_subject
from services.training.draft_view import DraftView


class CreateSteps(StatesGroup):
    """`answers`: typed words answer the step that the draft is at. The others wait for words of their own."""

    answers = State()
    name = State()
    trigger = State()
    description = State()


class SettingSteps(StatesGroup):
    """Each waits for the value of the setting that it is named after."""

    steps = State()
    learning_rate = State()
    rank = State()
    resolution = State()
    batch_size = State()


CREATE_STEPS = (CreateSteps.__name__, SettingSteps.__name__)
"""How the names of this conversation's states begin."""


@dataclass(frozen=True)
class Desk:
    """One update of one person who makes a model."""

    user: User
    services: Services
    state: FSMContext
    say: Speaker

    @classmethod
    def of(cls, user: User, texts: Texts, services: Services, state: FSMContext) -> "Desk":
        """From what handlers are given."""
        return cls(user, services, state, Speaker(texts, user.language))

    async def draft(self, draft_id: UUID | None = None) -> DraftView:
        """The person's open draft; raises `NotFoundError('draft-gone')` when it is gone or another than asked for."""
        view = await self.services.drafts.current(self.user.id)
        if view is None and (await self.state.get_state() or "").startswith(CREATE_STEPS):
            # Whatever is written next is no answer about a draft that is gone.
            await self.state.clear()
        if view is None or draft_id not in (None, view.draft_id):
            raise NotFoundError("draft-gone")
        return view

    async def tapped(
        self, query: CallbackQuery, press: CreatePress | SettingPress | AgreePress | SeveralPress
    ) -> DraftView:
        """The draft of a tap; raises `NotFoundError` when the draft is gone or the message is an old one."""
        view = await self.draft(press.draft)
        await require_newest(query, self.services.db, draft_subject(view.draft_id))
        return view

    async def card(self, view: DraftView) -> tuple[Step, Rendered]:
        """The step that the draft is at, and how it looks."""
        step = await find_step(self.services, view)
        mark = self.services.consents.mark(view.providers)
        return step, step_screen(self.say, view, step, self.user.first_name, mark, self.services.rules.app.create)

    async def turn(self, query: CallbackQuery, view: DraftView, notice: str | None = None) -> None:
        """The tapped message becomes the draft's step; typed words answer it."""
        await query.answer(notice)
        await self.state.set_state(CreateSteps.answers)
        _, card = await self.card(view)
        await self.turn_to(query, view, card)

    async def turn_to(self, query: CallbackQuery, view: DraftView, card: Rendered) -> None:
        """The tapped message becomes `card`."""
        await edit_card(query, self.services.db, draft_subject(view.draft_id), card)

    async def ask(
        self, query: CallbackQuery, view: DraftView, question: str, waits: State, markup: InlineKeyboardMarkup | None
    ) -> None:
        """The tapped message becomes a question that typed words answer."""
        await query.answer()
        await self.state.set_state(waits)
        await self.turn_to(query, view, Rendered(question, markup))

    async def go_on(self, message: Message, view: DraftView) -> None:
        """Answers typed words with the draft's step as a new message."""
        await self.state.set_state(CreateSteps.answers)
        _, card = await self.card(view)
        await self.post(message, view, card)

    async def post(self, message: Message, view: DraftView, card: Rendered) -> None:
        """A new message that shows the draft."""
        await post_card(message, self.services.db, draft_subject(view.draft_id), card)
