"""What a person may choose for a generation. Pure."""

import math
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from services.errors import InvalidInputError
from services.generation.aspects import Aspect

MAX_COUNT = 4
MAX_SCALE = 2.0
MAX_SEED = 2**31 - 1
"""Endpoints state no bound; this many are safe for every one of them."""
FORMATS = ("png", "jpeg")


@dataclass(frozen=True)
class GenerationSettings:
    """Settings of one order. `scale` is the LoRA's weight. `steps`, `guidance` and `strength` of None mean the
    endpoint's own default; `strength` matters only with a source picture (1 ignores it). `seed` of None means
    a new one."""

    aspect: Aspect = Aspect.SQUARE
    count: int = 1
    scale: float = 1.0
    steps: int | None = None
    guidance: float | None = None
    strength: float | None = None
    seed: int | None = None
    format: str = "png"

    def __post_init__(self) -> None:
        """Raises `InvalidInputError`: `picture-count`, `lora-scale`, `seed-bad` or `settings-bad`."""
        if not 1 <= self.count <= MAX_COUNT:
            raise InvalidInputError("picture-count", min=1, max=MAX_COUNT)
        if not 0 <= self.scale <= MAX_SCALE:
            raise InvalidInputError("lora-scale", min=0, max=MAX_SCALE)
        if self.seed is not None and not 0 <= self.seed <= MAX_SEED:
            raise InvalidInputError("seed-bad", min=0, max=MAX_SEED)
        if self.steps is not None and self.steps < 1:
            raise InvalidInputError("settings-bad")
        if self.guidance is not None and not math.isfinite(self.guidance):
            raise InvalidInputError("settings-bad")
        if self.format not in FORMATS:
            raise InvalidInputError("settings-bad")

    def with_seed(self) -> "GenerationSettings":
        """The same with a seed, a new random one if there is none: what was made can then be made again."""
        return self if self.seed is not None else replace(self, seed=secrets.randbelow(MAX_SEED + 1))

    def to_json(self) -> dict[str, Any]:
        """For a row."""
        return asdict(self) | {"aspect": self.aspect.value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "GenerationSettings":
        """From a row that `to_json` made; keys that are missing take their defaults."""
        known = {key: stored[key] for key in cls.__dataclass_fields__ if key in stored}
        if "aspect" in known:
            known["aspect"] = Aspect(known["aspect"])
        return cls(**known)
