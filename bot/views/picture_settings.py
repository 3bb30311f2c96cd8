"""What may be set about an order of pictures beside shape and number: all of it, and the question for each setting."""

from typing import Any

from aiogram.types import InlineKeyboardButton

from bot.excerpts import titled
from bot.keyboards.buttons import button, in_rows, keyboard
from bot.keyboards.generate import USUAL, CardAction, CardPress, PictureSettingPress
from bot.speaker import Speaker
from bot.views.base import Rendered
from bot.views.setting_words import SettingWords, carried, marked
from services.errors import InvalidInputError
from services.generation.drafts import GenerateDraft
from services.generation.picture_settings import PictureSettingView


def picture_settings_screen(say: Speaker, draft: GenerateDraft) -> Rendered:
    """Each setting with what is usual, and a button for each."""
    words = _words(say)
    parts = [
        say.text("generate-settings-title", model=titled(draft.lora.name)),
        "\n".join(words.line(setting) for setting in draft.settings_view),
        say.text("generate-settings-note"),
    ]
    buttons = [
        button(words.name(setting), PictureSettingPress(draft_id=draft.id, key=setting.key))
        for setting in draft.settings_view
    ]
    usual = [_act(say, draft, CardAction.USUAL)] if any(setting.is_own for setting in draft.settings_view) else []
    rows = [*in_rows(buttons, 2), usual, [_act(say, draft, CardAction.BACK)]]
    return Rendered("\n\n".join(parts), keyboard(rows))


def picture_setting_screen(say: Speaker, draft: GenerateDraft, setting: PictureSettingView) -> Rendered:
    """What it does, what is allowed and what is usual; a few values on buttons, others are written."""
    # A seed suggests no number, only that there be a new one each time.
    offered = [_offer(say, draft, setting, value) for value in setting.suggested or (setting.default,)]
    back = [_act(say, draft, CardAction.SETTINGS, "generate-button-back")]
    return Rendered(_words(say).question(setting), keyboard([offered, back]))


def refused_picture_setting(
    say: Speaker, draft: GenerateDraft, setting: PictureSettingView, error: InvalidInputError
) -> Rendered:
    """Why an answer was not taken, and the question once more."""
    screen = picture_setting_screen(say, draft, setting)
    return Rendered(f"{_words(say).why_bad(setting, error)}\n\n{screen.text}", screen.keyboard)


def picture_settings_in_short(say: Speaker, draft: GenerateDraft) -> str:
    """What differs from the usual, in one line; empty when nothing does."""
    return _words(say).in_short([setting for setting in draft.settings_view if setting.is_own])


def _words(say: Speaker) -> SettingWords:
    return SettingWords(say, "picture-setting")


def _offer(say: Speaker, draft: GenerateDraft, setting: PictureSettingView, value: Any) -> InlineKeyboardButton:
    label = marked(_words(say).value(setting, value), chosen=value == setting.value)
    data = USUAL if value == setting.default else carried(value)
    return button(label, PictureSettingPress(draft_id=draft.id, key=setting.key, value=data))


def _act(say: Speaker, draft: GenerateDraft, action: CardAction, key: str | None = None) -> InlineKeyboardButton:
    label = say.plain(key or f"generate-button-{action.value}")
    return button(label, CardPress(action=action, draft_id=draft.id))
