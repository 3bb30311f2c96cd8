"""What may be set about a training: all of it on one screen, and the question for each."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.buttons import button, in_rows, keyboard
from bot.keyboards.create import Buttons, Do, SettingPress
from bot.speaker import Speaker
from bot.views.base import Rendered
from bot.views.setting_words import SettingWords, carried, marked, shown
from services.errors import InvalidInputError, LimitReachedError
from services.training.draft_view import DraftView
from services.training.setting_views import TrainingSettingView


def settings_screen(say: Speaker, view: DraftView) -> Rendered:
    """Each setting with what is usual, price and time of a training like this, and a button for each."""
    make, words = Buttons(say, view.draft_id), _words(say)
    chosen = view.chosen
    trainer, quality = say.plain(f"trainer-{chosen.trainer}"), say.plain(f"quality-{chosen.quality.value}")
    parts = [
        say.text("settings-title", trainer=trainer, quality=quality),
        "\n".join(words.line(setting) for setting in view.settings),
        say.text("settings-price", usd=f"${chosen.usd:.2f}", minutes=chosen.minutes),
        say.text("settings-note"),
    ]
    buttons = [
        button(words.name(setting), SettingPress(draft=view.draft_id, key=setting.key)) for setting in view.settings
    ]
    reset = [make.make("settings-reset", Do.RESET)] if own_settings(view) else []
    return Rendered("\n\n".join(parts), keyboard([*in_rows(buttons, 2), reset, [make.back()]]))


def setting_screen(say: Speaker, view: DraftView, setting: TrainingSettingView) -> Rendered:
    """What it does, what is allowed and what is usual; a few values on buttons, others are written."""
    limit = []
    if setting.is_limited:
        most = shown(say, setting.affordable or 0)
        limit.append(say.text("setting-limited", setting=setting.key.value, most=most))
    return Rendered(_words(say).question(setting, *limit), _values(say, view, setting))


def refused_setting(
    say: Speaker, view: DraftView, setting: TrainingSettingView, error: InvalidInputError | LimitReachedError
) -> Rendered:
    """Why an answer was not taken, and the question once more."""
    screen = setting_screen(say, view, setting)
    if isinstance(error, LimitReachedError):
        most = shown(say, setting.affordable or 0)
        why = say.text("setting-too-dear", setting=setting.key.value, most=most, **error.params)
    else:
        why = _words(say).why_bad(setting, error)
    return Rendered(f"{why}\n\n{screen.text}", screen.keyboard)


def own_settings(view: DraftView) -> list[TrainingSettingView]:
    """What the person has set."""
    return [setting for setting in view.settings if setting.is_own]


def in_short(say: Speaker, settings: list[TrainingSettingView]) -> str:
    """A few words about each, in one line."""
    return _words(say).in_short(settings)


def _words(say: Speaker) -> SettingWords:
    return SettingWords(say, "setting")


def _values(say: Speaker, view: DraftView, setting: TrainingSettingView) -> InlineKeyboardMarkup:
    def offer(value: float | str) -> InlineKeyboardButton:
        label = marked(shown(say, value), chosen=value == setting.value)
        return button(label, SettingPress(draft=view.draft_id, key=setting.key, value=carried(value)))

    # Several sides, and numbers with many digits, are too wide for four in a row.
    rows = in_rows([offer(value) for value in setting.suggested], 4 if setting.whole else 2)
    return keyboard([*rows, [Buttons(say, view.draft_id).make("create-back", Do.SETTINGS)]])
