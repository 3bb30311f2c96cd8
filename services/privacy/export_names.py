"""How files are named in an export: by what they are, in names that every system can unpack. Pure."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from uuid import UUID

from db.repositories.exporting import ExportedFile, ExportedModel, ExportedPhoto

MOST_LETTERS = 40


def safe_name(words: str) -> str:
    """Letters and digits of any alphabet, spaces, "-" and "_"; nothing that is a path, a device or hidden."""
    kept = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in words)
    return " ".join(kept[:MOST_LETTERS].split())


class Folders:
    """The folders of a person's models, numbered, so that two of one name do not meet."""

    def __init__(self, models: Sequence[ExportedModel]) -> None:
        self._labels = {
            model.id: f"{number:02d} {safe_name(model.name)}".strip() for number, model in enumerate(models, start=1)
        }

    def weights(self, file: ExportedFile) -> str:
        """Where weights lie."""
        return f"models/{self._label(file.model_id)}/weights-v{file.no}.safetensors"

    def picture(self, file: ExportedFile) -> str:
        """Where a picture lies; its order's id is that in data.json."""
        ending = PurePosixPath(file.storage_key).suffix
        return f"models/{self._label(file.model_id)}/pictures/{file.order_id}-{file.no}{ending}"

    def photo(self, photo: ExportedPhoto) -> str:
        """Where a photo lies; its caption is beside it with the ending .txt."""
        label = self._label(photo.lora.id) if photo.lora else "not trained"
        # A model may have several data sets, and their numbers begin anew in each.
        return f"photos/{label}/{photo.photo.dataset_id}/{photo.photo.position:02d}.jpg"

    def _label(self, model_id: UUID) -> str:
        return self._labels.get(model_id, str(model_id))
