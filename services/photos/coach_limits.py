"""The coach's limits: from how many pixels, how much light and so on a photo is good or usable."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import isfinite
from typing import Any

PAIRS = (
    ("refuse_face_side", "warn_far_face_side"), ("warn_far_face_side", "warn_face_side"),
    ("refuse_face_sharpness", "warn_face_sharpness"), ("refuse_sharpness", "warn_sharpness"),
    ("refuse_dark", "warn_dark"), ("warn_dark", "warn_bright"), ("refuse_quality", "warn_quality"),
    ("refuse_side", "warn_side"), ("warn_yaw", "profile_yaw"), ("half_face", "close_face"),
)  # fmt: skip
"""Limits of which the first is never above the second."""

SHARES = ("refuse_second_face", "warn_clipped", "warn_yaw", "profile_yaw", "half_face", "close_face")


@dataclass(frozen=True)
class CoachLimits:
    """Numbers as in `services.photos.measures`. `refuse_*`: beyond it a photo is not usable; `warn_*`: it is usable but
    not good. First values are from measurements on a few dozen pictures.

    `*_face_side` is the shorter side of the largest face in pixels; the `far` one is for half and full body shots,
    where a face is small by nature. `refuse_second_face` is the area of the second face as a share of the first.
    `*_sharpness` without a face judges the whole picture of a style or product. `same_shot` is a distance of
    hashes in bits. `*_quality` are JPEG qualities, `warn_bytes_per_pixel` stands in for them in other formats.
    `warn_side` and `refuse_side` are the shorter side of the cleaned photo. `warn_yaw` parts front from half-turn views
    and `profile_yaw` those from profiles; `close_face` and `half_face` are face height to picture height, from which a
    shot is a close or a half one.
    """

    refuse_face_side: float = 100
    warn_face_side: float = 256
    warn_far_face_side: float = 128
    refuse_second_face: float = 0.25
    warn_face_sharpness: float = 100
    refuse_face_sharpness: float = 45
    warn_sharpness: float = 60
    refuse_sharpness: float = 15
    warn_dark: float = 60
    refuse_dark: float = 20
    warn_bright: float = 215
    warn_clipped: float = 0.2
    warn_yaw: float = 0.25
    profile_yaw: float = 0.75
    warn_roll: float = 50
    close_face: float = 0.32
    half_face: float = 0.13
    same_shot: int = 10
    warn_side: int = 700
    refuse_side: int = 320
    warn_quality: int = 40
    refuse_quality: int = 15
    warn_bytes_per_pixel: float = 0.04
    refuse_explicit: float = 0.8

    def __post_init__(self) -> None:
        """Raises `ValueError` that names the limit when one is negative, no number, or contradicts another."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        for name, value in values.items():
            if not isfinite(value) or value < 0 or (name in SHARES and value > 1):
                raise ValueError(f"{name} must be a number from 0 {'to 1' if name in SHARES else 'up'}")
        for lower, upper in PAIRS:
            if values[lower] > values[upper]:
                raise ValueError(f"{lower} must not be above {upper}")

    @classmethod
    def changed(cls, values: Mapping[str, float]) -> "CoachLimits":
        """The first values with some of them changed. Raises `ValueError` for unknown names and as the constructor."""
        whole = {one.name: one.type is int for one in fields(cls)}
        unknown = sorted(values.keys() - whole.keys())
        if unknown:
            raise ValueError(f"there is no limit {unknown[0]}; there are {', '.join(sorted(whole))}")
        typed: dict[str, Any] = {name: int(value) if whole[name] else value for name, value in values.items()}
        return cls(**typed)
