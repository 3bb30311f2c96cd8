"""What the picture endpoints differ in: how they take numbers, LoRAs and a source picture, how they answer and what
they bill. Rows are made of these, so that no code asks which endpoint or provider it has before it. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from services.generation.aspects import Aspect, Size

PIXELS_PER_MEGAPIXEL = 1_000_000


@dataclass(frozen=True)
class NumberField:
    """A field with the schema's bounds and the default we send."""

    name: str
    least: float
    most: float
    default: float

    def fit(self, wanted: float | None) -> float:
        """The nearest allowed value; the default for None."""
        return self.default if wanted is None else min(max(wanted, self.least), self.most)


@dataclass(frozen=True)
class LoraUse:
    """A LoRA for a picture: an address the provider can read, and its weight."""

    path: str
    scale: float


class LoraFields(Protocol):
    """How an endpoint is told its LoRAs."""

    @property
    def limit(self) -> int:
        """How many it takes."""

    @property
    def scale(self) -> NumberField:
        """The bounds of a LoRA's weight."""

    def body(self, loras: Sequence[LoraUse]) -> dict[str, Any]:
        """The fields for these LoRAs."""


@dataclass(frozen=True)
class LoraList:
    """A list of objects, each with a path and a scale."""

    name: str
    scale: NumberField
    limit: int

    def body(self, loras: Sequence[LoraUse]) -> dict[str, Any]:
        """See `LoraFields.body`."""
        return {self.name: [{"path": lora.path, self.scale.name: self.scale.fit(lora.scale)} for lora in loras]}


@dataclass(frozen=True)
class LoraSlot:
    """A pair of fields for one LoRA. `path` is None for the LoRA that a trained version has in itself."""

    path: str | None
    scale: NumberField


@dataclass(frozen=True)
class LoraSlots:
    """A pair of fields for each LoRA, in order."""

    slots: tuple[LoraSlot, ...]

    @property
    def limit(self) -> int:
        """See `LoraFields.limit`."""
        return len(self.slots)

    @property
    def scale(self) -> NumberField:
        """See `LoraFields.scale`."""
        return self.slots[0].scale

    def body(self, loras: Sequence[LoraUse]) -> dict[str, Any]:
        """See `LoraFields.body`."""
        body: dict[str, Any] = {}
        for slot, lora in zip(self.slots, loras, strict=False):
            body |= {} if slot.path is None else {slot.path: lora.path}
            body[slot.scale.name] = slot.scale.fit(lora.scale)
        return body


@dataclass(frozen=True)
class SizeField:
    """The field that takes a shape, and what each shape is called in it."""

    name: str
    sizes: Mapping[Aspect, Size]


@dataclass(frozen=True)
class SourceCall:
    """How to start from a picture: the endpoint that can (the row's own or a sibling) and its fields."""

    endpoint: str
    url_field: str
    strength: NumberField


class Answer(StrEnum):
    """What a list of pictures looks like. FLAGGED: objects with a `url`, beside a list that says which were blocked.
    ADDRESSES: addresses, bare or in objects, from which the blocked ones are left out."""

    FLAGGED = "flagged"
    ADDRESSES = "addresses"


class Unit(StrEnum):
    """What is billed."""

    MEGAPIXEL = "megapixel"
    PICTURE = "picture"
    SECOND = "second"


@dataclass(frozen=True)
class PictureBilling:
    """What an order costs. `unit_price` is in USD; `seconds` is what one picture takes of the hardware, where time is
    billed."""

    unit: Unit
    unit_price: Decimal
    seconds: Decimal = Decimal(0)

    def units(self, size: Size, count: int) -> Decimal:
        """How many units an order is billed. A begun megapixel of a picture counts as a whole one."""
        megapixels = math.ceil(size.width * size.height / PIXELS_PER_MEGAPIXEL)
        of_one = {Unit.MEGAPIXEL: Decimal(megapixels), Unit.PICTURE: Decimal(1), Unit.SECOND: self.seconds}
        return of_one[self.unit] * count
