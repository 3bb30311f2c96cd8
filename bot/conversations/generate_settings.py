"""What may be set about an order of pictures: the screen behind the card, a question for each setting, and answers."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.card_messages import post_card
from bot.conversations.generate_card import tapped_draft
from bot.conversations.replies import show
from bot.conversations.word_steps import GenerateSteps, PictureSettingSteps, name_of, state_named
from bot.fsm import DRAFT
from bot.keyboards.generate import USUAL, CardAction, CardPress, PictureSettingPress
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.picture_settings import (
    picture_setting_screen,
    picture_settings_screen,
    refused_picture_setting,
)
from db.models import User
from services.errors import InvalidInputError, NotFoundError, UserError
from services.generation.drafts import GenerateDraft
from services.messaging.cards import draft_subject
from services.setting_view import find_setting


def router() -> Router:
    """Buttons of the settings, and the numbers they ask for."""
    settings = Router(name="generate-settings")
    settings.callback_query(CardPress.filter(F.action == CardAction.SETTINGS))(show_settings)
    settings.callback_query(CardPress.filter(F.action == CardAction.USUAL))(as_usual)
    settings.callback_query(PictureSettingPress.filter(F.value == ""))(ask)
    settings.callback_query(PictureSettingPress.filter())(take)
    settings.message(StateFilter(PictureSettingSteps), F.text, ~F.text.startswith("/"))(typed)
    return settings


async def show_settings(
    query: CallbackQuery, callback_data: CardPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """All settings of the draft's model."""
    draft = await tapped_draft(query, user, services, callback_data.draft_id)
    await _turn(query, user, texts, state, draft)


async def as_usual(
    query: CallbackQuery, callback_data: CardPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Takes back everything that was set by hand."""
    draft = await tapped_draft(query, user, services, callback_data.draft_id)
    await _turn(query, user, texts, state, await services.generate_drafts.reset_settings(user.id, draft.id))


async def ask(
    query: CallbackQuery,
    callback_data: PictureSettingPress,
    user: User,
    texts: Texts,
    services: Services,
    state: FSMContext,
) -> None:
    """The question for one setting."""
    draft = await tapped_draft(query, user, services, callback_data.draft_id)
    setting = find_setting(draft.settings_view, callback_data.key.value)
    screen = picture_setting_screen(Speaker(texts, user.language), draft, setting)
    await state.set_state(state_named(PictureSettingSteps, callback_data.key.value))
    await state.set_data({DRAFT: draft.id})
    await show(query, screen.text or "", screen.keyboard)


async def take(
    query: CallbackQuery,
    callback_data: PictureSettingPress,
    user: User,
    texts: Texts,
    services: Services,
    state: FSMContext,
) -> None:
    """The value on the button."""
    draft = await tapped_draft(query, user, services, callback_data.draft_id)
    text = None if callback_data.value == USUAL else callback_data.value
    changed = await services.generate_drafts.set_setting(user.id, draft.id, callback_data.key.value, text)
    await _turn(query, user, texts, state, changed)


async def typed(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """A written value, answered by a new message that stands for the card; the question stays where it cannot be
    taken."""
    draft_id = (await state.get_data()).get(DRAFT)
    if draft_id is None:
        raise NotFoundError("button-old")
    say = Speaker(texts, user.language)
    try:
        draft = await services.generate_drafts.get(user.id, draft_id)
        setting = find_setting(draft.settings_view, name_of(await state.get_state()))
    except UserError:
        # Whatever is written next is no answer about something that is gone.
        await state.clear()
        raise
    try:
        changed = await services.generate_drafts.set_setting(user.id, draft_id, setting.key.value, message.text or "")
    except InvalidInputError as error:
        screen = refused_picture_setting(say, draft, setting, error)
    else:
        screen = picture_settings_screen(say, changed)
        await _wait_for_words(state, changed)
    await post_card(message, services.db, draft_subject(draft_id), screen)


async def _turn(query: CallbackQuery, user: User, texts: Texts, state: FSMContext, draft: GenerateDraft) -> None:
    """The tapped message becomes the screen with all settings."""
    await _wait_for_words(state, draft)
    screen = picture_settings_screen(Speaker(texts, user.language), draft)
    await show(query, screen.text or "", screen.keyboard)


async def _wait_for_words(state: FSMContext, draft: GenerateDraft) -> None:
    """Words are no value any more: they are a prompt again, of this draft while it has none."""
    await state.set_state(None if draft.prompt else GenerateSteps.prompt)
    await state.set_data({DRAFT: draft.id})
