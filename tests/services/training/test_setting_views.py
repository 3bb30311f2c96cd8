"""What a person is offered to set: values that the trainer takes and that the price limit allows."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from db.enums import Quality
from services.billing.budget import BudgetRules
from services.training.rules import TrainingRules
from services.training.setting_views import SettingView, settings_of
from services.training.trainer_rows import FLUX_2, FLUX_FAST, QWEN_IMAGE, REPLICATE_FLUX, ROWS
from services.training.trainer_settings import NumberSetting, SettingKey
from services.training.trainers import Trainer, TrainerTable

TABLE = TrainerTable(ROWS)


def views(
    trainer: Trainer, limit: str | None = None, quality: Quality = Quality.STANDARD, **wishes: Any
) -> dict[SettingKey, SettingView]:
    """The settings of a trainer by key, with a price limit in USD."""
    rules = TrainingRules(BudgetRules(None, max_training_usd=None if limit is None else Decimal(limit)))
    return {view.key: view for view in settings_of(trainer, quality, wishes, TABLE, rules)}


@pytest.mark.parametrize("trainer", ROWS, ids=lambda row: row.key)
@pytest.mark.parametrize("limit", [None, "2"])
def test_every_suggestion_is_allowed_and_within_the_price_limit(trainer: Trainer, limit: str | None) -> None:
    """A button never leads to a refusal."""
    for key, view in views(trainer, limit).items():
        setting = trainer.setting(key)
        assert setting is not None
        assert [setting.fit(value) for value in view.suggested] == list(view.suggested)
        for value in view.suggested:
            cost = TABLE.cost(trainer, {**{other.key: other.value for other in views(trainer).values()}, key: value})
            assert limit is None or cost <= Decimal(limit)


def test_steps_are_suggested_around_the_standard_course_whatever_is_chosen() -> None:
    """Quick and standard are both among them."""
    for quality in Quality:
        assert views(FLUX_FAST, quality=quality)[SettingKey.STEPS].suggested == (500, 1000, 1500, 2000)


def test_a_price_limit_cuts_the_steps_and_says_how_far_they_go() -> None:
    """A thousand steps cost two dollars; what lies between is offered instead of what is too dear."""
    steps = views(FLUX_FAST, "2")[SettingKey.STEPS]
    assert (steps.suggested, steps.affordable, steps.is_limited) == ((500, 750, 1000), 1000, True)
    free = views(FLUX_FAST)[SettingKey.STEPS]
    assert (free.affordable, free.is_limited) == (10_000, False)


def test_how_far_the_steps_go_is_a_number_that_the_trainer_takes() -> None:
    """FLUX.2 counts in hundreds, and a limit below the least steps still names an allowed number."""
    assert views(FLUX_2, "5")[SettingKey.STEPS].affordable == 700
    assert views(FLUX_2, "0.10")[SettingKey.STEPS].affordable == 100
    # Its least bill is that of 500 steps.
    assert views(QWEN_IMAGE, "0.75")[SettingKey.STEPS].affordable == 500


def test_what_makes_a_step_longer_is_cut_by_the_price_limit_too() -> None:
    """With the steps that are set: fewer of them make room for more photos at once."""
    dear = views(REPLICATE_FLUX, "2")
    assert dear[SettingKey.BATCH_SIZE].suggested == (1,)
    assert dear[SettingKey.BATCH_SIZE].is_limited
    assert "1024" not in dear[SettingKey.RESOLUTION].suggested
    assert dear[SettingKey.RESOLUTION].is_limited
    assert not dear[SettingKey.RANK].is_limited
    assert views(REPLICATE_FLUX, "2", steps=300)[SettingKey.BATCH_SIZE].suggested == (1, 2, 3)


def test_other_numbers_are_suggested_by_halves_and_doubles_of_the_usual_one() -> None:
    """Written without the noise of binary fractions."""
    settings = views(REPLICATE_FLUX)
    assert settings[SettingKey.RANK].suggested == (8, 16, 32, 64)
    assert settings[SettingKey.LEARNING_RATE].suggested == (0.0002, 0.0004, 0.0008, 0.0016)
    assert settings[SettingKey.BATCH_SIZE].suggested == (1, 2, 3, 4)
    assert settings[SettingKey.RESOLUTION].suggested == settings[SettingKey.RESOLUTION].choices


def test_what_nobody_has_set_and_has_no_usual_value_suggests_nothing() -> None:
    """The trainer chooses then, and we know of no number better than another."""
    ranked = replace(FLUX_FAST, settings=(*FLUX_FAST.settings, NumberSetting(SettingKey.RANK, "rank", 0, 9999, None)))
    rank = views(ranked)[SettingKey.RANK]
    assert (rank.value, rank.default, rank.suggested, rank.is_own) == (None, None, (), False)
