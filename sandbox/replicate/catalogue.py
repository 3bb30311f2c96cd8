"""The models that exist: Replicate's public ones and our own, with their versions."""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.replicate.checks import Check
from sandbox.replicate.problems import Problem

HARDWARE = {
    "cpu": "CPU",
    "gpu-t4": "Nvidia T4 GPU",
    "gpu-l40s": "Nvidia L40S GPU",
    "gpu-a100-large": "Nvidia A100 (80GB) GPU",
    "gpu-h100": "Nvidia H100 GPU",
}
"""Names by SKU. Replicate's list changes; these are on its price page."""

TRAINER = "ostris/flux-dev-lora-trainer"
TRAINER_VERSION = "26dce37af90b9d997eeb970d92e47de3064d46c300504ae376c75bef6a9022d2"
FLUX = "black-forest-labs/flux-dev-lora"
LANGUAGE = "meta/meta-llama-3-70b-instruct"
TRAINED = "trained-version"


class Play(StrEnum):
    """How the versions of a model are played."""

    TRAINED = "trained"
    FLUX = "flux"
    LANGUAGE = "language"


@dataclass
class Version:
    """A version: what it predicts with and, where it can be trained, what a training takes.

    `weights` is the LoRA of a trained version; `gone` says that its deletion has taken effect.
    """

    id: str
    created: float
    play: Play
    contract: dict[str, Any]
    check: Check
    trainer: dict[str, Any] | None = None
    trainer_check: Check | None = None
    weights: bytes | None = None
    gone: bool = False


@dataclass
class Model:
    """A model. Official ones are run by name, all others by version."""

    owner: str
    name: str
    visibility: str
    description: str = ""
    hardware: str | None = None
    official: bool = False
    run_count: int = 0
    all_versions: list[Version] = field(default_factory=list)

    @property
    def id(self) -> str:
        """owner/name."""
        return f"{self.owner}/{self.name}"

    @property
    def versions(self) -> list[Version]:
        """Versions that are there, newest first."""
        return [version for version in reversed(self.all_versions) if not version.gone]


class Catalogue:
    """Models by "owner/name"."""

    def __init__(self, clock: SandboxClock, contracts: dict[str, dict[str, Any]]) -> None:
        self._clock = clock
        self._contracts = contracts
        self._models: dict[str, Model] = {}
        trainer = self._version(TRAINER_VERSION, Play.TRAINED, TRAINED)
        trainer.trainer = contracts[TRAINER]
        trainer.trainer_check = Check(contracts[TRAINER]["input"], "input")
        self._add_public(TRAINER, trainer, official=False)
        self._add_public(FLUX, self._version(secrets.token_hex(32), Play.FLUX, FLUX), official=True)
        self._add_public(LANGUAGE, self._version(secrets.token_hex(32), Play.LANGUAGE, LANGUAGE), official=True)

    def find(self, model_id: str) -> Model | None:
        """The model with this "owner/name"."""
        return self._models.get(model_id)

    def all(self) -> list[Model]:
        """Every model, oldest first."""
        return list(self._models.values())

    def by_version(self, version_id: str) -> tuple[Model, Version] | None:
        """A version and its model by the version's id alone."""
        for model in self._models.values():
            for version in model.versions:
                if version.id == version_id:
                    return model, version
        return None

    def create(self, model: Model) -> None:
        """Add a model. Raises Problem (409) where the name is taken."""
        if model.id in self._models:
            raise Problem(409, "Conflict", "A model with that name and owner already exists")
        self._models[model.id] = model

    def delete(self, model: Model) -> None:
        """Remove a model. Raises Problem (409) while it has versions."""
        if model.versions:
            raise Problem(409, "Conflict", "A model that has versions cannot be deleted. Delete its versions first.")
        del self._models[model.id]

    def add_trained(self, model: Model, weights: bytes) -> Version:
        """A new version of `model` that draws with this LoRA."""
        version = self._version(secrets.token_hex(32), Play.TRAINED, TRAINED)
        version.weights = weights
        model.all_versions.append(version)
        return version

    def _version(self, version_id: str, play: Play, contract: str) -> Version:
        schemas = self._contracts[contract]
        return Version(version_id, self._clock.real_now(), play, schemas, Check(schemas["input"], "input"))

    def _add_public(self, model_id: str, version: Version, *, official: bool) -> None:
        owner, name = model_id.split("/")
        self._models[model_id] = Model(owner, name, "public", official=official, all_versions=[version])
