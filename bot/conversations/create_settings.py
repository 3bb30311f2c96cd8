"""What may be set about a training: the screen behind the confirm card, a question for each setting, and answers."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.context import Services
from bot.conversations.create_desk import CreateSteps, Desk, SettingSteps
from bot.conversations.word_steps import name_of, state_named
from bot.keyboards.create import CreatePress, Do, SettingPress
from bot.texts import Texts
from bot.views.draft_settings import refused_setting, setting_screen, settings_screen
from db.models import User
from services.errors import InvalidInputError, LimitReachedError
from services.setting_view import find_setting
from services.training.draft_view import DraftView


def router() -> Router:
    """Buttons of the settings, and the numbers they ask for."""
    settings = Router(name="create-settings")
    settings.callback_query(CreatePress.filter(F.do == Do.SETTINGS))(show_settings)
    settings.callback_query(CreatePress.filter(F.do == Do.RESET))(reset)
    settings.callback_query(SettingPress.filter(F.value == ""))(ask)
    settings.callback_query(SettingPress.filter())(take)
    settings.message(StateFilter(SettingSteps), F.text & ~F.text.startswith("/"))(typed)
    return settings


async def show_settings(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """All settings of the draft's trainer."""
    desk = Desk.of(user, texts, services, state)
    await _turn(desk, query, await desk.tapped(query, callback_data))


async def reset(
    query: CallbackQuery, callback_data: CreatePress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """Everything as the trainer has it by itself."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    await _turn(desk, query, await services.drafts.reset_settings(user.id, view.draft_id))


async def ask(
    query: CallbackQuery, callback_data: SettingPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The question for one setting."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    screen = setting_screen(desk.say, view, find_setting(view.settings, callback_data.key.value))
    waits = state_named(SettingSteps, callback_data.key.value)
    await desk.ask(query, view, screen.text or "", waits, screen.keyboard)


async def take(
    query: CallbackQuery, callback_data: SettingPress, user: User, texts: Texts, services: Services, state: FSMContext
) -> None:
    """The value on the button."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.tapped(query, callback_data)
    key, value = callback_data.key.value, callback_data.value
    await _turn(desk, query, await services.drafts.set_setting(user.id, view.draft_id, key, value))


async def typed(message: Message, user: User, texts: Texts, services: Services, state: FSMContext) -> None:
    """A written value; the question stays where it cannot be taken."""
    desk = Desk.of(user, texts, services, state)
    view = await desk.draft()
    try:
        setting = find_setting(view.settings, name_of(await state.get_state()))
    except InvalidInputError:
        # The draft has another trainer since it was asked for.
        await desk.go_on(message, view)
        return
    try:
        changed = await services.drafts.set_setting(user.id, view.draft_id, setting.key.value, message.text or "")
    except (InvalidInputError, LimitReachedError) as error:
        await desk.post(message, view, refused_setting(desk.say, view, setting, error))
        return
    await state.set_state(CreateSteps.answers)
    await desk.post(message, changed, settings_screen(desk.say, changed))


async def _turn(desk: Desk, query: CallbackQuery, view: DraftView) -> None:
    """The tapped message becomes the screen with all settings."""
    await query.answer()
    await desk.state.set_state(CreateSteps.answers)
    await desk.turn_to(query, view, settings_screen(desk.say, view))
