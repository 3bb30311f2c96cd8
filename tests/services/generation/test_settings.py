"""What may be chosen."""

import pytest

from services.errors import InvalidInputError
from services.generation.aspects import Aspect
from services.generation.settings import MAX_SEED, GenerationSettings


def test_the_defaults() -> None:
    """One square PNG with the LoRA at full weight; the rest is the endpoint's."""
    settings = GenerationSettings()
    assert (settings.count, settings.aspect, settings.scale, settings.format) == (1, Aspect.SQUARE, 1.0, "png")
    assert (settings.steps, settings.guidance, settings.seed) == (None, None, None)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"count": 0}, "picture-count"),
        ({"count": 5}, "picture-count"),
        ({"scale": -0.1}, "lora-scale"),
        ({"scale": 2.01}, "lora-scale"),
        ({"scale": float("nan")}, "lora-scale"),
        ({"seed": -1}, "seed-bad"),
        ({"seed": MAX_SEED + 1}, "seed-bad"),
        ({"format": "gif"}, "settings-bad"),
    ],
)
def test_bounds(values: dict[str, object], code: str) -> None:
    """A value out of bounds names its own sentence."""
    with pytest.raises(InvalidInputError, match=code):
        GenerationSettings(**values)  # type: ignore[arg-type]


def test_a_row_gives_back_what_it_was_given() -> None:
    """Every field survives the row."""
    settings = GenerationSettings(Aspect.WIDE, 3, 0.8, 20, 2.5, 0.4, 99, "jpeg")
    assert GenerationSettings.from_json(settings.to_json()) == settings
    assert GenerationSettings.from_json({}) == GenerationSettings()


def test_a_seed_is_found_once() -> None:
    """A given seed stays; without one each order gets its own within bounds."""
    assert GenerationSettings(seed=5).with_seed().seed == 5
    seeds = {GenerationSettings().with_seed().seed for _ in range(50)}
    assert len(seeds) > 45
    assert all(seed is not None and 0 <= seed <= MAX_SEED for seed in seeds)
