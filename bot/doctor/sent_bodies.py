"""Everything that our tables may send to an endpoint, for comparing with what it takes. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as changed
from typing import Any

from db.enums import LoraType
from services.generation import endpoints as pictures
from services.generation.aspects import Aspect
from services.generation.endpoint_fields import LoraUse
from services.generation.endpoints import Endpoint
from services.generation.settings import FORMATS, MAX_COUNT, MAX_SCALE, MAX_SEED, GenerationSettings
from services.training import trainers as trainings
from services.training.trainer_settings import NumberSetting
from services.training.trainers import Trainer

ADDRESS = "https://v3.fal.media/files/doctor/file"
FAR = 10**9
"""Beyond every bound: the tables bring it back to theirs."""


@dataclass(frozen=True)
class SentBody:
    """The input of a call. `is_usual`: it is sent without anybody having chosen anything; others are the ends of what
    may be chosen."""

    arguments: Mapping[str, Any]
    is_usual: bool


@dataclass
class Target:
    """One endpoint of a provider: who calls it, with which bodies, and the defaults that our tables show for it.
    `address` is what the provider knows it by."""

    endpoint: str
    address: str
    names: list[str] = field(default_factory=list)
    bodies: list[SentBody] = field(default_factory=list)
    defaults: dict[str, Any] = field(default_factory=dict)


def targets(
    provider: str, trainers: Sequence[Trainer], endpoints: Sequence[Endpoint], version: str | None = None
) -> list[Target]:
    """The provider's endpoints in our tables. `version` is a trained one that it keeps: without such, the endpoint
    that runs them is left out, because only a version has a schema."""
    found: dict[str, Target] = {}
    for trainer in (row for row in trainers if row.provider == provider):
        target = found.setdefault(trainer.endpoint, Target(trainer.endpoint, trainer.endpoint))
        target.names.append(trainer.key)
        target.bodies.extend(_training_bodies(trainer))
        target.defaults |= {one.field: one.default for one in trainer.settings if one.default is not None}
    for row in (row for row in endpoints if row.provider == provider and (version or not row.runs_version)):
        for with_source in (False, True) if row.source else (False,):
            endpoint = row.id_for(with_source=with_source)
            address = version if version and row.runs_version else endpoint
            target = found.setdefault(endpoint, Target(endpoint, address))
            target.names.append(row.key)
            target.bodies.extend(_picture_bodies(row, ADDRESS if with_source else None))
    return list(found.values())


def _training_bodies(trainer: Trainer) -> Iterator[SentBody]:
    def body(values: Mapping[str, Any], kind: LoraType = LoraType.CHARACTER) -> Mapping[str, Any]:
        return trainings.arguments(trainer, values, ADDRESS, "anna0001", "a photo of anna0001 woman", kind)

    for quality in trainer.courses:
        for kind in LoraType:
            yield SentBody(body(trainings.values_for(trainer, quality, {}), kind), is_usual=True)
    quality = next(iter(trainer.courses))
    for setting in trainer.settings:
        ends = (setting.least, setting.most) if isinstance(setting, NumberSetting) else setting.choices
        for end in ends:
            yield SentBody(body(trainings.values_for(trainer, quality, {setting.key: end})), is_usual=False)


def _picture_bodies(row: Endpoint, source_url: str | None) -> Iterator[SentBody]:
    def body(settings: GenerationSettings, scale: float = 1.0, count: int = 1) -> Mapping[str, Any]:
        loras = [LoraUse(ADDRESS, scale)] * count
        return pictures.arguments(row, settings, "anna0001 woman on a beach", loras, source_url)

    usual = GenerationSettings(seed=1)
    for aspect in Aspect:
        for form in FORMATS:
            yield SentBody(body(changed(usual, aspect=aspect, format=form)), is_usual=True)
    yield SentBody(body(usual, MAX_SCALE, row.loras.limit), is_usual=False)
    yield SentBody(body(changed(usual, steps=1, guidance=0.0, strength=0.0, seed=0), 0.0), is_usual=False)
    most = changed(usual, count=MAX_COUNT, steps=FAR, guidance=float(FAR), strength=1.0, seed=MAX_SEED)
    yield SentBody(body(most), is_usual=False)
