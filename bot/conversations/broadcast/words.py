"""The message or album of a broadcast, in each language."""

from uuid import UUID

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.broadcast.desk import BroadcastSteps, Desk
from bot.conversations.word_steps import name_of, state_named
from bot.keyboards.broadcast import BroadcastPress, Do
from bot.texts import Texts
from bot.views.broadcast_draft import words_screen
from db.enums import Language
from db.models import User
from services.errors import InvalidInputError, NotFoundError
from services.messaging.variants import Piece

COPYABLE = frozenset(
    {
        ContentType.TEXT, ContentType.PHOTO, ContentType.VIDEO, ContentType.ANIMATION, ContentType.DOCUMENT,
        ContentType.AUDIO, ContentType.VOICE, ContentType.VIDEO_NOTE, ContentType.STICKER, ContentType.LOCATION,
        ContentType.VENUE,
    }
)  # fmt: skip
"""Telegram copies neither service messages nor paid media; a copied poll would be another poll in every chat."""


def router() -> Router:
    """The buttons about words, and the steps that wait for them."""
    words = Router(name="broadcast-words")
    words.callback_query(BroadcastPress.filter(F.do == Do.WORDS))(ask)
    words.callback_query(BroadcastPress.filter(F.do == Do.DROP))(drop)
    for step in (BroadcastSteps.words_en, BroadcastSteps.words_ru):
        words.message(step, no_command)(take)
    words.message(BroadcastSteps.taken, no_command)(take_further)
    return words


def no_command(message: Message) -> bool:
    """Whether it is anything but a command."""
    return not (message.text or "").startswith("/")


async def ask(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The question for one language's message; what is sent next is the answer."""
    desk = Desk.of(user, texts, services, state)
    language = _language(callback_data.value)
    progress = await desk.tapped_draft(query, callback_data)
    await open_words(desk, callback_data.id, language)
    await desk.turn_to(query, callback_data.id, words_screen(desk.say, progress, language))


async def drop(
    query: CallbackQuery, callback_data: BroadcastPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """These people get the other language's message."""
    desk = Desk.of(user, texts, services, state)
    await desk.tapped_draft(query, callback_data)
    await services.broadcasts.drop_variant(user.id, callback_data.id, _language(callback_data.value))
    await desk.turn(query, callback_data.id)


async def take(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """Keeps which message it is; the draft's card comes below it by itself, below an album when that is complete."""
    desk = Desk.of(user, texts, services, state)
    if message.content_type not in COPYABLE:
        raise InvalidInputError("broadcast-uncopyable")
    draft = await desk.in_hand()
    language = Language(name_of(await state.get_state()).removeprefix("words_"))
    await services.broadcasts.put_message(user.id, draft.broadcast_id, language, _piece(message))
    # After the effect: an album that is cut here goes on in the step of its language.
    await desk.wait_for(BroadcastSteps.taken, draft.broadcast_id)


async def take_further(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """The rest of an album; anything else is one message too many."""
    draft = await Desk.of(user, texts, services, state).in_hand()
    await services.broadcasts.add_to_album(user.id, draft.broadcast_id, _piece(message))


async def open_words(desk: Desk, broadcast_id: UUID, language: Language) -> None:
    """What is sent next is the message in `language`."""
    await desk.wait_for(state_named(BroadcastSteps, f"words_{language.value}"), broadcast_id)


def _piece(message: Message) -> Piece:
    return Piece(message.chat.id, message.message_id, message.media_group_id)


def _language(value: str) -> Language:
    if value not in set(Language):
        raise NotFoundError("button-old")
    return Language(value)
