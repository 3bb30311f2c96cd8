"""The table of trainers: what each one's call looks like, costs and takes. Rows are in `trainer_rows`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from db.enums import LoraType, Quality
from services.billing.prices import PriceBook
from services.errors import NotFoundError
from services.loras.trigger_words import TriggerRule
from services.training.trainer_settings import Setting, SettingKey


class CaptionRule(StrEnum):
    """NONE: the archive holds no captions, because the trainer is not known to read any. OWN: it makes its own or uses
    the trigger word as caption, and ignores the trigger field when there are any; so each photo has one, with the
    trigger word in it, as soon as the person has written one. REQUIRED: a caption per photo, always."""

    NONE = "none"
    OWN = "own"
    REQUIRED = "required"


class CaptionStyle(StrEnum):
    """How a base model's text encoder is best spoken to. TOKENS: a few words, as those of the FLUX family. SENTENCE: a
    whole sentence, as language models."""

    TOKENS = "tokens"
    SENTENCE = "sentence"


class Packing(StrEnum):
    """How the weights come. FILE: an object with the `url` of the file. TAR: the address of a tar that holds it."""

    FILE = "file"
    TAR = "tar"


@dataclass(frozen=True)
class Course:
    """One column of a trainer's row: the values that make it quick or standard, and how many seconds it usually
    takes. The seconds are a first guess; our own finished trainings replace it."""

    values: Mapping[SettingKey, Any]
    usual_seconds: float


@dataclass(frozen=True)
class Billing:
    """What a training costs. A unit is a step at fal, a second of hardware at Replicate; `unit_price` is in USD.

    `base` units come on top of the steps, and at least `least` are billed. `loads` say how many times longer a step
    takes with a value other than the usual one.
    """

    unit_price: Decimal
    per_step: Decimal = Decimal(1)
    base: Decimal = Decimal(0)
    least: Decimal = Decimal(0)
    loads: Mapping[SettingKey, Mapping[Any, Decimal]] = field(default_factory=dict)

    def work(self, values: Mapping[str, Any]) -> Decimal:
        """How much a training with these values is, in units; its time grows with it as well."""
        steps = Decimal(str(values[SettingKey.STEPS]))
        for key, load in self.loads.items():
            steps *= load.get(values.get(key), Decimal(1))
        return self.base + self.per_step * steps

    def units(self, values: Mapping[str, Any]) -> Decimal:
        """How many units a training with these values is billed."""
        return max(self.work(values), self.least)


@dataclass(frozen=True)
class Trainer:
    """One row. `base_model` is what the weights are for: it leads to the endpoints that can draw with them.

    `settings` begin with the steps. `fixed` fields are always sent, `by_type` ones for that type of model.
    `version_output` names the field with the trained version that the provider keeps, where it keeps one.
    `best_use` is the key of a sentence for people.
    """

    key: str
    provider: str
    endpoint: str
    base_model: str
    zip_field: str
    trigger_field: str | None
    caption_field: str | None
    settings: tuple[Setting, ...]
    courses: Mapping[Quality, Course]
    caption_rule: CaptionRule
    trigger_rule: TriggerRule
    billing: Billing
    weights_output: str
    min_photos: int
    best_use: str
    caption_style: CaptionStyle = CaptionStyle.TOKENS
    packing: Packing = Packing.FILE
    version_output: str | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict)
    by_type: Mapping[LoraType, Mapping[str, Any]] = field(default_factory=dict)

    def setting(self, key: str) -> Setting | None:
        """The setting with this key, if the trainer has it."""
        return next((setting for setting in self.settings if setting.key == key), None)


def values_for(trainer: Trainer, quality: Quality, wishes: Mapping[str, Any]) -> dict[str, Any]:
    """What is trained with, by setting key: the person's wish brought into bounds, else the course's value, else the
    default. Settings that have none of them are left out, and so are wishes that this trainer cannot fulfil."""
    course = trainer.courses.get(quality) or trainer.courses[Quality.STANDARD]
    values: dict[str, Any] = {}
    for setting in trainer.settings:
        wish = wishes.get(setting.key)
        wanted = wish if setting.accepts(wish) else course.values.get(setting.key, setting.default)
        if wanted is not None:
            values[setting.key.value] = setting.fit(wanted)
    return values


def wishes_in(trainer: Trainer, quality: Quality, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that somebody has chosen: those that the trainer would not have taken by itself."""
    usual = values_for(trainer, quality, {})
    return {key: value for key, value in values.items() if usual.get(key) != value}


def arguments(
    trainer: Trainer,
    values: Mapping[str, Any],
    zip_url: str,
    trigger: str,
    caption: str,
    kind: LoraType = LoraType.CHARACTER,
) -> dict[str, Any]:
    """The body of the paid call, from the row alone. `caption` is the default for photos that have none."""
    body: dict[str, Any] = {**trainer.fixed, **trainer.by_type.get(kind, {}), trainer.zip_field: zip_url}
    for setting in trainer.settings:
        if setting.key in values:
            body[setting.field] = values[setting.key]
    if trainer.trigger_field is not None:
        body[trainer.trigger_field] = trigger
    if trainer.caption_field is not None:
        body[trainer.caption_field] = caption
    return body


class TrainerTable:
    """All rows. A unit costs what the price book says, else what the row says."""

    def __init__(self, rows: Iterable[Trainer], prices: PriceBook | None = None) -> None:
        self._rows = {row.key: row for row in rows}
        self._prices = prices or PriceBook()

    def all(self) -> tuple[Trainer, ...]:
        """The rows, in the order in which they are offered."""
        return tuple(self._rows.values())

    def get(self, key: str) -> Trainer:
        """The row; raises `NotFoundError('trainer-unknown')`."""
        if key not in self._rows:
            raise NotFoundError("trainer-unknown")
        return self._rows[key]

    def cost(self, trainer: Trainer, values: Mapping[str, Any]) -> Decimal:
        """Expected USD of one training with these values."""
        told = self._prices.unit(trainer.provider, trainer.endpoint)
        price = trainer.billing.unit_price if told is None else told
        return (price * trainer.billing.units(values)).quantize(Decimal("0.0001"))

    def usual_cost(self, trainer: Trainer, quality: Quality) -> Decimal:
        """Expected USD of one training of this quality that nobody has set anything for."""
        return self.cost(trainer, values_for(trainer, quality, {}))

    def qualities(self, trainer: Trainer) -> tuple[Quality, ...]:
        """What may be chosen: quick is left out when it saves neither money nor time."""
        quick, standard = trainer.courses.get(Quality.QUICK), trainer.courses[Quality.STANDARD]
        if quick is None:
            return (Quality.STANDARD,)
        cheaper = self.usual_cost(trainer, Quality.QUICK) < self.usual_cost(trainer, Quality.STANDARD)
        faster = quick.usual_seconds < standard.usual_seconds
        return (Quality.QUICK, Quality.STANDARD) if cheaper or faster else (Quality.STANDARD,)

    def instead_of(self, trainer: Trainer, providers: Sequence[str]) -> list[Trainer]:
        """Trainers of other providers whose result is as good: the same base model and kind of trigger word. In the
        order of `providers`, and the cheapest of each first."""
        alike = [
            row
            for row in self._rows.values()
            if row.provider != trainer.provider
            and row.provider in providers
            and (row.base_model, row.trigger_rule) == (trainer.base_model, trainer.trigger_rule)
        ]
        return sorted(
            alike, key=lambda row: (list(providers).index(row.provider), self.usual_cost(row, Quality.STANDARD))
        )
