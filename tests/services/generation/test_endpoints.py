"""What the endpoint table chooses and costs."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.billing.prices import PriceBook
from services.billing.table_prices import table_prices
from services.errors import NotFoundError
from services.generation.aspects import Aspect
from services.generation.endpoint_fields import LoraUse
from services.generation.endpoint_rows import (
    FLUX_1,
    FLUX_2,
    FLUX_DEV_LORA,
    QWEN_IMAGE,
    ROWS,
    TRAINED_VERSION,
    Z_IMAGE_TURBO,
)
from services.generation.endpoints import Endpoint, EndpointTable, arguments
from services.generation.settings import GenerationSettings
from services.training.trainer_rows import ROWS as TRAINERS
from services.training.trainers import Trainer

TABLE = EndpointTable(ROWS)
LORA = LoraUse("https://v3.fal.media/w.safetensors?a=1", 0.9)

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)


def test_the_defaults_of_flux() -> None:
    """Scale 1, one square PNG, guidance 3.5, 28 steps."""
    body = arguments(FLUX_1, GenerationSettings(seed=1), "p", [LoraUse("u", 1.0)], None)
    assert body["loras"] == [{"path": "u", "scale": 1.0}]
    assert (body["num_images"], body["image_size"], body["output_format"]) == (1, "square_hd", "png")
    assert (body["guidance_scale"], body["num_inference_steps"], body["seed"]) == (3.5, 28, 1)


def test_the_defaults_of_flux_at_replicate() -> None:
    """As the feature list has them, in the names of each of the two models; never the quick way of drawing."""
    common = {
        "prompt": "p",
        "seed": 1,
        "aspect_ratio": "1:1",
        "megapixels": "1",
        "num_outputs": 1,
        "num_inference_steps": 28,
        "output_format": "png",
        "output_quality": 95,
        "go_fast": False,
        "disable_safety_checker": False,
        "lora_scale": 1.0,
    }
    settings, lora = GenerationSettings(seed=1), [LoraUse("u", 1.0)]
    official = arguments(FLUX_DEV_LORA, settings, "p", lora, None)
    assert official == common | {"lora_weights": "u", "guidance": 3.5}
    trained = arguments(TRAINED_VERSION, settings, "p", lora, None)
    assert trained == common | {"guidance_scale": 3.5, "model": "dev"}


def test_the_defaults_of_a_turbo_model() -> None:
    """Eight steps and no guidance field at all."""
    body = arguments(Z_IMAGE_TURBO, GenerationSettings(steps=28, guidance=3.5), "p", [LORA], None)
    assert body["num_inference_steps"] == 8
    assert "guidance_scale" not in body


def test_a_second_lora_has_fields_of_its_own_at_replicate() -> None:
    """The trained version has its first one in itself."""
    loras = [LoraUse("first", 0.9), LoraUse("second", 0.4)]
    official = arguments(FLUX_DEV_LORA, GenerationSettings(seed=1), "p", loras, None)
    assert (official["lora_weights"], official["lora_scale"]) == ("first", 0.9)
    assert (official["extra_lora"], official["extra_lora_scale"]) == ("second", 0.4)
    trained = arguments(TRAINED_VERSION, GenerationSettings(seed=1), "p", loras, None)
    assert (trained["lora_scale"], trained["extra_lora"]) == (0.9, "second")
    assert "lora_weights" not in trained


@each_row
def test_the_endpoints_own_limit_of_loras_wins(row: Endpoint) -> None:
    """One LoRA more than it takes is a fault of ours, not of the person."""
    arguments(row, GenerationSettings(), "p", [LORA] * row.loras.limit, None)
    with pytest.raises(ValueError, match="at most"):
        arguments(row, GenerationSettings(), "p", [LORA] * (row.loras.limit + 1), None)


def test_the_limits_of_loras() -> None:
    """Three at fal's newer models, two at Replicate."""
    assert [row.loras.limit for row in (FLUX_2, Z_IMAGE_TURBO, QWEN_IMAGE)] == [3, 3, 3]
    assert [row.loras.limit for row in (TRAINED_VERSION, FLUX_DEV_LORA)] == [2, 2]


