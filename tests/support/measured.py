"""Measures of photos that are good in every way, for tests that spoil one number."""

from dataclasses import replace
from typing import Any

from services.photos.measures import Face, Measures

HASH_BITS = 64


def a_face(**changes: Any) -> Face:
    """A sharp, well lit face that looks at the camera, of a close shot."""
    face = Face(
        x=300.0, y=150.0, width=360.0, height=480.0, score=0.94, yaw=0.0, roll=0.0, sharpness=400.0, brightness=120.0,
        on_edge=False,
    )  # fmt: skip
    return replace(face, **changes)


def measured(shot: int = 0, **changes: Any) -> Measures:
    """A photo with one such face. Photos of different `shot` (0 to 63) are far from each other, and from each other's
    mirror images."""
    straight = _spread(2 * shot + 1)
    good = Measures(
        source_format="JPEG", source_width=1200, source_height=1200, source_size=400_000, width=1200, height=1200,
        sharpness=300.0, brightness=120.0, dark_share=0.01, bright_share=0.01, hash=straight,
        mirrored_hash=_spread(2 * shot + 2), light=(0.5,) * 27, jpeg_quality=90, taken_on=None, faces=(a_face(),),
        explicit=0.01,
    )  # fmt: skip
    return replace(good, **changes)


def near(hashed: str, bits: int) -> str:
    """A hash that differs in as many bits."""
    return f"{int(hashed, 16) ^ ((1 << bits) - 1):016x}"


def _spread(number: int) -> str:
    # The multiplier of Knuth's hash for 64 bits: any two of the first few hundred products differ in 18 bits or more.
    return f"{number * 0x9E3779B97F4A7C15 % 2**HASH_BITS:016x}"
