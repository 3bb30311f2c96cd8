"""Screens of settings, for every trainer and endpoint there is: texts in both languages, and buttons that Telegram
takes."""

import re
from typing import Any

import pytest

from bot.conversations.create_desk import SettingSteps
from bot.conversations.word_steps import PictureSettingSteps, name_of
from bot.keyboards.create import CreatePress, Do, SettingPress, trainer_mark
from bot.keyboards.generate import PictureSettingPress
from bot.texts import Texts
from db.columns import new_id
from db.enums import Quality
from services.billing.budget import BudgetRules
from services.generation.endpoint_rows import ROWS as ENDPOINTS
from services.generation.picture_settings import PictureSetting, view_settings
from services.generation.settings import GenerationSettings
from services.training.rules import TrainingRules
from services.training.setting_views import settings_of
from services.training.trainer_rows import ROWS as TRAINERS
from services.training.trainer_settings import SettingKey
from services.training.trainers import TrainerTable
from services.typed_numbers import written
from tests.support.sources import ROOT

KEYS_OF_OTHERS = {
    "setting-value", "setting-none", "setting-bounds", "setting-usual", "setting-limited", "setting-too-dear",
    "setting-tap", "setting-write",
}  # fmt: skip
"""What is said of any setting."""


@pytest.mark.parametrize(
    "key", [f"setting-{key.value}" for key in SettingKey] + [f"picture-setting-{key.value}" for key in PictureSetting]
)
def test_every_setting_has_its_words(key: str) -> None:
    """In both languages."""
    texts = Texts(strict=True)
    assert all(texts.has(name) for name in (key, f"{key}-about", f"{key}-short"))


def test_every_setting_and_its_words_are_used_by_a_row() -> None:
    """What nobody can set is neither a key nor a text nor a step that waits for it."""
    trained = {setting.key for row in TRAINERS for setting in row.settings}
    drawn = {view.key for row in ENDPOINTS for view in view_settings(row, GenerationSettings())}
    assert trained == set(SettingKey)
    assert drawn == set(PictureSetting)
    assert {name_of(state.state) for state in SettingSteps.__states__} == {key.value for key in trained}
    assert {name_of(state.state) for state in PictureSettingSteps.__states__} == {key.value for key in drawn}
    told = {f"setting-{key.value}{part}" for key in trained for part in ("", "-about", "-short")}
    told |= {f"picture-setting-{key.value}{part}" for key in drawn for part in ("", "-about", "-short")}
    pages = "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "bot" / "locales").rglob("*.ftl"))
    written_down = re.findall(r"^((?:picture-)?setting-[\w-]+) =", pages, re.MULTILINE)
    assert set(written_down) - KEYS_OF_OTHERS == told


@pytest.mark.parametrize("trainer", TRAINERS, ids=lambda row: row.key)
@pytest.mark.parametrize("quality", Quality)
def test_every_value_of_a_training_fits_a_button(trainer: Any, quality: Quality) -> None:
    """64 bytes, whatever the number of digits; packing raises otherwise."""
    rules = TrainingRules(BudgetRules(None))
    for view in settings_of(trainer, quality, {}, TrainerTable(TRAINERS), rules):
        for value in view.suggested:
            carried = value if isinstance(value, str) else written(value)
            packed = SettingPress(draft=new_id(), key=view.key, value=carried).pack()
            assert SettingPress.unpack(packed).value == carried


@pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: row.key)
def test_every_value_of_a_picture_fits_a_button(row: Any) -> None:
    """The same for pictures."""
    for view in view_settings(row, GenerationSettings()):
        for value in view.suggested:
            carried = value if isinstance(value, str) else written(value)
            packed = PictureSettingPress(draft_id=new_id(), key=view.key, value=carried).pack()
            assert PictureSettingPress.unpack(packed).value == carried


def test_every_trainer_fits_a_button_under_a_mark_of_its_own() -> None:
    """However long its key is; the same in every list."""
    marks = {trainer_mark(row.key) for row in TRAINERS}
    assert len(marks) == len(TRAINERS)
    for mark in marks:
        assert CreatePress.unpack(CreatePress(draft=new_id(), do=Do.TRAINER, value=mark).pack()).value == mark
