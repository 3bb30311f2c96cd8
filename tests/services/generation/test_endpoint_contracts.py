"""Calls made from the endpoint table fit the providers' published schemas."""

from typing import Any

import pytest

from services.generation.aspects import Aspect
from services.generation.endpoint_fields import LoraUse, NumberField
from services.generation.endpoint_rows import ROWS
from services.generation.endpoints import Endpoint, arguments
from services.generation.settings import FORMATS, GenerationSettings
from tests.support.contracts import bounds, contract, faults

LORA = LoraUse("https://v3.fal.media/w.safetensors?a=1", 0.9)
SOURCE = "https://v3.fal.media/s.png"
EXTREMES: tuple[dict[str, Any], ...] = (
    {},
    {"steps": 999, "guidance": 99.0, "count": 4, "scale": 2.0, "strength": 1.0},
    {"steps": 1, "guidance": -1.0, "scale": 0.0, "strength": 0.0},
)

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)


def numbers(row: Endpoint) -> list[NumberField]:
    fields = [row.count, row.steps, row.guidance]
    return [field for field in fields if field is not None]


@each_row
@pytest.mark.parametrize("aspect", list(Aspect))
def test_every_call_fits_the_schema(row: Endpoint, aspect: Aspect) -> None:
    """Any settings make a body that the endpoint's own schema accepts, unknown fields refused; with as many LoRAs as
    it takes, and from a picture where it can."""
    sources = (None, SOURCE) if row.source else (None,)
    for source in sources:
        for extreme in EXTREMES:
            for kind in FORMATS:
                settings = GenerationSettings(aspect=aspect, seed=2**31 - 1, format=kind, **extreme)
                for count in range(1, row.loras.limit + 1):
                    body = arguments(row, settings, "p", [LORA] * count, source)
                    assert faults(row.id_for(with_source=source is not None), body) == []


@each_row
def test_the_safety_checker_is_always_on(row: Endpoint) -> None:
    """And results are addresses, never data."""
    body = arguments(row, GenerationSettings(seed=1), "p", [LORA], None)
    assert body.get("enable_safety_checker", True) is True
    assert body.get("disable_safety_checker", False) is False
    assert body.get("sync_mode", False) is False
    assert {"enable_safety_checker", "disable_safety_checker"} & body.keys()


@each_row
def test_the_row_repeats_the_bounds_of_the_schema(row: Endpoint) -> None:
    """Nothing is refused that the provider would take, and nothing offered that it would not."""
    for field in numbers(row):
        least, most, _ = bounds(row.endpoint, field.name)
        assert (field.least, field.most) == (least, most), field.name
    if row.source is not None:
        least, most, _ = bounds(row.source.endpoint, row.source.strength.name)
        assert (row.source.strength.least, row.source.strength.most) == (least, most)


@each_row
def test_a_picture_to_start_from_is_sent_where_the_row_says_so(row: Endpoint) -> None:
    """A row without a source has no endpoint that could take one."""
    takes_pictures = [
        name for name in ("image_url", "image") if name in contract(row.id_for(with_source=True), "input")["properties"]
    ]
    assert takes_pictures == ([row.source.url_field] if row.source else [])
