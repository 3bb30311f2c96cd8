"""The Mini App's screens by their addresses."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class AppScreens:
    """`base` is the address of the Mini App with a slash at the end, None where there is none: then no screen has an
    address. The routes are those of `miniapp/`."""

    base: str | None

    @property
    def home(self) -> str | None:
        """Where a person begins."""
        return self._at("")

    @property
    def create(self) -> str | None:
        """The model that is being made."""
        return self._at("create")

    @property
    def settings(self) -> str | None:
        """Language, data, consent."""
        return self._at("settings")

    def model(self, lora_id: UUID) -> str | None:
        """One model."""
        return self._at(f"models/{lora_id}")

    def training(self, lora_id: UUID) -> str | None:
        """How far a model's training is."""
        return self._at(f"models/{lora_id}/training")

    def generation(self, generation_id: UUID) -> str | None:
        """The pictures of one order."""
        return self._at(f"generations/{generation_id}")

    def _at(self, path: str) -> str | None:
        return None if self.base is None else f"{self.base}{path}"