def test_where_no_picture_can_be_started_from_none_is_sent() -> None:
    """Leaving it out silently would draw something else than was asked for."""
    with pytest.raises(ValueError, match="cannot start"):
        arguments(FLUX_2, GenerationSettings(), "p", [LORA], "https://v3.fal.media/s.png")


@pytest.mark.parametrize("trainer", TRAINERS, ids=lambda trainer: trainer.key)
def test_every_trainer_has_an_endpoint_at_its_own_provider(trainer: Trainer) -> None:
    """What is trained can be drawn with where it was trained, also when the provider keeps no version."""
    row = TABLE.choose(trainer.base_model, trainer.provider, hosted_version=False)
    assert (row.base_model, row.provider) == (trainer.base_model, trainer.provider)
    assert trainer.provider in TABLE.providers(trainer.base_model)


def test_a_version_that_the_provider_keeps_is_run_as_it_is() -> None:
    """Else its weights are loaded; a provider that keeps none never gets a version to run."""
    assert TABLE.choose("flux-1", "replicate", hosted_version=True) is TRAINED_VERSION
    assert TABLE.choose("flux-1", "replicate", hosted_version=False) is FLUX_DEV_LORA
    assert TABLE.choose("flux-1", "fal", hosted_version=True) is FLUX_1


@pytest.mark.parametrize(("base_model", "provider"), [("sdxl", "fal"), ("flux-2", "replicate")])
def test_what_no_row_draws_is_refused(base_model: str, provider: str) -> None:
    """No guess is made about a model without a row."""
    with pytest.raises(NotFoundError, match="endpoint-unknown"):
        TABLE.choose(base_model, provider, hosted_version=True)


def test_providers_of_a_base_model() -> None:
    """Those that can load weights."""
    assert TABLE.providers("flux-1") == ("fal", "replicate")
    assert TABLE.providers("flux-2") == ("fal",)
    assert TABLE.providers("sdxl") == ()


def test_the_cost_counts_begun_megapixels() -> None:
    """1024x1024 is a little over one megapixel and billed as two; the price book wins, per endpoint."""
    table = EndpointTable(ROWS, PriceBook(overrides={"fal-ai/flux-lora/image-to-image": Decimal("0.05")}))
    assert table.cost(FLUX_1, GenerationSettings(count=4)) == Decimal("0.2800")
    assert table.cost(FLUX_1, GenerationSettings(aspect=Aspect.PORTRAIT)) == Decimal("0.0350")
    assert table.cost(FLUX_1, GenerationSettings(aspect=Aspect.TALL), with_source=True) == Decimal("0.0500")


def test_pictures_and_seconds_are_billed_where_the_row_says_so() -> None:
    """An official model is paid by the picture, a version of ours by the time it takes."""
    assert TABLE.cost(FLUX_DEV_LORA, GenerationSettings(count=3)) == Decimal("0.1050")
    assert TABLE.cost(TRAINED_VERSION, GenerationSettings(count=2)) == Decimal("0.0244")


@each_row
def test_sizes_have_the_shape_they_are_named_after(row: Endpoint) -> None:
    """Every aspect has a size of that aspect, as near as the model can draw it."""
    for aspect in Aspect:
        width, height = (int(part) for part in aspect.value.split(":"))
        size = row.size.sizes[aspect]
        assert size.width / size.height == pytest.approx(width / height, rel=0.04)


def test_the_tables_tell_a_price_for_everything_that_is_called() -> None:
    """The price book never has to answer that it knows none."""
    prices = table_prices(TRAINERS, ROWS)
    called = {(row.provider, row.id_for(with_source=source)) for row in ROWS for source in (False, True)}
    assert prices.keys() == called | {(row.provider, row.endpoint) for row in TRAINERS}
    assert all(price > 0 for price in prices.values())


def test_a_row_that_cannot_be_paid_for_by_chance_is_dearer() -> None:
    """A told price replaces the row's, whatever the unit."""
    told = EndpointTable([replace(TRAINED_VERSION)], PriceBook({("replicate", "trained-version"): Decimal("0.01")}))
    assert told.cost(TRAINED_VERSION, GenerationSettings()) == Decimal("0.0800")
