"""The shapes a picture can have."""

from dataclasses import dataclass
from enum import StrEnum


class Aspect(StrEnum):
    """Width to height."""

    SQUARE = "1:1"
    PORTRAIT = "3:4"
    LANDSCAPE = "4:3"
    TALL = "9:16"
    WIDE = "16:9"


@dataclass(frozen=True)
class Size:
    """What an endpoint calls a shape, and the pixels it makes of it."""

    name: str
    width: int
    height: int


FAL_SIZES = {
    Aspect.SQUARE: Size("square_hd", 1024, 1024),
    Aspect.PORTRAIT: Size("portrait_4_3", 768, 1024),
    Aspect.LANDSCAPE: Size("landscape_4_3", 1024, 768),
    Aspect.TALL: Size("portrait_16_9", 576, 1024),
    Aspect.WIDE: Size("landscape_16_9", 1024, 576),
}
"""The names that fal's picture endpoints share (`image_size`)."""

FLUX_SIZES = {
    Aspect.SQUARE: Size("1:1", 1024, 1024),
    Aspect.PORTRAIT: Size("3:4", 896, 1152),
    Aspect.LANDSCAPE: Size("4:3", 1152, 896),
    Aspect.TALL: Size("9:16", 768, 1344),
    Aspect.WIDE: Size("16:9", 1344, 768),
}
"""What Replicate's FLUX models make of an `aspect_ratio` at one megapixel; the sides are the nearest that they draw."""
