"""Every row builds calls that the provider's schema accepts, whatever is trained and whatever is set."""

from collections.abc import Iterator
from typing import Any

import pytest

from db.enums import LoraType, Quality
from services.training.trainer_rows import FLUX_FAST, REPLICATE_FLUX, ROWS
from services.training.trainer_settings import ChoiceSetting, NumberSetting, SettingKey
from services.training.trainers import CaptionRule, Packing, Trainer, arguments, values_for
from tests.support.contracts import bounds, contract, faults

URL = "https://v3.fal.media/files/a/photos.zip"
CAPTION = "a photo of ANNA_A3F2 woman"

each_row = pytest.mark.parametrize("trainer", ROWS, ids=lambda row: row.key)


def ends(trainer: Trainer) -> Iterator[dict[str, Any]]:
    """Wishes at and beyond the ends of each setting, and each of its words."""
    yield {}
    for setting in trainer.settings:
        if isinstance(setting, ChoiceSetting):
            yield from ({setting.key: choice} for choice in setting.choices)
        else:
            yield from ({setting.key: value} for value in (setting.least, setting.most, -1, setting.most * 10))
    yield {setting.key: setting.most for setting in trainer.settings if isinstance(setting, NumberSetting)}


def body_of(trainer: Trainer, quality: Quality, wishes: dict[str, Any], kind: LoraType) -> dict[str, Any]:
    return arguments(trainer, values_for(trainer, quality, wishes), URL, "ANNA_A3F2", CAPTION, kind)


@each_row
@pytest.mark.parametrize("quality", list(Quality))
@pytest.mark.parametrize("kind", list(LoraType))
def test_every_call_fits_the_schema(trainer: Trainer, quality: Quality, kind: LoraType) -> None:
    """Every quality and type, with every setting at its ends: nothing out of bounds, no unknown field."""
    for wishes in ends(trainer):
        assert faults(trainer.endpoint, body_of(trainer, quality, wishes, kind)) == [], wishes


@each_row
def test_the_row_offers_no_more_than_the_schema_allows(trainer: Trainer) -> None:
    """Bounds and divisors are the schema's own where it states them."""
    for setting in trainer.settings:
        if isinstance(setting, NumberSetting):
            least, most, multiple = bounds(trainer.endpoint, setting.field)
            assert least is None or setting.least == least, setting.key
            assert most is None or setting.most == most, setting.key
            assert setting.multiple == multiple, setting.key


@each_row
def test_defaults_are_those_of_the_schema(trainer: Trainer) -> None:
    """What nobody has set is what the provider would have taken."""
    for setting in trainer.settings:
        stated = contract(trainer.endpoint, "input")["properties"][setting.field]
        assert stated.get("default", setting.default) == setting.default, setting.key


@each_row
def test_fields_of_the_row_are_the_schemas_own(trainer: Trainer) -> None:
    """The archive is a required field, the steps come first, and the weights are promised by the output."""
    assert trainer.zip_field in contract(trainer.endpoint, "input")["required"]
    assert trainer.settings[0].key is SettingKey.STEPS
    output = contract(trainer.endpoint, "output")
    assert {trainer.weights_output, trainer.version_output} - {None} <= output["properties"].keys()
    kind = output["properties"][trainer.weights_output].get("type")
    assert (trainer.packing is Packing.TAR) == (kind is not None and "string" in kind)


@each_row
def test_the_trigger_reaches_every_trainer(trainer: Trainer) -> None:
    """By a field where there are no captions, else in the captions; a trainer that ignores one of them gets the
    other."""
    body = body_of(trainer, Quality.STANDARD, {}, LoraType.CHARACTER)
    by_field = trainer.trigger_field is not None and body[trainer.trigger_field] == "ANNA_A3F2"
    assert by_field or trainer.caption_rule is CaptionRule.REQUIRED
    if trainer.caption_field is not None:
        assert body[trainer.caption_field] == CAPTION


@each_row
def test_every_field_that_leaves_captions_to_the_provider_is_off(trainer: Trainer) -> None:
    """Captions of ours never describe looks; a provider's own would."""
    body = body_of(trainer, Quality.STANDARD, {}, LoraType.CHARACTER)
    assert not body.get("autocaption", False)
    assert not [name for name in body if name.startswith(("hf_", "wandb_"))], "what is trained stays private"


def test_a_style_is_trained_as_a_style_where_the_trainer_has_that() -> None:
    """Masks and captions would hide what a style is."""
    assert body_of(FLUX_FAST, Quality.STANDARD, {}, LoraType.STYLE)["is_style"] is True
    assert body_of(FLUX_FAST, Quality.STANDARD, {}, LoraType.CHARACTER)["is_style"] is False


def test_replicate_is_asked_for_what_the_feature_list_names() -> None:
    """Steps 1000, rank 16, adamw8bit, batch 1, three sides, our own captions."""
    assert body_of(REPLICATE_FLUX, Quality.STANDARD, {}, LoraType.CHARACTER) == {
        "input_images": URL,
        "trigger_word": "ANNA_A3F2",
        "steps": 1000,
        "lora_rank": 16,
        "learning_rate": 0.0004,
        "batch_size": 1,
        "resolution": "512,768,1024",
        "optimizer": "adamw8bit",
        "autocaption": False,
    }
