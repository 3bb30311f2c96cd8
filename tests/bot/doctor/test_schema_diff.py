"""What our tables send against what an endpoint takes: every kind of difference, and none where there is none."""

import copy
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from jsonschema.exceptions import SchemaError

from bot.doctor.schema_diff import Difference, differences
from bot.doctor.sent_bodies import Target, targets
from services.generation import endpoint_rows
from services.training import trainer_rows
from tests.support.contracts import contract

VERSION = "owner/name:" + "a" * 64
PROVIDERS = ("fal", "replicate")
TARGETS = {
    target.endpoint: target
    for provider in PROVIDERS
    for target in targets(provider, trainer_rows.ROWS, endpoint_rows.ROWS, VERSION)
}
PORTRAIT = "fal-ai/flux-lora-portrait-trainer"
PICTURES = "fal-ai/flux-lora"


def found(target: Target, schema: Mapping[str, Any]) -> list[Difference]:
    return differences(target.bodies, target.defaults, schema)


@pytest.mark.parametrize("endpoint", sorted(TARGETS))
def test_every_row_fits_the_published_schema(endpoint: str) -> None:
    """A fault that the check finds today is one of the provider's changes, not one of ours."""
    assert found(TARGETS[endpoint], contract(endpoint, "input")) == []


def changed(endpoint: str, change: Callable[[dict[str, Any]], object]) -> list[Difference]:
    schema = copy.deepcopy(contract(endpoint, "input"))
    change(schema)
    return found(TARGETS[endpoint], schema)


def field(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return schema["properties"][name]


def test_a_field_that_is_gone() -> None:
    """It would be refused, or silently do nothing."""
    (gone,) = changed(PORTRAIT, lambda schema: schema["properties"].pop("subject_crop"))
    assert gone == Difference("subject_crop", "subject_crop is sent, but not known there", is_grave=True)


def test_a_field_that_is_wanted_now() -> None:
    """No call would be taken."""

    def change(schema: dict[str, Any]) -> None:
        schema["properties"]["face"] = {"type": "string"}
        schema["required"].append("face")

    (wanted,) = changed(PORTRAIT, change)
    assert wanted == Difference("face", "face is wanted there, but not sent", is_grave=True)


def test_a_bound_that_cuts_off_only_the_ends() -> None:
    """Who changes nothing notices nothing."""
    (narrow,) = changed(PORTRAIT, lambda schema: field(schema, "steps").update(maximum=6000))
    assert (narrow.field, narrow.is_grave) == ("steps", False)
    assert "steps 10000 is not taken there (integer from 1 to 6000)" in narrow.text


def test_a_bound_that_cuts_off_the_usual_value() -> None:
    """The worst case counts, not the first."""
    (grave,) = changed(PORTRAIT, lambda schema: field(schema, "steps").update(maximum=2000))
    assert grave.is_grave
    assert "2500" in grave.text


def test_steps_in_other_steps() -> None:
    """A multiple is a bound too."""
    (grave,) = changed(PORTRAIT, lambda schema: field(schema, "steps").update(multipleOf=1500))
    assert "in steps of 1500" in grave.text


def test_a_choice_that_is_gone() -> None:
    """With what may be chosen instead."""
    (grave,) = changed(PICTURES, lambda schema: field(schema, "output_format").update(enum=["webp"]))
    assert grave.is_grave
    assert "one of webp" in grave.text


def test_a_bound_inside_a_list() -> None:
    """The weight of a LoRA, two floors down, named by its place."""
    narrow = {"type": "array", "items": {"type": "object", "properties": {"scale": {"type": "number", "maximum": 1.5}}}}
    (cut,) = changed(PICTURES, lambda schema: schema["properties"].update(loras=narrow))
    assert (cut.field, cut.is_grave) == ("loras", False)
    assert cut.text.startswith("loras.0.scale 2.0 is not taken there")


def test_another_type() -> None:
    """A number that became a text."""
    (grave,) = changed(PICTURES, lambda schema: schema["properties"].update(seed={"type": "string"}))
    assert grave.is_grave


def test_another_default() -> None:
    """People are shown ours; both are told."""
    (shown,) = changed(PORTRAIT, lambda schema: field(schema, "learning_rate").update(default=0.0002))
    assert shown == Difference("learning_rate", "learning_rate is 0.0002 by default there, 9e-05 in our table", False)


def test_grave_ones_come_first() -> None:
    """They decide what is said of the endpoint."""

    def change(schema: dict[str, Any]) -> None:
        field(schema, "learning_rate")["default"] = 0.0002
        schema["properties"].pop("trigger_phrase")

    assert [one.is_grave for one in changed(PORTRAIT, change)] == [True, False]


def test_decimal_bounds_are_numbers() -> None:
    """fal's answers are read without binary fractions, for the prices in them."""

    def change(schema: dict[str, Any]) -> None:
        field(schema, "learning_rate").update(
            default=Decimal("0.00009"), minimum=Decimal("0.000001"), multipleOf=Decimal("0.000001")
        )

    assert changed(PORTRAIT, change) == []


def test_a_schema_that_is_none() -> None:
    """Nothing can be said about it, least of all that everything is fine."""
    with pytest.raises(SchemaError):
        changed(PORTRAIT, lambda schema: field(schema, "steps").update(type="whole"))


def test_trained_versions_are_compared_by_one_that_exists() -> None:
    """Without one there is nothing to ask about."""
    assert TARGETS["trained-version"].address == VERSION
    without = targets("replicate", trainer_rows.ROWS, endpoint_rows.ROWS)
    assert "trained-version" not in {target.endpoint for target in without}
